"""Verbs on safety measures (安全確保措置): the written chain of GVP, how far each reached, to whom it was reported."""
