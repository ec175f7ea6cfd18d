"""Which site and section a story belongs to, and which rule or editor said so."""
