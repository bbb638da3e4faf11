"""Where a fact stands in the facts of a case, and how an answer is written there."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from kizuki.core.facts.answers import NOBODY, SOMEBODY, entered, possible_answers
from kizuki.core.facts.fact import Fact
from kizuki.core.facts.values import Causality, Exploited

DAYS = ("cycle_anchor_on", "learned_on")
NUMBERS = ("units_done", "units_total", "observed", "expected")
_OF_DEVICE = ("own", "designated", "cycle_anchor_on")
_OF_MATTER = (
    *("learned_on", "kind", "locus", "identical", "harms", "potential", "malfunction_predictable"),
    *("expected_malfunction", "exploited", "also_in_domestic_units", "component_present", "attackable"),
    *("affects_function", "research"),
)
_OF_PART: Mapping[str, tuple[str, ...]] = {
    "mitigation": ("state", "units_done", "units_total", "proven_by"),
    "rate": ("observed", "expected", "known_beforehand", "scope", "includes_deaths"),
    "measure": ("type", "for_hazard", "covers_identical"),
}
AWARENESS = "learned_on"
"""The awareness day of a matter, or of one person whose harm was learned later."""

_OF_PERSON = (AWARENESS, "severity", "causality", "predictable", "trend_unpredictable", "trend_hazard")
WHOLE = ("units_done", "units_total")
_TOLD: Mapping[str, tuple[Enum, ...]] = {"causality": tuple(Causality), "exploited": tuple(Exploited)}
"""Facts that no determination asks for, because one of their values is the premise: they are told all the same."""

ANOTHER = "another"
"""The place of one more person: `matters.0.harms.another`."""

PERSONS = ("harms", ANOTHER)
GRAVEST_FIRST = ("severity", "potential", *PERSONS)


HARM_DEGREES = ("death", "serious", "non_serious", NOBODY, SOMEBODY)
"""What is told of a person of whom nothing was known, and that there is none."""


@dataclass(frozen=True, slots=True)
class Place:
    """A fact by its path: `matters.0.harms.1.severity`."""

    path: str

    @property
    def leaf(self) -> str:
        """The name of the fact itself."""
        return self.path.rpartition(".")[2]

    @property
    def matter(self) -> int | None:
        """The position of its matter; None for a fact of the device."""
        parts = self.path.split(".")
        return int(parts[1]) if parts[0] == "matters" else None

    @property
    def of_person(self) -> bool:
        """Whether it is a fact of one person who is known."""
        return self.path.count(".") == 4

    @property
    def proven_at(self) -> str:
        """Under which key its matter or person says what proves it; '' where there is no place for it."""
        parts = self.path.split(".")
        if parts[0] != "matters" or self.leaf == AWARENESS:
            return ""
        return parts[4] if len(parts) == 5 else parts[2]


def place_in(facts: Mapping[str, Any], path: str) -> Place | None:
    """The place that a path with positions or with ids names; None where the facts have no such matter, person, fact.

    Where persons are known, whether anybody was harmed is asked of one more: nobody of them is replaced.
    """
    parts = path.split(".")
    if parts[0] == "device":
        return Place(path) if len(parts) == 2 and parts[1] in _OF_DEVICE else None
    if parts[0] != "matters" or not 3 <= len(parts) <= 5:
        return None
    matter = _position(facts.get("matters", ()), parts[1])
    if matter is None:
        return None
    parts[1] = str(matter)
    if parts[2:] in (["harms"], ["harms", ANOTHER]):
        persons = facts["matters"][matter].get("harms")
        return Place(".".join((*parts[:3], ANOTHER))) if persons else Place(".".join(parts[:3]))
    if len(parts) == 3:
        return Place(".".join(parts)) if parts[2] in _OF_MATTER else None
    if len(parts) == 4:
        return Place(".".join(parts)) if parts[3] in _OF_PART.get(parts[2], ()) else None
    person = _position(facts["matters"][matter].get("harms") or (), parts[3]) if parts[2] == "harms" else None
    if person is None or parts[4] not in _OF_PERSON:
        return None
    return Place(".".join((*parts[:3], str(person), parts[4])))


def _position(rows: Any, name: str) -> int | None:
    for position, row in enumerate(rows):
        if name in (str(position), row.get("id")):
            return position
    return None


def value_at(facts: Mapping[str, Any], place: Place) -> Any:
    """What the facts say there; None while it is not known, and of one more person. A harm for which no day was told was
    learned with its matter."""
    if place.leaf == ANOTHER:
        return None
    if place.of_person and place.leaf == AWARENESS and place.matter is not None:
        matter, person = facts["matters"][place.matter], int(place.path.split(".")[3])
        return matter["harms"][person].get(AWARENESS) or matter[AWARENESS]
    found: Any = facts
    for part in place.path.split("."):
        found = found[int(part)] if isinstance(found, list) else (found or {}).get(part)
        if found is None:
            return None
    return found


def answers_at(place: Place) -> dict[str, Any]:
    """Each possible answer as it is spelled in a form, with the JSON that is written for it; the gravest first, yes
    before no. Empty where a number, a day or a text is typed."""
    if place.leaf in (*DAYS, *NUMBERS):
        return {}
    if place.leaf in PERSONS:
        return {code: code for code in HARM_DEGREES if code != NOBODY or place.leaf == "harms"}
    told = _TOLD.get(place.leaf, ())
    if told:
        return {one.value: one.value for one in told}
    found = {_spelled(place, answer): answer for answer in reversed(possible_answers(place.path))}
    if place.leaf not in GRAVEST_FIRST and set(found) != {"true", "false"}:
        found = dict(reversed(found.items()))
    return {code: entered(place.path, answer)[0] for code, answer in found.items()}


def spelled_at(place: Place, value: Any) -> str:
    """How a form spells what the facts say at a place; what no form offers as the facts themselves do.

    >>> spelled_at(Place("matters.0.rate.scope"), "all"), spelled_at(Place("matters.0.identical"), True)
    ('false', 'true')
    """
    return next((code for code, kept in answers_at(place).items() if kept == value), str(value))


def _spelled(place: Place, answer: Any) -> str:
    return Fact(place.path, answer).reason().code.partition("=")[2]


def with_answer_at(
    facts: Mapping[str, Any], place: Place, value: Any, known_on: date | None, proof: str
) -> dict[str, Any]:
    """The facts with this value at its place, since when it is known where a person's harm is told, and what proves it.

    A harm that was known otherwise before stays as what it was then, with its own day and proof. `known_on` None: what
    stood there was a slip of the hand, and was never so. What proves a fact of a person stands with that person.
    """
    told = copy.deepcopy(dict(facts))
    *path, leaf = place.path.split(".")
    matter: dict[str, Any] = told["matters"][place.matter] if place.matter is not None else {}
    if leaf in PERSONS:
        _tell_persons(matter, value, known_on, proof)
        return told
    at: Any = told
    for part in path:
        at = at[int(part)] if isinstance(at, list) else at.setdefault(part, {})
    if leaf == "severity" and known_on is not None:
        _harm_known_since(at, matter, value, known_on)
    at[leaf] = value
    if place.of_person and leaf == AWARENESS and value == matter[AWARENESS]:
        del at[AWARENESS]
    if leaf == "severity" and value != "serious":
        at.pop("criterion", None)
    if leaf == "causality" and value == Causality.RULED_OUT.value:
        at["causality_reason"] = proof
    if leaf == "predictable":
        # Which sentence of the precautions foresees it, or that none does: of this person, beside the matter's proofs.
        at.pop("predictable_reason", None)
        at |= {"predictable_reason": proof} if proof else {}
    elif proof and place.proven_at:
        _prove(at if place.of_person else matter, place.proven_at, proof)
    return told


def _prove(row: dict[str, Any], fact: str, proof: str) -> None:
    row["evidence"] = {**(row.get("evidence") or {}), fact: proof}


def _tell_persons(matter: dict[str, Any], code: str, known_on: date | None, proof: str) -> None:
    """Nobody was harmed; or somebody was, beside whoever is known already."""
    if code == NOBODY:
        matter["harms"] = []
        if proof:
            _prove(matter, "harms", proof)
        return
    harm: dict[str, Any] = {} if code == SOMEBODY else {"severity": code}
    if known_on is not None and known_on.isoformat() > matter["learned_on"]:
        harm["learned_on"] = known_on.isoformat()
    if proof:
        _prove(harm, "severity", proof)
    if not matter.get("harms") and matter.get("evidence"):
        # What proved that nobody was harmed proves nothing of this person.
        matter["evidence"] = {key: text for key, text in matter["evidence"].items() if key != "harms"}
    matter["harms"] = [*(matter.get("harms") or ()), harm]


def _harm_known_since(harm: dict[str, Any], matter: Mapping[str, Any], value: str, known_on: date) -> None:
    since, was = harm.get("learned_on") or matter["learned_on"], harm.get("severity")
    if was is not None and was != value and known_on.isoformat() > since:
        before: dict[str, Any] = {"severity": was, "learned_on": since}
        if harm.get("causality"):
            before["causality"] = harm["causality"]
        proofs = {fact: text for fact, text in (harm.get("evidence") or {}).items() if fact in before}
        if proofs:
            before["evidence"] = proofs
        harm["earlier"] = [*(harm.get("earlier") or []), before]
    if known_on.isoformat() > matter["learned_on"]:
        harm["learned_on"] = known_on.isoformat()
