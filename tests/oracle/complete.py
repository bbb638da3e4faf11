"""One way in which everything that a document leaves open could turn out: a document that says all, drawn at random.

It is written apart from the enumeration of `worlds.py`, key by key of the contract, so that the two can be held together.
"""

from __future__ import annotations

import random

from tests.oracle.generate import copied, floor
from tests.oracle.texts import KINDS, SEVERITIES
from tests.oracle.worlds import Json

YES_OR_NO = (True, False)


def completed(rng: random.Random, document: Json) -> Json:
    """The document with every open fact answered, within what the contract allows."""
    full = copied(document)
    device = full["device"]
    for key in ("own", "designated"):
        _answer(rng, device, key, YES_OR_NO)
    for matter in full["matters"]:
        _answer(rng, matter, "kind", KINDS if matter.get("locus") != "domestic" else (*KINDS[:4], KINDS[5]))
        abroad = matter["kind"] == "foreign_measure"
        _answer(rng, matter, "locus", ("foreign",) if abroad else ("domestic", "foreign"))
        FILL[matter["kind"]](rng, matter)
    return full


def _answer(rng: random.Random, target: Json, key: str, values: tuple[object, ...]) -> None:
    if target.get(key) is None:
        target[key] = rng.choice(values)


def _persons(rng: random.Random, matter: Json) -> None:
    if matter.get("harms") is None:
        matter["harms"] = [{"id": f"nobody {n}"} for n in range(rng.randint(0, 2))]
    for harm in matter["harms"]:
        _answer(rng, harm, "severity", SEVERITIES)
        for key in ("predictable", "trend_unpredictable", "trend_hazard"):
            _answer(rng, harm, key, YES_OR_NO)


def _event(rng: random.Random, matter: Json) -> None:
    _persons(rng, matter)
    _answer(rng, matter, "potential", SEVERITIES[_worst_now(matter) :])
    _answer(rng, matter, "malfunction_predictable", YES_OR_NO)
    _answer(rng, matter, "expected_malfunction", YES_OR_NO)


def _worst_now(matter: Json) -> int:
    return floor({"harms": [{**harm, "earlier": []} for harm in matter["harms"]]})


def _vulnerability(rng: random.Random, matter: Json) -> None:
    for key in ("component_present", "attackable", "affects_function", "malfunction_predictable"):
        _answer(rng, matter, key, YES_OR_NO)
    _answer(rng, matter, "potential", SEVERITIES)
    mitigation = matter.setdefault("mitigation", {}) or {}
    _answer(rng, mitigation, "state", ("none", "available", "reduced", "removed"))
    done = mitigation.get("units_done")
    _answer(rng, mitigation, "units_total", ((done or 0) + 1, max(done or 0, 1)))
    _answer(rng, mitigation, "units_done", (0, mitigation["units_total"]))
    if not str(mitigation.get("proven_by") or "").strip("-\u200b "):
        # What nothing proves may turn out to be proven, or not to be so.
        mitigation["proven_by"] = "service records"
        mitigation["units_total"] += rng.randint(0, 1)
    matter["mitigation"] = mitigation


def _rate(rng: random.Random, matter: Json) -> None:
    rate = matter.setdefault("rate", {}) or {}
    _answer(rng, rate, "observed", (0, 0.01, 0.03))
    _answer(rng, rate, "expected", (0, 0.005, 0.02, 0.1))
    _answer(rng, rate, "known_beforehand", YES_OR_NO)
    _answer(rng, rate, "scope", ("death_serious", "every malfunction"))
    matter["rate"] = rate


def _measure(rng: random.Random, matter: Json) -> None:
    measure = matter.setdefault("measure", {}) or {}
    _answer(rng, measure, "type", ("stop", "advisory"))
    _answer(rng, measure, "for_hazard", YES_OR_NO)
    _answer(rng, measure, "covers_identical", YES_OR_NO)
    matter["measure"] = measure


def _research(rng: random.Random, matter: Json) -> None:
    _answer(rng, matter, "research", ([], ["serious_risk"], ["trend_change", "no_effect"], ["no_effect"]))


FILL = {
    "event": _event,
    "vulnerability": _vulnerability,
    "rate": _rate,
    "infection": _persons,
    "foreign_measure": _measure,
    "research": _research,
}
