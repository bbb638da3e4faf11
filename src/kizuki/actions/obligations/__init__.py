"""Verbs on obligations: confirm the class, sign or decline a change, judge, hand over, settle with the hospital."""
