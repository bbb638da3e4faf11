"""The pages: their values, their templates, and the server as a whole."""
