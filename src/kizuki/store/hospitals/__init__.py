"""Hospitals that read without an account: by which link, and what is withheld from each."""
