"""The first load: lists in Excel or CSV, previewed row by row, then kept by the verbs that a person would run."""
