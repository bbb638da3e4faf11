"""The door for time: background work taken from the outbox."""
