"""How rows are written and opened: canonical texts, numbers, bulk."""
