"""Verbs on periodic reports (様式第11・第12) of a device: draft, review, approve, send back, submit, PMDA's answer."""
