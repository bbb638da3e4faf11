"""One table a letter: its fields in order, with the source of each."""
