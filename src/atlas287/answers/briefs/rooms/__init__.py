"""What is said under each heading of a brief: one module a heading, each with one function of the composer."""
