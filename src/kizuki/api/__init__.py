"""The door for programs: REST under /api/v1, the same nouns, verbs and viewers as the pages."""
