"""Who stands in for whom, and who could sign."""
