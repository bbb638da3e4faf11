"""Tables that people keep in Excel or CSV: which column means what, and what each cell says."""
