"""Verbs on reports to PMDA: draft, review, approve, send back, submit, follow up, the prompt first report."""
