"""What retention erases: reached by the declarations, kept while anything holds it."""
