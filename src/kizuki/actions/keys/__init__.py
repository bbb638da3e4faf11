"""The keys of the texts that may name persons."""
