"""Random documents of facts, valid by the contract, and random revisions of them; all from one `random.Random`.

A revision is one of the things that people do to a record: answer a question, learn of a person later, take one away,
find a harm graver or lighter, rule a causality out or in again, settle place or ownership, state a potential, move a day.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from tests.oracle.texts import KINDS, RANK, SEVERITIES
from tests.oracle.worlds import Json

FIRST_DAY = date(2024, 2, 1)
LAST_DAY = date(2027, 3, 31)
TURN = date(2026, 5, 1)
"""The texts change here: days close to it come more often."""

KIND_WEIGHTS = (8, 4, 2, 3, 3, 2)
UNKNOWN = (0.03, 0.2, 0.35)
"""How often a fact is left out: documents that say nearly everything, and documents that say little."""


class Draw(random.Random):
    """Random numbers for one document, with its own share of what is left out."""

    unknown: float = UNKNOWN[1]


def maybe(rng: random.Random, target: Json, key: str, value: object, times: float = 1.0) -> None:
    """Write a fact, or leave it out; now and then null stands for leaving it out."""
    if rng.random() >= times * getattr(rng, "unknown", UNKNOWN[1]):
        target[key] = value
    elif rng.random() < 0.2:
        target[key] = None


def a_day(rng: random.Random) -> date:
    """Any day of both texts, often close to the turn."""
    if rng.random() < 0.3:
        return TURN + timedelta(days=rng.randint(-20, 20))
    return FIRST_DAY + timedelta(days=rng.randint(0, (LAST_DAY - FIRST_DAY).days))


def yes(rng: random.Random, chance: float = 0.5) -> bool:
    """True with a chance."""
    return rng.random() < chance


def facts(rng: random.Random, most_matters: int = 3) -> Json:
    """One document: a device and its matters, each and each person with an id."""
    rng, seed = Draw(rng.random()), rng
    rng.unknown = seed.choice(UNKNOWN)
    device: Json = {}
    maybe(rng, device, "own", yes(rng, 0.93), 0.5)
    maybe(rng, device, "designated", yes(rng, 1.6))
    if yes(rng, 0.7):
        device["cycle_anchor_on"] = (FIRST_DAY - timedelta(days=rng.randint(1, 1500))).isoformat()
        device["cycle_months"] = rng.choice((12, 12, 12, 6, 3, 1))
    names = iter(range(1, 100))
    matters = [a_matter(rng, f"m{n}", names) for n in range(1, rng.choice((1, 1, 1, 2, most_matters)) + 1)]
    return {"device": device, "matters": matters}


def a_matter(rng: random.Random, name: str, names: Iterator[int]) -> Json:
    """One matter of any kind, or of a kind that is not known yet."""
    kind = rng.choices(KINDS, KIND_WEIGHTS)[0]
    matter: Json = {"id": name, "learned_on": a_day(rng).isoformat()}
    if yes(rng, 0.04):
        maybe(rng, matter, "locus", rng.choice(("domestic", "foreign")))
        maybe(rng, matter, "potential", rng.choice(SEVERITIES))
    else:
        matter["kind"] = kind
        FURNISH[kind](rng, matter, names)
    if matter.get("locus") != "domestic":
        maybe(rng, matter, "also_in_domestic_units", yes(rng, 0.3), 1.6)
        if (
            matter.get("locus") == "foreign"
            and yes(rng, 0.2)
            and not (matter.get("measure") or {}).get("covers_identical")
        ):
            matter["identical"] = yes(rng)
    return matter


def a_harm(rng: random.Random, name: str, learned_on: date) -> Json:
    """One person: severity, causality, predictability, trends; sometimes known later than the matter, sometimes risen."""
    harm: Json = {"id": name}
    severity = rng.choices(SEVERITIES, (1, 3, 4, 3))[0]
    maybe(rng, harm, "severity", severity, 0.7)
    if harm.get("severity") == "serious" and yes(rng):
        harm["criterion"] = rng.randint(1, 5)
    maybe(rng, harm, "victim", rng.choice(("patient", "operator", "other")))
    harm |= _causality(rng)
    for key, chance in (("predictable", 0.5), ("trend_unpredictable", 0.2), ("trend_hazard", 0.2)):
        maybe(rng, harm, key, yes(rng, chance))
    if yes(rng, 0.3):
        known = learned_on + timedelta(days=rng.randint(1, 40))
        harm["learned_on"] = known.isoformat()
        if harm.get("severity") in ("serious", "death") and harm.get("causality") != "ruled_out" and yes(rng):
            harm["earlier"] = [_before(rng, harm["severity"], learned_on, known)]
    return harm


def _before(rng: random.Random, severity: str, first: date, last: date) -> Json:
    lighter = [one for one in SEVERITIES if RANK[one] < RANK[severity]]
    day = first + timedelta(days=rng.randint(0, (last - first).days - 1))
    return {"severity": rng.choice(lighter[1:]), "causality": "suspected", "learned_on": day.isoformat()}


def _causality(rng: random.Random) -> Json:
    drawn = rng.random()
    if drawn < 0.5:
        return {}
    if drawn < 0.8:
        return {"causality": rng.choice(("suspected", "unknown"))}
    return {"causality": "ruled_out", "causality_reason": "an independent log shows normal output at the time"}


def _harms(rng: random.Random, matter: Json, names: Iterator[int]) -> None:
    learned_on = date.fromisoformat(matter["learned_on"])
    if rng.random() < getattr(rng, "unknown", UNKNOWN[1]):
        return
    count = 0 if yes(rng, 0.18) else rng.choice((1, 1, 1, 2, 2, 3))
    matter["harms"] = [a_harm(rng, f"p{next(names)}", learned_on) for _ in range(count)]


def floor(matter: Json) -> int:
    """The potential is never below a harm whose causality is not ruled out, in whatever standing."""
    worst = 0
    for harm in matter.get("harms") or []:
        for standing in (harm, *(harm.get("earlier") or [])):
            if standing.get("causality") != "ruled_out":
                worst = max(worst, RANK[standing.get("severity") or "none"])
    return worst


def _event(rng: random.Random, matter: Json, names: Iterator[int]) -> None:
    maybe(rng, matter, "locus", rng.choice(("domestic", "domestic", "foreign")))
    _harms(rng, matter, names)
    maybe(rng, matter, "potential", SEVERITIES[max(floor(matter), rng.randint(0, 3))])
    maybe(rng, matter, "malfunction_predictable", yes(rng))
    maybe(rng, matter, "expected_malfunction", yes(rng), 1.6)
    if yes(rng, 0.3):
        matter["exploited"] = rng.choice(("here", "elsewhere", "none_known"))


def _vulnerability(rng: random.Random, matter: Json, names: Iterator[int]) -> None:
    maybe(rng, matter, "locus", rng.choice(("domestic", "domestic", "foreign")))
    maybe(rng, matter, "component_present", yes(rng, 0.85))
    maybe(rng, matter, "attackable", yes(rng, 0.85))
    maybe(rng, matter, "affects_function", yes(rng, 0.85))
    maybe(rng, matter, "mitigation", _mitigation(rng))
    maybe(rng, matter, "potential", rng.choice(SEVERITIES))
    maybe(rng, matter, "malfunction_predictable", yes(rng))
    maybe(rng, matter, "exploited", rng.choice(("elsewhere", "none_known")), 1.6)
    if yes(rng):
        keys = ("component_present", "attackable", "affects_function")
        matter["evidence"] = dict.fromkeys(keys, "SBOM of 2026-05-02 and design description 4.2")


def _mitigation(rng: random.Random) -> Json:
    state = rng.choice(("none", "available", "reduced", "removed"))
    found: Json = {"state": state}
    if state in ("reduced", "removed"):
        total = rng.randint(1, 5)
        maybe(rng, found, "units_total", total)
        maybe(rng, found, "units_done", total if yes(rng, 0.6) else rng.randint(0, total))
        maybe(rng, found, "proven_by", rng.choice(("service records", "service records", "-", "\u200b")), 0.5)
    return found


def _rate(rng: random.Random, matter: Json, names: Iterator[int]) -> None:
    maybe(rng, matter, "locus", rng.choice(("domestic", "foreign")))
    rate: Json = {}
    maybe(rng, rate, "observed", rng.choice((0, 0.01, 0.02, 0.05)))
    maybe(rng, rate, "expected", rng.choice((0.01, 0.02)))
    maybe(rng, rate, "known_beforehand", yes(rng, 0.9))
    maybe(rng, rate, "scope", "death_serious")
    maybe(rng, rate, "includes_deaths", yes(rng, 0.2), 0.5)
    maybe(rng, matter, "rate", rate, 0.5)


def _infection(rng: random.Random, matter: Json, names: Iterator[int]) -> None:
    maybe(rng, matter, "locus", rng.choice(("domestic", "foreign")))
    _harms(rng, matter, names)


def _foreign_measure(rng: random.Random, matter: Json, names: Iterator[int]) -> None:
    maybe(rng, matter, "locus", "foreign", 0.5)
    measure: Json = {"by": "parent company"}
    types = ("stop", "recall", "disposal", "correction", "advisory", "forced_update", "routine_patch", "other")
    maybe(rng, measure, "type", rng.choice(types), 0.7)
    maybe(rng, measure, "for_hazard", yes(rng, 0.7))
    maybe(rng, measure, "covers_identical", yes(rng, 0.8))
    maybe(rng, matter, "measure", measure, 0.5)


def _research(rng: random.Random, matter: Json, names: Iterator[int]) -> None:
    maybe(rng, matter, "locus", rng.choice(("domestic", "foreign")))
    legs = ("serious_risk", "trend_change", "no_effect")
    maybe(rng, matter, "research", [leg for leg in legs if yes(rng, 0.35)])


FURNISH: dict[str, Callable[[random.Random, Json, Iterator[int]], None]] = {
    "event": _event,
    "vulnerability": _vulnerability,
    "rate": _rate,
    "infection": _infection,
    "foreign_measure": _foreign_measure,
    "research": _research,
}


def last_day(document: Json) -> date:
    """A day on which everything in the document is known: nothing in it lies in the future."""
    days = [
        text
        for matter in document["matters"]
        for text in (matter["learned_on"], *(harm.get("learned_on") for harm in matter.get("harms") or []))
        if text
    ]
    return max(map(date.fromisoformat, days))


def copied(document: Json) -> Json:
    """A document of its own."""
    return copy.deepcopy(document)
