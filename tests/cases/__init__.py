"""Stories as tables: the facts of a case, the day, and the duty that follows from the article."""
