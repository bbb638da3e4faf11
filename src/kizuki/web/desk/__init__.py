"""The question desk: the values that its page shows, built from the sheet and from what the core says of it."""
