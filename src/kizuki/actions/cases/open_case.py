"""Open a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from kizuki.actions.cases.fact_sheets import checked_facts, keep_facts, subject_of
from kizuki.actions.cases.parts import keep_parts, require_parts
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Case, Company, Device, Hospital, Release


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """A new case: on which device (and release, and at which institution), what is known, and the rest of its form.

    `key` is a name that does not come twice; `facts` the input of `kizuki assess`; `parts` the other parts of the
    case document (`event`, `patient`, `measures` …), each absent until known. `opened_on` dates the number: today in
    Japan unless a case is taken over from elsewhere.
    """

    key: str
    device: str
    title: str
    facts: Mapping[str, Any]
    release: str | None = None
    hospital: str | None = None
    parts: Mapping[str, Any] = field(default_factory=dict)
    opened_on: date | None = None


def open_case(entry: CaseEntry, *, on: date | None, actor: Actor) -> int:
    """Open a case with its number, its first fact sheet and a task to determine it. Returns its id.

    `on` is today in Japan: what would be learned after it is refused (None: a case is taken over as it is).
    `Refused` names what cannot be: an unknown device, facts that contradict each other, a key that stands already.
    """
    device = find(Device, "device", key=entry.device)
    release = find(Release, "release", device=device, version=entry.release) if entry.release else None
    hospital = find(Hospital, "hospital", key=entry.hospital) if entry.hospital else None
    title = text(entry.title, "title", longest=300, required=True)
    key = text(entry.key, "key", longest=64, required=True)
    facts, planning_due_on = checked_facts(entry.facts, device, on)
    require_parts(facts, entry.parts)
    with verb("open_case", actor=actor) as act:
        opened_on = entry.opened_on or timezone.localdate(act.at)
        number = _next_number(opened_on)
        if Case.objects.filter(key=key).exists():
            raise Refused("key", f"the case {key} is open already")
        case = Case.objects.create(
            number=number,
            key=key,
            device=device,
            release=release,
            hospital=hospital,
            title=title,
            planning_due_on=planning_due_on,
            clock="planning",
            clock_on=planning_due_on,
            opened_at=_opening(opened_on, act.at),
        )
        sheet = keep_facts(act, case, facts, 1)
        parts = keep_parts(act, case, entry.parts)
        act.defer("determine_case", {"case": case.pk})
        act.watch_register()
        act.record(
            subjects=[f"case:{case.pk}", subject_of(sheet), f"device:{device.pk}"],
            payload={"number": number, "opened_on": opened_on.isoformat(), "facts": 1, "parts": parts},
        )
    return int(case.pk)


def business_year(day: date) -> int:
    """The Japanese business year (年度) of a day: it begins on 1 April."""
    return day.year if day.month >= 4 else day.year - 1


def _next_number(opened_on: date) -> str:
    # The company's row is the turnstile: two cases that are opened at once do not get one number.
    if not Company.objects.select_for_update().filter(id=1).exists():
        raise Refused("company", "the company is registered before its first case")
    year = business_year(opened_on)
    newest = Case.objects.filter(number__startswith=f"{year}-").order_by("-number").values_list("number", flat=True)
    last = newest.first()
    return f"{year}-{int(last.split('-')[1]) + 1 if last else 1:04d}"


def _opening(opened_on: date, now: datetime) -> datetime:
    if opened_on == timezone.localdate(now):
        return now
    return datetime(opened_on.year, opened_on.month, opened_on.day, tzinfo=timezone.get_default_timezone())
