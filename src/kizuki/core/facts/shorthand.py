"""The flat shorthand for one matter with at most one harm (contracts.md), expanded to the full form."""

from __future__ import annotations

from typing import Any

from kizuki.core.refusal import Refused

_TO_FULL = {
    "aware_on": "matters.0.learned_on",
    "kind": "matters.0.kind",
    "locus": "matters.0.locus",
    "own_device": "device.own",
    "same_device": "matters.0.identical",
    "harm": "matters.0.harms.0.severity",
    "potential": "matters.0.potential",
    "causality": "matters.0.harms.0.causality",
    "causality_reason": "matters.0.harms.0.causality_reason",
    "predictable": "matters.0.harms.0.predictable",
    "malfunction_predictable": "matters.0.malfunction_predictable",
    "trend_unpredictable": "matters.0.harms.0.trend_unpredictable",
    "trend_hazard": "matters.0.harms.0.trend_hazard",
    "designated": "device.designated",
    "expected_malfunction": "matters.0.expected_malfunction",
    "rate_exceeded": "matters.0.rate.exceeded",
    "hazard_prevention": "matters.0.measure.for_hazard",
    "research_shows": "matters.0.research",
    "component_present": "matters.0.component_present",
    "attackable": "matters.0.attackable",
    "affects_function": "matters.0.affects_function",
    "mitigation": "matters.0.mitigation",
    "exploited": "matters.0.exploited",
    "also_in_domestic_units": "matters.0.also_in_domestic_units",
    "approved_on": "device.cycle_anchor_on",
}
_TO_FLAT = {place: key for key, place in _TO_FULL.items()}
_HARM_KEYS = ("harm", "causality", "causality_reason", "predictable", "trend_unpredictable", "trend_hazard")

PREDICTABLE_SETS_BOTH = "predictable_sets_both"
"""Note: `predictable` of the shorthand was taken as the answer for the case and for the malfunction."""


def expanded(flat: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The full input that a shorthand stands for, and the notes to be shown beside the reasons."""
    for key in flat:
        if key not in _TO_FULL:
            raise Refused(key, "unknown key")
    given = {key: value for key, value in flat.items() if value is not None}
    matter = {
        place.split(".")[2]: given[key] for key, place in _TO_FULL.items() if _is_of_matter(key) and key in given
    }
    if matter.get("kind") == "case":
        matter["kind"] = "event"
    if isinstance(matter.get("mitigation"), str):
        matter["mitigation"] = {"state": matter["mitigation"]}
    if isinstance(matter.get("research"), str):
        matter["research"] = [matter["research"]]
    harms = _harms(given)
    if harms is not None:
        matter["harms"] = harms
    if "rate_exceeded" in given:
        matter["rate"] = {"exceeded": given["rate_exceeded"], "known_beforehand": True, "scope": "death_serious"}
    if matter.get("kind") == "foreign_measure":
        matter["measure"] = {"covers_identical": given.get("same_device", True)}
    if "hazard_prevention" in given:
        matter.setdefault("measure", {})["for_hazard"] = given["hazard_prevention"]
    notes: tuple[str, ...] = ()
    if "predictable" in given and "malfunction_predictable" not in given:
        matter["malfunction_predictable"] = given["predictable"]
        notes = (PREDICTABLE_SETS_BOTH,)
    device = {
        place.partition(".")[2]: given[key]
        for key, place in _TO_FULL.items()
        if place.startswith("device.") and key in given
    }
    return {"device": device, "matters": [matter]}, notes


def flat_place(place: str) -> str:
    """The shorthand key for a place in the expanded input."""
    if place.startswith("matters.0.mitigation."):
        return place.removeprefix("matters.0.")
    return _TO_FLAT.get(place, place)


def _is_of_matter(key: str) -> bool:
    return _TO_FULL[key].count(".") == 2


def _harms(given: dict[str, Any]) -> list[dict[str, Any]] | None:
    harm = {_TO_FULL[key].rpartition(".")[2]: given[key] for key in _HARM_KEYS if key in given}
    if not harm:
        return None
    return [harm]
