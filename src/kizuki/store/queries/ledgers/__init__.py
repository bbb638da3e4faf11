"""Ledgers: long lists in parts, each with how many rows there are in all, so that no list ends unsaid."""
