"""The outer world: one folder for each outside thing (files, Typst, feeds)."""
