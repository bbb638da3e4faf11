"""The door for time: background work, taken from the queue of the database."""
