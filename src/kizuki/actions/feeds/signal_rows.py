"""The rows of signals by CVE: which entries changed, keeping them, and asking for assessments to be evaluated anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from kizuki.actions.verb import Act
from kizuki.core.advisories import KevEntry
from kizuki.store.models import Advisory, Assessment, CveSignal, SignalSource, StoredDocument

Entry = Mapping[str, Any]

_MOST_ASSESSMENTS = 5_000
"""Ids in one task for the worker; more are several tasks."""


class _Catalogue(msgspec.Struct):
    version: str = msgspec.field(default="", name="catalogVersion")


def entry_json(entry: KevEntry) -> Entry:
    """An entry of the catalogue as it is kept: days as the catalogue has them, `ransomware` null for Unknown."""
    return {"added_on": entry.added_on, "due_on": entry.due_on, "ransomware": entry.ransomware}


def version_of_catalogue(source: bytes) -> str:
    """The version that a catalogue gives itself, empty where it gives none."""
    return msgspec.json.decode(source, type=_Catalogue).version[:64]


def changed_entries(kind: str, entries: Mapping[str, Entry]) -> set[str]:
    """The CVE numbers whose entry is not the one that is kept."""
    kept = dict(CveSignal.objects.exclude(**{kind: None}).values_list("cve", kind))
    return {cve for cve, entry in entries.items() if kept.get(cve) != dict(entry)}


def keep_entries(
    act: Act,
    kind: str,
    entries: Mapping[str, Entry],
    document: StoredDocument,
    version: str,
    dated_on: date | None = None,
) -> None:
    """Keep the entries of `kev` or `epss`, and ask for the assessments that they touch to be evaluated anew."""
    rows = [CveSignal(cve=cve, **{kind: dict(entry)}) for cve, entry in entries.items()]
    CveSignal.objects.bulk_create(rows, update_conflicts=True, unique_fields=["cve"], update_fields=[kind])
    SignalSource.objects.update_or_create(
        kind=kind,
        defaults={"version": version, "dated_on": dated_on, "source": document, "kept_at": act.at},
    )
    touched = Advisory.objects.filter(names__name__in=list(entries)).values_list("pk", flat=True)
    ask_for_reevaluation(act, kind, list(touched.distinct()))


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
        act.defer("reevaluate_assessments", {"trigger": TRIGGERS[trigger], "assessments": part})


TRIGGERS: Mapping[str, int] = {"kev": 1, "epss": 2, "advisory": 3, "release": 4, "day": 5, "rulings": 6, "profile": 7}
"""What brought a change, as a number: arguments of a task are ids."""
