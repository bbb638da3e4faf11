"""The sample portfolio, checked against official schemas, the contracts and the real records."""
