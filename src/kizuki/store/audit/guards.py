"""Which tables are guarded by triggers, and from what: as each declares it beside its model."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models

from kizuki.store.duties import declared
from kizuki.store.guarded import Guarded

CHAIN_TABLE = "store_auditentry"


@dataclass(frozen=True, slots=True)
class Guard:
    """What the triggers of `table` refuse (`Guarded`).

    `keys` are its unique columns, the primary one first: SQLite's INSERT OR REPLACE deletes the row that stands in the
    way without asking any trigger, so an insert over a kept row is refused as well.
    """

    table: str
    keys: tuple[tuple[str, ...], ...]
    what: Guarded


@cache
def guards() -> tuple[Guard, ...]:
    """Every table that declares one, by name."""
    return tuple(
        Guard(model._meta.db_table, _keys(model), duties.guarded) for model, duties in declared() if duties.guarded
    )


def _keys(model: type[Any]) -> tuple[tuple[str, ...], ...]:
    """The primary key, the unique columns, and what constraints say of every row; one with a condition says it of some
    rows only, and an insert beside the others is none of its business."""
    columns = {field.name: field.column for field in model._meta.concrete_fields}
    keys = [(model._meta.pk.column,)]
    keys += [(field.column,) for field in model._meta.concrete_fields if field.unique and not field.primary_key]
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.condition is None:
            keys.append(tuple(columns[name] for name in constraint.fields))
    return tuple(keys)
