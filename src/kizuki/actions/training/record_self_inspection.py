"""Record a self-inspection (自己点検), with what was found and who puts it right by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kizuki.actions.documents import keep_document
from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import text
from kizuki.actions.texts import keep_text
from kizuki.actions.training.correcting import Finding, checked_findings, open_actions
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.core.training import ActedBy, Edition, periods
from kizuki.store.models import SelfInspection
from kizuki.store.queries.training import acts_by_people, editions_of
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record.keeping_rows import added


@dataclass(frozen=True, slots=True)
class InspectionEntry:
    """Which procedures were looked at, over which period, on which day; `outside` names who did it where it was nobody
    of ours ('' for the person who records it); `words` what was looked at and how it stood."""

    procedures: Sequence[str]
    from_on: date
    to_on: date
    told_on: date
    words: str
    outside: str = ""


def record_self_inspection(
    entry: InspectionEntry,
    findings: Sequence[Finding] = (),
    document: bytes = b"",
    media_type: str = "application/pdf",
    *,
    on: date,
    actor: Actor,
) -> int:
    """Keep the inspection; each finding is a corrective action that its owner owes by its day. Returns its id.

    Nobody inspects their own work: `Refused` where the record says that the inspector ran a verb that one of these
    procedures governs within the period, unless somebody from outside did it. `Refused` too for days in no order or
    ahead, a procedure that was not in force then, and a finding without words, owner or day.
    """
    inspected = _inspected(entry)
    words, outside = _checked(entry, on)
    person = person_of(actor)
    if not outside:
        _require_somebody_else(person, inspected, entry)
    told = checked_findings(findings, actor, on)
    ids = [one.id for one, _ in inspected]
    with verb("record_self_inspection", actor=actor, of=["company:1"]) as act:
        stored, beside = keep_document(document, media_type) if document else (None, [])
        by = {"inspector_id": None if outside else person, "person_id": person, "document": stored}
        days = {"from_on": entry.from_on, "to_on": entry.to_on, "on": entry.told_on}
        row = added(SelfInspection, procedures=ids, recorded_at=act.at, **by, **days)
        for kind, body in (("words", words), ("outside", outside)):
            keep_text(act, f"self_inspection:{row.pk}", kind, body)
        actions = open_actions(act, told, row, on)
        act.record(
            subjects=["company:1", f"self_inspection:{row.pk}", *_named(actions), *beside],
            payload={"procedures": ids, "findings": len(told), "told_on": entry.told_on.isoformat()},
        )
    return int(row.pk)


def _named(actions: Sequence[int]) -> list[str]:
    return [f"corrective_action:{pk}" for pk in actions]


def _checked(entry: InspectionEntry, on: date) -> tuple[str, str]:
    """What was found, and who from outside did it."""
    if not entry.from_on <= entry.to_on <= entry.told_on <= on:
        raise Refused("told_on", "the period ends before the day of the inspection, and that is not ahead")
    outside = text(entry.outside, "outside", longest=200)
    return text(entry.words, "words", longest=20_000, required=True), outside


Inspected = list[tuple[Edition, date | None]]


def _inspected(entry: InspectionEntry) -> Inspected:
    """The editions that were worked by within the period, with their last days; `Refused` for a procedure without one."""
    named = sorted(set(entry.procedures))
    worked_by = [
        (one, last)
        for one, last in periods(editions_of(PROGRAM))
        if one.key in named and one.begins_on <= entry.to_on and (last is None or last >= entry.from_on)
    ]
    if not named:
        raise Refused("procedures", "names at least one")
    missing = next((key for key in named if key not in {one.key for one, _ in worked_by}), None)
    if missing is not None:
        raise Refused("procedures", f"{missing} was not in force between {entry.from_on} and {entry.to_on}")
    return worked_by


def _require_somebody_else(person: int, inspected: Inspected, entry: InspectionEntry) -> None:
    """`Refused` where this person did what is inspected."""
    verbs = sorted({act for one, _ in inspected for act in one.acts})
    for done in acts_by_people(PROGRAM, verbs):
        if done.person != person or not entry.from_on <= done.on <= entry.to_on:
            continue
        if any(_governs(one, last, done) for one, last in inspected):
            did = f"{done.verb}, {done.on}"
            raise Refused("outside", f"who inspects did what is inspected ({did}); somebody else does it")


def _governs(one: Edition, last: date | None, done: ActedBy) -> bool:
    return done.verb in one.acts and one.begins_on <= done.on and (last is None or done.on <= last)
