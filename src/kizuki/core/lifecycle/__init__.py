"""Stages and periods of what the record keeps."""
