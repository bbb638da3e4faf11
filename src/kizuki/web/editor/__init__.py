"""The report editor: a form drawn from the field list that prints it, box by box, with the sheet beside it."""
