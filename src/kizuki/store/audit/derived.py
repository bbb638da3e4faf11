"""Derived tables, computed anew from what they rest on and compared, where they declare how."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from django.db import DEFAULT_DB_ALIAS

from kizuki.store.duties import Chain, declared


def unlike_derived(using: str = DEFAULT_DB_ALIAS) -> Iterator[tuple[str, str]]:
    """Table and key of what is not as it follows from the rows that it rests on."""
    for model, duties in declared(Chain.DERIVED):
        if duties.recomputed:
            module, _, name = duties.recomputed.partition(":")
            for key in getattr(import_module(module), name)(using):
                yield model._meta.db_table, key
