"""What the owner wrote: network.toml read, checked and turned into frozen values."""
