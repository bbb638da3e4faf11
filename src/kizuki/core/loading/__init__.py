"""The first load: what a company brings from its old lists, column by column."""
