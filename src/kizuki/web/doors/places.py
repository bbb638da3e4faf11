"""Where a fact stands in the facts of a case, and how an answer is written there."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from kizuki.core.facts.answers import NOBODY, entered, possible_answers
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
_OF_PERSON = ("severity", "causality", "predictable", "trend_unpredictable", "trend_hazard")
WHOLE = ("units_done", "units_total")
_TOLD: Mapping[str, tuple[Enum, ...]] = {"causality": tuple(Causality), "exploited": tuple(Exploited)}
"""Facts that no determination asks for, because one of their values is the premise: they are told all the same."""

GRAVEST_FIRST = ("severity", "potential", "harms")


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
    def proven_at(self) -> str:
        """Under which key its matter says what proves it; '' where there is no place for it."""
        parts = self.path.split(".")
        return parts[2] if parts[0] == "matters" and parts[2] != "learned_on" else ""


def place_in(facts: Mapping[str, Any], path: str) -> Place | None:
    """The place that a path with positions or with ids names; None where the facts have no such matter, person, fact."""
    parts = path.split(".")
    if parts[0] == "device":
        return Place(path) if len(parts) == 2 and parts[1] in _OF_DEVICE else None
    if parts[0] != "matters" or not 3 <= len(parts) <= 5:
        return None
    matter = _position(facts.get("matters", ()), parts[1])
    if matter is None:
        return None
    parts[1] = str(matter)
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
    """What the facts say there; None while it is not known."""
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
    told = _TOLD.get(place.leaf, ())
    if told:
        return {one.value: one.value for one in told}
    found = {_spelled(place, answer): answer for answer in reversed(possible_answers(place.path))}
    if place.leaf not in GRAVEST_FIRST and set(found) != {"true", "false"}:
        found = dict(reversed(found.items()))
    return {code: entered(place.path, answer)[0] for code, answer in found.items()}


def _spelled(place: Place, answer: Any) -> str:
    return Fact(place.path, answer).reason().code.partition("=")[2]


def with_answer_at(
    facts: Mapping[str, Any], place: Place, value: Any, known_on: date | None, proof: str
) -> dict[str, Any]:
    """The facts with this value at its place, since when it is known where a person's harm is told, and what proves it.

    A harm that was known otherwise before stays as what it was then, with its own day. `known_on` None: what stood there
    was a slip of the hand, and was never so.
    """
    told = copy.deepcopy(dict(facts))
    *path, leaf = place.path.split(".")
    at: Any = told
    for part in path:
        at = at[int(part)] if isinstance(at, list) else at.setdefault(part, {})
    if leaf == "severity" and known_on is not None:
        _harm_known_since(at, told["matters"][place.matter or 0], value, known_on)
    if leaf == "harms":
        value = _persons(value, told["matters"][place.matter or 0], known_on)
    at[leaf] = value
    if leaf == "severity" and value != "serious":
        at.pop("criterion", None)
    if leaf == "causality" and value == Causality.RULED_OUT.value:
        at["causality_reason"] = proof
    if leaf == "predictable":
        # Which sentence of the precautions foresees it, or that none does: of this person, beside the matter's proofs.
        at.pop("predictable_reason", None)
        at |= {"predictable_reason": proof} if proof else {}
    elif proof and place.proven_at and place.matter is not None:
        matter = told["matters"][place.matter]
        matter["evidence"] = {**(matter.get("evidence") or {}), place.proven_at: proof}
    return told


def _persons(code: str, matter: Mapping[str, Any], known_on: date | None) -> list[dict[str, Any]]:
    if code == NOBODY:
        return []
    harm: dict[str, Any] = {} if code == "somebody" else {"severity": code}
    if known_on is not None and known_on.isoformat() > matter["learned_on"]:
        harm["learned_on"] = known_on.isoformat()
    return [harm]


def _harm_known_since(harm: dict[str, Any], matter: Mapping[str, Any], value: str, known_on: date) -> None:
    since, was = harm.get("learned_on") or matter["learned_on"], harm.get("severity")
    if was is not None and was != value and known_on.isoformat() > since:
        before = {"severity": was, "learned_on": since}
        if harm.get("causality"):
            before["causality"] = harm["causality"]
        harm["earlier"] = [*(harm.get("earlier") or []), before]
    if known_on.isoformat() > matter["learned_on"]:
        harm["learned_on"] = known_on.isoformat()
