"""Verbs on the register of no-report decisions: propose, decide, reopen, set the awareness day."""
