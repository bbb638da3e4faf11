"""Letters and recall papers: their fields as tables, how a measure fills each of them, and their twin as HTML."""
