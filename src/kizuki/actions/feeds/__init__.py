"""What other parties tell of vulnerabilities: fetched, kept, and entered by hand."""
