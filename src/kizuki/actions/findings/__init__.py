"""Which of our releases a vulnerability may touch: matched, triaged, and the day from which it counts as known."""
