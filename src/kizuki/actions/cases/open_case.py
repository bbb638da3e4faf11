"""Open a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from kizuki.actions.cases.assessing import assessed, payload_of, settle
from kizuki.actions.cases.assessing import subject_of as subject_of_determination
from kizuki.actions.cases.fact_sheets import full_facts, keep_facts, subject_of
from kizuki.actions.cases.identities import identify, keep_identities, require_judged_by_act
from kizuki.actions.cases.parts import keep_parts, require_parts
from kizuki.actions.embargo.secrecy import Confidential, keep_secret_from_intake
from kizuki.actions.rows import find, numbered, text
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.facts.awareness import awareness_day
from kizuki.core.lifecycle.recorded_days import AwarenessDay, OpenedOn, told
from kizuki.core.numbering import numbers_after
from kizuki.core.refusal import Refused
from kizuki.store.models import Case, Company, Device, Hospital, Release
from kizuki.store.record.numbering import highest_number


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """A new case: on which device (and release, and at which institution), what is known, and the rest of its form.

    `key` is a name that does not come twice; `facts` the input of `kizuki assess`; `parts` the other parts of the
    case document (`event`, `patient`, `measures` …), each absent until known. `opened_on` dates the number: today in
    Japan unless a case is taken over from elsewhere. `confidential` says who alone sees it from the first moment.
    """

    key: str
    device: str
    title: str
    facts: Mapping[str, Any]
    release: str | None = None
    hospital: str | None = None
    parts: Mapping[str, Any] = field(default_factory=dict)
    opened_on: date | None = None
    confidential: Confidential | None = None


@dataclass(frozen=True, slots=True)
class PreparedCase:
    """A new case that was checked, and can be opened inside whichever verb opens it. `on` None: taken over as it is."""

    entry: CaseEntry
    device: Device
    release: Release | None
    hospital: Hospital | None
    facts: Mapping[str, Any]
    on: date | None
    planning_due_on: date


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A case as opened: its id, what the audit names, and what it says of it."""

    id: int
    subjects: tuple[str, ...]
    payload: Mapping[str, Any]


def open_case(entry: CaseEntry, *, on: date | None, actor: Actor) -> int:
    """Open a case with its number, its first fact sheet, its determination and what is owed by it. Returns its id.

    `on` is today in Japan: what would be learned after it is refused (None: a case is taken over as it is).
    `Refused` names what cannot be: an unknown device, facts that contradict each other, a key that stands already.
    """
    prepared = prepare_case(entry, on=on, actor=actor)
    with verb("open_case", actor=actor, of=subjects_before(prepared)) as act:
        opened = open_prepared(act, prepared)
        act.record(subjects=opened.subjects, payload=opened.payload)
    return opened.id


def prepare_case(entry: CaseEntry, *, on: date | None, actor: Actor) -> PreparedCase:
    """Check a new case as `open_case` does, before any transaction."""
    device = find(Device, "device", actor=actor, key=entry.device)
    release = find(Release, "release", actor=actor, device=device, version=entry.release) if entry.release else None
    hospital = find(Hospital, "hospital", actor=actor, key=entry.hospital) if entry.hospital else None
    title = text(entry.title, "title", longest=300, required=True)
    key = numbered(entry.key, "key", longest=64, required=True)
    facts = full_facts(entry.facts, device)
    require_judged_by_act(facts, None)
    require_parts(facts, entry.parts)
    made = assessed(facts, on)
    return PreparedCase(
        replace(entry, title=title, key=key), device, release, hospital, facts, on, made.answer.planning_due_on
    )


def subjects_before(prepared: PreparedCase) -> list[str]:
    """What was there before the case: what a verb that opens it is about."""
    return [f"device:{prepared.device.pk}"]


def open_prepared(act: Act, prepared: PreparedCase) -> OpenedCase:
    """Open it inside a verb: number, fact sheet, parts, determination and ledger."""
    entry, device = prepared.entry, prepared.device
    opened_on = entry.opened_on or timezone.localdate(act.at)
    number = _next_number(opened_on)
    if Case.objects.filter(key=entry.key).exists():
        raise Refused("key", f"the case {entry.key} is open already")
    case = Case.objects.create(
        number=number,
        key=entry.key,
        device=device,
        release=prepared.release,
        hospital=prepared.hospital,
        title=entry.title,
        planning_due_on=prepared.planning_due_on,
        opened_at=_opening(opened_on, act.at),
    )
    act.locked.add(case.pk)
    found = identify(case.pk, prepared.facts, None)
    sheet = keep_facts(act, case, found.facts, 1)
    keep_identities(act, case.pk, found)
    days = told(OpenedOn(opened_on), AwarenessDay(awareness_day(found.facts)))
    parts = keep_parts(act, case, entry.parts)
    # Ids are part of the answer, and a case has none before it has its own.
    determination, moves, _ = settle(act, case, sheet, assessed(found.facts, prepared.on))
    keep_secret_from_intake(act, f"case:{case.pk}", entry.confidential, act.actor)
    act.watch_register()
    return OpenedCase(
        case.pk,
        (f"case:{case.pk}", subject_of(sheet), f"device:{device.pk}", subject_of_determination(determination)),
        payload_of(determination, moves) | {"number": number, **days, "facts": 1, "parts": parts},
    )


def business_year(day: date) -> int:
    """The Japanese business year (年度) of a day: it begins on 1 April."""
    return day.year if day.month >= 4 else day.year - 1


def _next_number(opened_on: date) -> str:
    # The company's row is the turnstile: two cases that are opened at once do not get one number.
    if not Company.objects.select_for_update().filter(id=1).exists():
        raise Refused("company", "the company is registered before its first case")
    prefix = f"{business_year(opened_on)}-"
    return numbers_after(highest_number(Case.objects.all(), prefix), prefix, width=4)[0]


def _opening(opened_on: date, now: datetime) -> datetime:
    if opened_on == timezone.localdate(now):
        return now
    return datetime(opened_on.year, opened_on.month, opened_on.day, tzinfo=timezone.get_default_timezone())
