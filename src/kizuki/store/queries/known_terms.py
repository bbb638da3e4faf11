"""Reported terms of a case, with what the precautions of the day of the event propose for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.core.devices.listed import Entry, Proposed, Reported, earliest_day, foreseen, proposed
from kizuki.store.access.seen import seen
from kizuki.store.cases.facts import newest_facts
from kizuki.store.cases.parts import kept_parts, part_for_place
from kizuki.store.devices.listed import entries_of
from kizuki.store.models import Case
from kizuki.store.queries.listed import KNOWN_KEYS, ListedRow, listed_of
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.canonical import json_of


@dataclass(frozen=True, slots=True)
class KnownLine:
    """A reported term of one matter and person: what is proposed, and what a person has confirmed (None: nobody yet).
    `key` is the list of the event that tells it (`device_problems`, `health_impacts`)."""

    matter: str
    person: str
    key: str
    term: Reported
    proposed: Proposed
    confirmed: ListedRow | None

    @property
    def name(self) -> str:
        """What names the line while the case stands as it was read."""
        codes = "+".join(code for _, code in self.term.codes)
        return "|".join((self.matter, self.person, self.key, codes, self.term.words))


@dataclass(frozen=True, slots=True)
class KnownTerms:
    """The terms of a case, and every entry of the precautions of its device that could be quoted."""

    case_id: int
    lines: tuple[KnownLine, ...]
    entries: tuple[Entry, ...]
    event_on: date | None


def known_terms(viewer: Viewer, case_id: int) -> KnownTerms | None:
    """Every reported term with its proposal; None where the viewer sees no such case."""
    case = seen(viewer, Case).filter(pk=case_id).first()
    if case is None:
        return None
    entries = entries_of(case.device_id)
    confirmed = listed_of(viewer, case_id)
    lines = []
    for matter, person in known_places(viewer, case_id):
        day = event_day(viewer, case_id, matter)
        for key, term in _terms(case_id, matter, person):
            own = _of(confirmed, matter, person, term)
            lines.append(KnownLine(matter, person, key, term, proposed(term, entries, day), own))
    day = event_day(viewer, case_id, lines[0].matter if lines else "")
    return KnownTerms(case_id, tuple(lines), entries, day)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What the confirmed terms say of a fact of predictability (None: not settled by them), and the terms it rests on."""

    answer: bool | None
    lines: tuple[KnownLine, ...]


def foreseen_by_terms(found: KnownTerms, matter: str, person: str) -> Foreseen:
    """Of a person's harm: by the health impacts told of that person, else of the matter. Of the malfunction (`person`
    ''): by every device problem of the matter."""
    mine = [line for line in found.lines if line.matter == matter]
    if person:
        impacts = [line for line in mine if line.key == "health_impacts"]
        lines = [line for line in impacts if line.person == person] or [line for line in impacts if not line.person]
    else:
        lines = [line for line in mine if line.key == "device_problems"]
    said = [None if line.confirmed is None else line.confirmed.known for line in lines]
    return Foreseen(foreseen(said), tuple(lines))


def known_places(viewer: Viewer, case_id: int) -> tuple[tuple[str, str], ...]:
    """The matters of a case, each without a person and with each of its persons; none where the viewer sees none."""
    if not seen(viewer, Case).filter(pk=case_id).exists():
        return ()
    found = []
    for matter in newest_facts(case_id).facts.get("matters", ()):
        found.append((matter.get("id", ""), ""))
        found += [(matter.get("id", ""), harm.get("id", "")) for harm in matter.get("harms") or ()]
    return tuple(found)


def event_day(viewer: Viewer, case_id: int, matter: str) -> date | None:
    """The first day on which the event of a matter can have happened; None while nobody has told it."""
    if not seen(viewer, Case).filter(pk=case_id).exists():
        return None
    body = part_for_place("event", kept_parts(case_id), matter, "")
    told = json_of(body).get("occurred_on") if body else None
    return earliest_day(str(told)) if told else None


def _terms(case_id: int, matter: str, person: str) -> Iterator[tuple[str, Reported]]:
    """The terms that are told at this place, each with its list: those of the matter without a person, or those that
    differ for one."""
    kept = kept_parts(case_id).get("event", {})
    own = f"{matter}/{person}" if person else matter
    body = kept.get(own) or (None if person else kept.get(""))
    event: Mapping[str, Any] = json_of(body) if body else {}
    for key in KNOWN_KEYS:
        for row in event.get(key) or ():
            yield key, Reported(_codes(row), row.get("term") or "", _severity(case_id, matter, person, key))


def _codes(row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The codes as the record has them: `jfmda`, and `code`, which is of IMDRF where it begins with the letter of an
    annex, else of JFMDA."""
    found = [("jfmda", str(row["jfmda"]))] if row.get("jfmda") else []
    code = str(row.get("code") or "")
    if code:
        found.insert(0, ("imdrf" if code[0] in "ABCDEFG" else "jfmda", code))
    return tuple(dict.fromkeys(found))


def _severity(case_id: int, matter: str, person: str, key: str) -> str:
    """The gravest harm that happened to whom the term speaks of; a malfunction has none of its own."""
    if key != "health_impacts":
        return ""
    facts: dict[str, Any] = next(
        (one for one in newest_facts(case_id).facts["matters"] if one.get("id") == matter), {}
    )
    told = [harm for harm in facts.get("harms") or () if person in ("", harm.get("id")) and harm.get("severity")]
    order = ("death", "serious", "non_serious", "none")
    return next((level for level in order if any(harm["severity"] == level for harm in told)), "")


def _of(rows: tuple[ListedRow, ...], matter: str, person: str, term: Reported) -> ListedRow | None:
    code = next((code for _, code in term.codes), "")
    return next(
        (
            row
            for row in rows
            if (row.matter, row.person) == (matter, person) and (row.code == code if code else row.term == term.words)
        ),
        None,
    )
