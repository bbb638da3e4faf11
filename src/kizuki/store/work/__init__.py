"""Work that a verb asks for and a worker does: in the outbox on SQLite, by Procrastinate on PostgreSQL."""
