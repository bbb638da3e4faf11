"""Verbs on the day from which a vulnerability counts as known: see a finding, settle the day, sign a later one."""
