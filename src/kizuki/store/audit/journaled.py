"""Which tables the journal covers: every table of evidence, as it declares itself."""

from __future__ import annotations

from dataclasses import dataclass

from kizuki.store.duties import Chain, declared

JOURNAL = "store_journalline"


@dataclass(frozen=True, slots=True)
class Journaled:
    """A table whose rows are committed to, and the column of its key."""

    table: str
    key: str


def journaled() -> tuple[Journaled, ...]:
    """The tables of evidence, by name."""
    return tuple(Journaled(model._meta.db_table, model._meta.pk.column) for model, _ in declared(Chain.EVIDENCE))
