"""Tell facts that answer questionnaires, of the company, a device, a release or a hospital's site."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import MOST_ROWS, find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.questionnaires.catalogue import ANSWERS, asked_of, fact_of
from kizuki.core.refusal import Refused
from kizuki.store.models import Company, Device, Hospital, Release, SheetFact
from kizuki.store.queries.sheet_facts import facts_of
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record.keeping_rows import added

_TABLES: dict[str, type[Any]] = {"company": Company, "device": Device, "release": Release, "hospital": Hospital}


@dataclass(frozen=True, slots=True)
class FactEntry:
    """One fact: `yes`, `no`, `not_applicable`, `text` (with its words) or `withdrawn` (not known any more), words beside
    it, the day of which it is true, and by when a no becomes a yes."""

    name: str
    answer: str
    on: date
    words: str = ""
    target_on: date | None = None


def tell_sheet_facts(owner: str, entries: Sequence[FactEntry], *, on: date, actor: Actor) -> int:
    """Keep what is new of them (`owner` is `company:1`, `device:3`, `release:4` or `hospital:5`); returns how many. The
    sheets that were sent are held against it by the worker.

    `Refused` for a fact of another owner or of no catalogue, an answer that its kind has not, a text without words, a
    day ahead, and a target day of anything but a no.
    """
    kind, row = _owner(owner, actor)
    person = person_of(actor)
    if len(entries) > MOST_ROWS:
        raise Refused("entries", f"{len(entries)} at once; at most {MOST_ROWS}")
    checked = [_checked(kind, entry, on) for entry in entries]
    device = {"device": row.pk, "release": getattr(row, "device_id", None)}.get(kind)
    with verb("tell_sheet_facts", actor=actor, of=[owner]) as act:
        before = facts_of(PROGRAM, [owner])
        new = [entry for entry in checked if not _stands(before.get((owner, entry.name)), entry)]
        if not new:
            act.unchanged()
            return 0
        kept = [
            added(
                SheetFact,
                owner=owner,
                device_id=device,
                name=entry.name,
                answer=entry.answer,
                words=entry.words,
                on=entry.on,
                target_on=entry.target_on,
                person_id=person,
                recorded_at=act.at,
            )
            for entry in new
        ]
        act.defer("watch_sheets", {})
        act.record(
            subjects=[owner, *(f"sheet_fact:{one.pk}" for one in kept)],
            payload={"facts": sorted(entry.name for entry in new)},
        )
    return len(new)


def _owner(owner: str, actor: Actor) -> tuple[str, Any]:
    kind, _, number = owner.partition(":")
    if kind not in _TABLES or not number.isdecimal():
        raise Refused("owner", f"{owner!r} is not company:1, or the number of a device, release or hospital")
    return kind, find(_TABLES[kind], "owner", actor=actor, pk=int(number))


def _checked(kind: str, entry: FactEntry, on: date) -> FactEntry:
    place = f"facts.{entry.name}"
    fact = fact_of(entry.name)
    if fact not in asked_of(kind):  # type: ignore[arg-type] # _owner has looked
        raise Refused(place, f"is not told of a {kind}")
    allowed = (
        ("text", "not_applicable", "withdrawn") if fact.kind != "yes_no" else ("yes", "no", *ANSWERS[2:3], ANSWERS[4])
    )
    if entry.answer not in allowed:
        raise Refused(place, f"{entry.answer!r} is not one of: {', '.join(allowed)}")
    words = text(entry.words, place, longest=1_000, required=entry.answer == "text")
    if entry.on > on:
        raise Refused(place, f"{entry.on} lies after today, {on}")
    if entry.target_on is not None and (entry.answer != "no" or entry.target_on < entry.on):
        raise Refused(place, "a target day goes with a no, and lies after its day")
    return FactEntry(entry.name, entry.answer, entry.on, words, entry.target_on)


def _stands(before: Any, entry: FactEntry) -> bool:
    """Whether the very same is known already; what is not known is withdrawn already."""
    if before is None:
        return entry.answer == "withdrawn"
    told = (before.answer, before.words, before.on, before.target_on)
    return bool(told == (entry.answer, entry.words, entry.on, entry.target_on))
