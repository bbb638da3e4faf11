"""The ledger of a case as values, with what is signed of it."""
