"""SSVC decision trees as versioned tables, evaluated with the version recorded."""
