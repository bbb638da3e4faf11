"""Keeping what others say of vulnerabilities, by CVE number, and asking for what rests on it to be evaluated anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.actions.verb import Act
from kizuki.core.advisories import KevEntry
from kizuki.store.models import Assessment, StoredDocument
from kizuki.store.signals.standing import (
    EXPLOITATION,
    Entry,
    keep_source,
    newest,
    outdate_judgements,
    records_about,
    retract_signals,
    write_signals,
)

_MOST_ASSESSMENTS = 5_000
"""Ids in one task for the worker; more are several tasks."""
_MOST_ADVISORIES = 5_000

_WHOLE = 0.9
"""A document that holds less than this part of what the one before held is a part of it, and takes nothing back."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A catalogue or a set of scores: who asserts it, its version, its own day, and how many entries it holds."""

    asserter: str
    version: str
    dated_on: date | None
    rows: int

    def takes_back(self) -> bool:
        """Whether what it no longer has was taken back: it is whole, and newer than what is held."""
        held = newest(self.asserter)
        if held is None or held.dated_on is None or held.rows is None or self.dated_on is None:
            return False
        return self.dated_on > held.dated_on and self.rows >= held.rows * _WHOLE


def entry_json(entry: KevEntry) -> Entry:
    """An entry of a list as it is kept: days as the list has them, `ransomware` null for Unknown, and the lists that it
    names as its sources."""
    told: dict[str, Any] = {"added_on": entry.added_on, "due_on": entry.due_on, "ransomware": entry.ransomware}
    return told | {"sources": list(entry.sources)} if entry.sources else told


def keep_entries(
    act: Act,
    edition: Edition,
    entries: Mapping[str, Entry],
    days: Mapping[str, date | None],
    document: StoredDocument,
) -> int:
    """Keep these entries, and ask for the assessments that they touch to be evaluated anew; returns how many are new."""
    new = write_signals(edition.asserter, entries, days, document, act.at)
    keep_edition(act, edition, document)
    ask_for_reevaluation(act, edition.asserter, records_about(entries))
    return new


def keep_edition(act: Act, edition: Edition, document: StoredDocument) -> None:
    """Keep that this document is the newest of its asserter."""
    keep_source(
        edition.asserter,
        document,
        act.at,
        version=edition.version,
        dated_on=edition.dated_on,
        rows=edition.rows,
    )


def take_back(act: Act, edition: Edition, cves: Collection[str], document: StoredDocument) -> None:
    """Keep that these are said no more: an event of each, its assessments evaluated anew, and, where it was said to be
    exploited, every judgement on its findings looked at again."""
    retract_signals(edition.asserter, cves, document, act.at)
    touched = records_about(cves)
    ask_for_reevaluation(act, edition.asserter, touched)
    if edition.asserter in EXPLOITATION:
        outdate_judgements(touched)
        for start in range(0, len(touched), _MOST_ADVISORIES):
            act.defer("match_advisories", {"advisories": list(touched[start : start + _MOST_ADVISORIES])})


def ask_for_reevaluation(act: Act, trigger: str, advisories: Sequence[int]) -> None:
    """Defer the evaluation anew of the current assessments of these advisories; nothing where there are none."""
    found = Assessment.objects.filter(advisory_id__in=list(advisories), current=True)
    _defer(act, trigger, list(found.order_by("pk").values_list("pk", flat=True)))


def ask_for_device(act: Act, trigger: str, device_id: int) -> None:
    """The same for every current assessment of a device."""
    found = Assessment.objects.filter(device_id=device_id, current=True)
    _defer(act, trigger, list(found.order_by("pk").values_list("pk", flat=True)))


def _defer(act: Act, trigger: str, ids: Sequence[int]) -> None:
    for start in range(0, len(ids), _MOST_ASSESSMENTS):
        part = list(ids[start : start + _MOST_ASSESSMENTS])
        number = TRIGGERS["kev" if trigger in EXPLOITATION else trigger]
        act.defer("reevaluate_assessments", {"trigger": number, "assessments": part})


TRIGGERS: Mapping[str, int] = {"kev": 1, "epss": 2, "advisory": 3, "release": 4, "day": 5, "rulings": 6, "profile": 7}
"""What brought a change, as a number: arguments of a task are ids."""
