"""Names of components as people confirmed them."""
