"""Records as earlier releases kept them, each a compressed SQLite file named by its newest migration."""
