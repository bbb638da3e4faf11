"""How long texts that may name persons are kept."""
