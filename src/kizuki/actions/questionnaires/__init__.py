"""Verbs on the questionnaires of hospitals: telling facts, sending sheets, and what of a sent one is no longer so."""
