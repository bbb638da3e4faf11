"""Who alone sees what finders report."""
