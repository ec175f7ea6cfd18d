"""Old pages back into copy: each line of an HTML page, a plain-text capture or a WARC record gets its role."""
