"""The reports of one matter and person, in their order."""
