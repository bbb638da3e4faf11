"""The nouns of the record, declared once: their list, their one, and what a program needs to read them."""
