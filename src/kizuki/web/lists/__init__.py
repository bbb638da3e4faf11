"""Lists with one grammar: filters and order in the address, parts with their number, and the same rows as a file."""
