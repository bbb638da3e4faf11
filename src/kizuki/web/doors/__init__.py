"""Doors: one declaration a verb, with the form in which a person tells it, and the one way in which forms are shown."""
