"""Memory: the only Django models and the queries that read them; the audit chain."""
