"""Bytes kept as they came or as they were printed, named by their own digest."""

from __future__ import annotations

from django.db import models


class StoredDocument(models.Model):
    """One document; `sha256` is the hexadecimal digest of `content`. Never changed, never removed by the program."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    content = models.BinaryField()
    kept_at = models.DateTimeField(auto_now_add=True)
