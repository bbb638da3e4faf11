"""What waits for somebody to read and sign it on a case: proposed ends, changes that loosen, and classes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kizuki.core.glossary import say
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.refusal import Refused
from kizuki.store.access.seen import seen, sees
from kizuki.store.models import Case, EndProposal, Obligation
from kizuki.store.obligations.changes import changes_of
from kizuki.store.obligations.classes import class_shown
from kizuki.store.queries.obligations import name_of
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.canonical import json_of


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """An act that waits for its second person. `ends` are the obligations by name, `details` its codes and days, `words`
    what was worded, by key; `kept` is the number of the case that goes on, where it is proposed as a duplicate."""

    id: int
    act: str
    ends: tuple[str, ...]
    details: dict[str, Any]
    words: dict[str, Any]
    kept: str
    sha256: str
    proposed_by: str
    proposed_by_id: int
    proposed_at: datetime


def proposals_of(viewer: Viewer, case_id: int) -> tuple[ProposalRow, ...]:
    """The proposals on a case that nobody has signed yet, the earliest first."""
    rows = seen(viewer, EndProposal).filter(case_id=case_id, state="proposed")
    found = []
    for row in rows.select_related("words", "proposed_by").order_by("pk"):
        named = {one.pk: name_of(one, viewer.lang) for one in seen(viewer, Obligation).filter(pk__in=row.rows)}
        kept = seen(viewer, Case).filter(pk=row.details.get("kept")).values_list("number", flat=True).first()
        found.append(
            ProposalRow(
                id=row.pk,
                act=row.act,
                ends=tuple(named[number] for number in row.rows if number in named),
                details=dict(row.details),
                words=_words(row, viewer),
                kept=kept or "",
                sha256=row.sha256,
                proposed_by=row.proposed_by.display_name,
                proposed_by_id=row.proposed_by_id,
                proposed_at=row.proposed_at,
            )
        )
    return tuple(found)


def _words(row: EndProposal, viewer: Viewer) -> dict[str, Any]:
    if row.words.erased_at is not None:
        return {"reason": say("record.erased", viewer.lang)}
    return {"reason": row.words.body} if row.act == "take_over" else dict(json_of(row.words.body))


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """An obligation that lapses, or whose day moves to `later_on`, when a second person signs."""

    name: str
    due_on: date | None
    later_on: date | None


@dataclass(frozen=True, slots=True)
class ToSign:
    """What is read before it is signed, and the digest over it."""

    rows: tuple[ChangeRow, ...]
    sha256: str


def changes_to_sign(viewer: Viewer, case_id: int) -> ToSign:
    """The changes of a case that wait for a second signature; none where the viewer sees no such case."""
    if not sees(viewer, Case, case_id):
        return ToSign((), "")
    waits = changes_of(case_id)
    named = _names(viewer, [one.row.id for one in waits.rows])
    rows = (ChangeRow(named.get(one.row.id or 0, ""), one.row.due_on, one.later_on) for one in waits.rows)
    return ToSign(tuple(rows), waits.sha256)


def class_to_confirm(viewer: Viewer, case_id: int, matter: str, person: str) -> ToSign | None:
    """The items of a matter (or person) with their days, and the digest that confirms its class; None where the matter is
    in the facts no more, or not for the viewer."""
    if not sees(viewer, Case, case_id):
        return None
    try:
        shown = class_shown(case_id, matter, person)
    except Refused:
        return None
    named = _names(viewer, [row.id for row in shown.items])
    rows = (
        ChangeRow(
            say("door.item", viewer.lang, name=named.get(row.id or 0, ""), state=_state(row, viewer)),
            row.due_on,
            None,
        )
        for row in shown.items
    )
    return ToSign(tuple(rows), shown.sha256)


def _state(row: Value, viewer: Viewer) -> str:
    return say(f"obligation.state.{row.state}", viewer.lang)


def _names(viewer: Viewer, ids: list[int | None]) -> dict[int, str]:
    return {
        row.pk: name_of(row, viewer.lang)
        for row in seen(viewer, Obligation).filter(pk__in=[pk for pk in ids if pk is not None])
    }
