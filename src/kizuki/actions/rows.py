"""A row that must stand as asked: made where it is missing, changed where it differs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Model

from kizuki.actions.permission import viewer_of
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.store.access.seen import NEVER
from kizuki.store.access.subjects import keys_seen
from kizuki.store.duties import duties_of
from kizuki.store.record.coded import MOST_SPACES, odd_sign

Row = TypeVar("Row", bound=Model)

MOST_ROWS = 1_000
"""Rows that one transaction may write, so that nobody waits for it for long."""


def stand(table: type[Row], key: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[Row, list[str]]:
    """The row with this key and these values, and the names of the columns that had to be written (none: it stood).

    Called inside a verb; the row is locked until its transaction ends.
    """
    rows: Any = table._default_manager
    row: Row | None = rows.select_for_update(of=("self",)).filter(**key).first()
    if row is None:
        made: Row = rows.create(**key, **values)
        return made, [*key, *values]
    differing = [name for name, value in values.items() if getattr(row, name) != value]
    for name in differing:
        setattr(row, name, values[name])
    if differing:
        row.save(update_fields=differing)
    return row, differing


def find(table: type[Row], place: str, *, actor: Actor, **key: Any) -> Row:
    """The one row with this key; `Refused` at `place` where there is none that the actor sees, in the same words.

    A row of a table that nobody sees by itself (`Sight.ROWS`, `Sight.PROGRAM`) is found by whoever knows its key.
    """
    row: Row | None = table._default_manager.filter(**key).first()
    viewer = viewer_of(actor.code)
    by_itself = duties_of(table).belongs.sight not in NEVER
    if row is None or (by_itself and viewer.user_id is not None and not keys_seen(viewer, table, [row.pk])):
        raise Refused(
            place, f"there is no {table.__name__.lower()} with {', '.join(f'{k} {v}' for k, v in key.items())}"
        )
    return row


def standing(table: type[Row], **key: Any) -> list[str]:
    """The row with this key as the audit calls it, where it stands already; nothing where it is to be made."""
    found = table._default_manager.filter(**key).values_list("pk", flat=True)
    return [f"{duties_of(table).subject}:{pk}" for pk in found]


def numbered(value: str, place: str, *, longest: int, required: bool = False) -> str:
    """A number or reference that others gave, which stands in the clear: neither a name in Japanese nor
    a sentence can be written in it. `Refused` names the first sign that no number has; words belong in a sealed text."""
    found = text(value, place, longest=longest, required=required)
    odd = odd_sign(found)
    if odd or found.count(" ") > MOST_SPACES:
        raise Refused(place, f"is no number or reference: {odd or ' '!r} stands in none; words belong in the remarks")
    return found


def one_kind_of_line_end(value: str) -> str:
    """Lines end with one sign, whatever typed them.

    >>> one_kind_of_line_end("a\\r\\nb\\rc")
    'a\\nb\\nc'
    """
    return value.replace("\r\n", "\n").replace("\r", "\n")


def text(value: str, place: str, *, longest: int, required: bool = False) -> str:
    """The text without spaces around it, its lines ended alike (a browser ends them with two signs, and neither is a
    control character); `Refused` where it is missing, too long or holds one."""
    found = one_kind_of_line_end(value).strip()
    if required and not found:
        raise Refused(place, "must not be empty")
    if len(found) > longest:
        raise Refused(place, f"has {len(found)} characters; at most {longest} are kept")
    if any(sign < " " and sign not in "\n\t" for sign in found):
        raise Refused(place, "holds a control character")
    return found
