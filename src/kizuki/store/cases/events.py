"""The other events on the device of a case, and those on our other devices in which its vulnerability was exploited or
may have been, as far as everybody who sees the case sees them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from kizuki.store.models import Case, CaseVulnerability, Embargo, EmbargoReader, FactSheet
from kizuki.store.record.canonical import json_of


@dataclass(frozen=True, slots=True)
class Event:
    """Another case on the same device. `hidden` are the times (from, until) in which an embargo that is lifted now
    kept it from somebody who sees the case."""

    case_id: int
    number: str
    opened_at: datetime
    hidden: tuple[tuple[datetime, datetime], ...] = ()

    def heard_at(self, since: datetime) -> datetime:
        """When somebody who looked at the case at `since` could first hear of it: when it was opened or, where it was
        hidden as they looked, when the embargo was lifted."""
        return max((until for began, until in self.hidden if began <= since < until), default=self.opened_at)


@dataclass(frozen=True, slots=True)
class Exploitation:
    """An event on another device of ours: `event.opened_at` is when its facts said first what they say. `names` are those
    of its vulnerabilities that were asked for, `known` whether one was exploited; else nobody has answered that."""

    event: Event
    names: frozenset[str]
    known: bool


def events_beside(case: Case, names: Collection[str]) -> tuple[Event, ...]:
    """The other cases on the device that share one of these vulnerabilities, or all of them where none is named; by id.

    What is counted is kept with the case and shown to whoever sees it: a case under an embargo that does not name all
    of them is none of these. It counts once the embargo is lifted.
    """
    others = Case.objects.filter(device_id=case.device_id).exclude(pk=case.pk)
    if names:
        others = others.filter(vulnerabilities__name__in=names).distinct()
    rows = list(others.order_by("pk").values_list("pk", "number", "opened_at"))
    standing, lifted = _kept_from([case.pk, *(pk for pk, _, _ in rows)], case.pk) if rows else (set(), {})
    return tuple(Event(pk, number, at, tuple(lifted.get(pk, ()))) for pk, number, at in rows if pk not in standing)


def exploited_in_ours(case: Case, names: Collection[str]) -> tuple[Exploitation, ...]:
    """The events on other devices of ours in which one of these vulnerabilities was exploited, or of which nobody knows
    yet whether it was, as the newest facts of their cases say; by id of these. An embargo keeps one as it does in
    `events_beside`. A fixed number of questions to the database."""
    named: dict[int, set[str]] = {}
    rows = CaseVulnerability.objects.filter(name__in=names).exclude(case__device_id=case.device_id)
    for pk, name in rows.values_list("case_id", "name"):
        named.setdefault(pk, set()).add(name)
    told: dict[int, list[tuple[datetime, str]]] = {}
    sheets = FactSheet.objects.filter(case_id__in=named).order_by("case_id", "revision")
    for pk, at, facts in sheets.values_list("case_id", "made_at", "facts"):
        told.setdefault(pk, []).append((at, _exploited(facts)))
    newest = {pk: says[-1][1] for pk, says in told.items() if says[-1][1] != "no"}
    since = {pk: next(at for at, said in told[pk] if said == state) for pk, state in newest.items()}
    standing, lifted = _kept_from([case.pk, *since], case.pk) if since else (set(), {})
    numbers = dict(Case.objects.filter(pk__in=since).values_list("pk", "number"))
    return tuple(
        Exploitation(
            Event(pk, numbers[pk], at, tuple(lifted.get(pk, ()))), frozenset(named[pk]), newest[pk] == "here"
        )
        for pk, at in since.items()
        if pk not in standing
    )


def _exploited(facts: str) -> str:
    """What a sheet says of its events: `here` (a vulnerability was exploited in one of them), `unknown` (of one nobody
    has answered that), else `no`. What is no event of ours says nothing of it."""
    answers = {one.get("exploited") for one in json_of(facts).get("matters") or () if one.get("kind") == "event"}
    if "here" in answers:
        return "here"
    return "unknown" if answers - {"none_known", "elsewhere"} else "no"


def _kept_from(cases: Collection[int], own: int) -> tuple[set[int], dict[int, list[tuple[datetime, datetime]]]]:
    """Which of these cases an embargo keeps from somebody who sees the case `own`, and when others were."""
    rows = list(Embargo.objects.filter(case__in=cases).order_by("pk"))
    named: dict[int, set[int]] = {row.pk: set() for row in rows}
    for embargo, reader in EmbargoReader.objects.filter(embargo__in=rows).values_list("embargo_id", "user_id"):
        named[embargo].add(reader)
    # None: the case is under no embargo, and everybody sees it.
    mine = next((named[row.pk] for row in rows if row.case_id == own and row.lifted_at is None), None)
    standing: set[int] = set()
    lifted: dict[int, list[tuple[datetime, datetime]]] = {}
    for row in rows:
        if row.case_id is None or row.case_id == own or (mine is not None and mine <= named[row.pk]):
            continue
        if row.lifted_at is None:
            standing.add(row.case_id)
        else:
            lifted.setdefault(row.case_id, []).append((row.set_at, row.lifted_at))
    return standing, lifted
