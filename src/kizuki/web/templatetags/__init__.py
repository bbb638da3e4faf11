"""Tags that put the glossary's words and the days into templates."""
