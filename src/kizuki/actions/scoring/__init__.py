"""Verbs on clinical assessments: save, confirm, dissent, hazards, the severity table, and evaluation anew."""
