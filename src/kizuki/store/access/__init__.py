"""Who sees what: read by queries and by permission."""
