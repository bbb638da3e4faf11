"""What is sent to people: who is reminded of what on a day, and the words of a mail."""
