"""Verbs on procedures, training, self-inspection and what is put right after it."""
