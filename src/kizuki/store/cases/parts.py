"""The parts of a case that are told beside its facts, and which of them its report forms take over.

A part that is common to the case is kept without a place. What is of one matter or person has a place made of their
ids: the patient stands at the person (`p3-2`), what a report says of itself at its matter and person (`m3-1/p3-2`, after
a withdrawal `m3-1/p3-2#2`), and any other part may stand at either for what differs there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from kizuki.store.models import Narrative
from kizuki.store.record.canonical import json_of

DOCUMENT_PARTS = (
    "report",
    "company",
    "device",
    "event",
    "patient",
    "investigation",
    "measures",
    "abroad",
    "research",
    "rate",
    "first",
    "remarks",
    "attachments",
)
"""Parts of the document of `kizuki form`; `company` and `device` hold only what differs from what is registered."""

STORY = "story"
"""What happened, in the company's own words: titles, story, dated happenings; no form takes it over."""

CAUSE = ("root_cause", "self_check")
"""The root cause and the own verification (自己検証); what the form says of them stands in `investigation`."""

DELAY = "delay"
"""Why a report is late (`reason`, 遅延理由) and what prevents another (`prevention`); each report may have its own."""

PARTS = (*DOCUMENT_PARTS, STORY, *CAUSE, DELAY)


@dataclass(frozen=True, slots=True)
class Subject:
    """Of whom a document tells, for choosing its parts: ids, '' for none.

    `patient` is the person whose part it takes over: its own, or the only one that a document of no person tells of.
    `series` counts from 1 and rises with each withdrawal. A part without a place is read as the report's where this is
    the only document that can be meant (`alone`), and as the patient's where the case has at most one person.
    """

    matter: str
    person: str
    patient: str
    series: int = 1
    alone: bool = True
    one_person: bool = True


def place_of(kind: str, matter: str, person: str, series: int = 1) -> str:
    """Where a part of this kind is kept for a matter and person."""
    if kind == "patient":
        return person
    place = "/".join(filter(None, (matter, person)))
    return f"{place}#{series}" if series > 1 and kind == "report" else place


def kept_parts(case_id: int) -> dict[str, dict[str, str]]:
    """Each part by its places, in its latest revision that has not been erased, as canonical JSON."""
    return kept_parts_of([case_id]).get(case_id, {})


def kept_parts_of(case_ids: Collection[int]) -> dict[int, dict[str, dict[str, str]]]:
    """The same for several cases, in one query; nothing for a case of which no part is told."""
    found: dict[int, dict[str, dict[str, str]]] = {}
    rows = Narrative.objects.filter(case__in=case_ids, kind__in=PARTS, erased_at=None).order_by("revision")
    for case, kind, place, body in rows.values_list("case_id", "kind", "place", "body"):
        found.setdefault(case, {}).setdefault(kind, {})[place] = body
    return found


def parts_for(case_id: int, subject: Subject) -> dict[str, Any]:
    """The parts that a document about this matter and person takes over."""
    found: dict[str, Any] = {}
    for kind, bodies in kept_parts(case_id).items():
        body = part_for(kind, bodies, subject)
        if body is not None:
            found[kind] = json_of(body)
    return found


def part_for(kind: str, bodies: Mapping[str, str], subject: Subject) -> str | None:
    """The part of one kind for a subject: the nearest place that has one."""
    if kind == "patient":
        places = [subject.patient, *([""] if subject.one_person else [])]
    elif kind == "report":
        own = place_of(kind, subject.matter, subject.person, subject.series)
        places = [own, *([""] if subject.alone and subject.series == 1 else [])]
    else:
        places = [place_of(kind, subject.matter, subject.person), subject.matter, ""]
    return next((bodies[place] for place in places if place in bodies), None)


def part_for_place(kind: str, kept: Mapping[str, Mapping[str, str]], matter: str, person: str) -> str | None:
    """The part of one kind at the nearest place of a matter and person; None where nothing is told."""
    bodies = kept.get(kind, {})
    places = (place_of(kind, matter, person), matter, "")
    return next((bodies[place] for place in places if place in bodies), None)
