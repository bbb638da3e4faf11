"""Verbs on what a hospital is told without an account: its links, who is responsible for what, its acknowledgements."""
