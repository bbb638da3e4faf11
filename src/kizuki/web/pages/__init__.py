"""One file a page: the values that its template gets, and the view that fills them."""
