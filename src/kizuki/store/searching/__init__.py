"""Sealed texts found by a part of their words: an index that tells nothing to who has no key of the record."""
