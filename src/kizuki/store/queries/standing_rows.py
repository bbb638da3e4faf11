"""Rows in force that another row may follow: a renewed licence, a moved office, the next holder of a post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.core.glossary import say
from kizuki.store.access.seen import seen
from kizuki.store.models import Addressee, Appointment, Capacity, CompanyAddress, CompanyName, Licence
from kizuki.store.queries.viewer import Viewer

_TABLES: dict[str, Any] = {
    "licence": Licence,
    "address": CompanyAddress,
    "name": CompanyName,
    "appointment": Appointment,
    "addressee": Addressee,
    "capacity": Capacity,
}


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A row that nothing has replaced: its id, what it says, and the days that it holds."""

    id: int
    said: str
    from_on: date
    to_on: date | None


def standing_rows(viewer: Viewer, kind: str, device_id: int | None = None) -> tuple[StandingRow, ...]:
    """The rows of a kind (`licence`, `address`, `name`, `appointment`, `addressee`, `capacity`) that no other follows,
    the newest first; those of one device where it is named."""
    rows = seen(viewer, _TABLES[kind]).filter(replaced_by=None)
    if device_id is not None:
        rows = rows.filter(device_id=device_id)
    return tuple(
        StandingRow(row.pk, _said(kind, row, viewer), row.from_on, row.to_on)
        for row in rows.order_by("-from_on", "-pk")
    )


def _said(kind: str, row: Any, viewer: Viewer) -> str:
    if kind == "appointment":
        return f"{say(f'record.value.office.{row.office}', viewer.lang)} {row.user.display_name}"
    if kind == "capacity":
        return f"{say(f'record.value.capacity.{row.capacity}', viewer.lang)} {row.counterpart}".strip()
    if kind == "name":
        return str(row.name)
    told = {"licence": "number", "address": "address", "addressee": "name"}[kind]
    return f"{say(f'record.value.kind.{row.kind}', viewer.lang)} {getattr(row, told)}"
