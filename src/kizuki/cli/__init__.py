"""The door for terminals and other programs: the `kizuki` command."""
