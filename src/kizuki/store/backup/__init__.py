"""Backups: the record as one SQLite file inside an archive, from either database and into either."""
