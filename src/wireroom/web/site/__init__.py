"""What readers are served: request to address, address to page, page to response."""
