"""What was kept twice: components that say no more than another one, and records that are one; a person joins them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse

from kizuki.actions.components.merge_components import merge_components
from kizuki.actions.feeds.join_records import join_records
from kizuki.core.glossary import say
from kizuki.store.access.seen import seen, sees
from kizuki.store.components.merged import Duplicate, duplicates
from kizuki.store.findings.twice import Twice, records_twice
from kizuki.store.models import Advisory, Component
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Several
from kizuki.web.doors.form import DoorForm

Offered = list[tuple[str, str]]

MOST = 100
"""So many are offered at once; the rest when these are joined."""


def _components(doing: Doing) -> dict[str, Duplicate]:
    rows = (row for row in doing.once("components", lambda: list(duplicates())) if _may_see(doing, row))
    return dict([(str(row.old), row) for row in rows][:MOST])


def _may_see(doing: Doing, row: Duplicate) -> bool:
    return all(sees(doing.viewer, Component, pk) for pk in (row.old, row.into))


def _offered_components(doing: Doing) -> Offered:
    return [(key, f"{row.name} {row.version} → {row.identifier}") for key, row in _components(doing).items()]


def _records(doing: Doing) -> dict[str, Twice]:
    rows = [row for row in doing.once("records", lambda: list(records_twice())) if _may_see_record(doing, row)]
    return {row.old: row for row in rows[:MOST]}


def _may_see_record(doing: Doing, row: Twice) -> bool:
    named = {row.old, row.into}
    return seen(doing.viewer, Advisory).filter(identifier__in=named).count() == len(named)


def _offered_records(doing: Doing) -> Offered:
    return [
        (row.old, f"{row.old} → {row.into}（{say(f'twice.why.{row.why}', doing.lang)}）")
        for row in _records(doing).values()
    ]


class Components(DoorForm):
    """Which of them are merged, each into the one beside it."""

    old = Several("twice.field.components", _offered_components, hint="twice.hint.components", required=True)
    places: ClassVar = {"component": "old"}


def _merge(doing: Doing, told: dict[str, Any]) -> str:
    for key in told["old"]:
        merge_components(int(key), _components(doing)[key].into, on=doing.on, actor=doing.actor)
    return reverse("aliases")


class Records(DoorForm):
    """Which of them give way, each to the one beside it."""

    old = Several("twice.field.records", _offered_records, hint="twice.hint.records", required=True)
    places: ClassVar = {"record": "old"}


def _join(doing: Doing, told: dict[str, Any]) -> str:
    for name in told["old"]:
        join_records(name, _records(doing)[name].into, on=doing.on, actor=doing.actor)
    return reverse("aliases")


OF_TWICE = (
    Door("merge_components", "", ("merge_components",), Components, _merge, page="aliases"),
    Door("join_records", "", ("join_records",), Records, _join, page="aliases"),
)
"""They stand open always: whether anything was kept twice is looked for when one is opened, not on every page."""
