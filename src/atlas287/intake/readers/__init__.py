"""One module a file format: file -> rows with cell addresses, values as printed."""
