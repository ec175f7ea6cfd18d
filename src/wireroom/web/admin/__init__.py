"""What programs that look after the server ask: whether it is well, and its numbers. Nothing here is for readers."""
