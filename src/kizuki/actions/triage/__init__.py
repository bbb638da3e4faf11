"""Verbs by which people say what findings are: triage, suppress, lift, open a case from them."""
