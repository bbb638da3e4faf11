"""The audit chain: how an entry is added, the triggers that guard it, and how all of it is verified."""
