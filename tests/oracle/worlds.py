"""Every way in which the facts that are not known could turn out.

Method (completion semantics, by enumeration): a fact that the document leaves out may have each of its values. An item is
*met* when it is met in every completion, *open* when it is met in some and not in others, and nothing when in none. Only
facts that can matter are varied, per matter and per person, which keeps it to some hundred worlds a case:

- the component, the attack, the effect and the mitigation of a vulnerability matter through one truth only (is there
  anything to fear?), a rate through one (above or not), a measure abroad through one (does it count?), the two trend legs
  through one: the truth is varied, over exactly the values that the raw facts can give it;
- other persons of the matter matter to one person through the gravest suspected harm among them only;
- a potential that is not known is never below a suspected harm of the same completion. A potential that *is* stated
  stands as it is stated, also where harm is not known yet: it does not rule out that somebody was hurt.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from typing import Any

from tests.oracle.texts import DEATH, KINDS, NONE, RANK, Standing, World

Json = dict[str, Any]
BOTH = (True, False)
LEGS = ("serious_risk", "trend_change", "no_effect")
STOPS = ("stop", "recall", "disposal")


def truths(value: object, default: object = None) -> tuple[bool, ...]:
    """The values a yes-or-no may have: itself, its default, or both."""
    if value is None:
        value = default
    return BOTH if value is None else (bool(value),)


def says_something(text: object) -> bool:
    """White space, invisible characters and dashes prove nothing."""
    return isinstance(text, str) and any(unicodedata.category(letter)[0] not in "ZCP" for letter in text)


def either(first: tuple[bool, ...], second: tuple[bool, ...]) -> tuple[bool, ...]:
    """The values that one-or-the-other may have."""
    return tuple({a or b for a, b in product(first, second)})


def kinds_of(matter: Json) -> tuple[str, ...]:
    """The kind, or all six."""
    return (matter["kind"],) if matter.get("kind") else KINDS


def places_of(matter: Json, kind: str) -> tuple[bool, ...]:
    """Here or abroad; a foreign measure is abroad by its very name."""
    locus = matter.get("locus")
    if locus is None:
        return (False,) if kind == "foreign_measure" else BOTH
    return (locus == "domestic",)


def mitigated(matter: Json) -> tuple[bool, ...]:
    """Removed, or reduced so that nothing is to be feared, on every unit in use, and proven."""
    found = matter.get("mitigation") or {}
    if found.get("state") is None:
        return BOTH
    if found["state"] not in ("reduced", "removed"):
        return (False,)
    done, total = found.get("units_done"), found.get("units_total")
    if done is None or total is None or (done >= total and not says_something(found.get("proven_by"))):
        return BOTH
    return (done >= total,)


def fears(matter: Json) -> tuple[bool, ...]:
    """4(3): the software is there and in use, can be attacked, touches the function, and nothing has removed the fear."""
    present = matter.get("component_present")
    parts = (
        (True,) if present == "not_applicable" else truths(present),
        truths(matter.get("attackable")),
        truths(matter.get("affects_function")),
        tuple(not removed for removed in mitigated(matter)),
    )
    return tuple({all(values) for values in product(*parts)})


def above(matter: Json, here: bool) -> tuple[bool, ...]:
    """The observed rate is higher than the one known beforehand, over malfunctions with death or serious harm."""
    rate = matter.get("rate") or {}
    observed, expected, scope = rate.get("observed"), rate.get("expected"), rate.get("scope")
    higher: tuple[bool, ...] = BOTH
    if observed is not None and expected is not None:
        higher = (observed > expected,)
    elif observed == 0:
        higher = (False,)
    counted = BOTH if scope is None else (scope == "death_serious",)
    # Here the Minister's designation says that the rate can be known beforehand; abroad it is a condition of the item.
    beforehand = (True,) if here else truths(rate.get("known_beforehand"))
    return tuple({all(values) for values in product(higher, counted, beforehand)})


def measure_counts(matter: Json) -> tuple[bool, ...]:
    """Stop, recall or disposal (another purpose: a person judges, by default it counts); any other against a hazard."""
    measure = matter.get("measure") or {}
    kind, hazard = measure.get("type"), truths(measure.get("for_hazard"))
    counts = (True,) if kind in STOPS else hazard if kind else either(hazard, BOTH)
    return tuple({all(values) for values in product(counts, truths(measure.get("covers_identical")))})


def research_of(matter: Json) -> tuple[frozenset[str], ...]:
    """What the report shows; not known: nothing, or any one of the three."""
    legs = matter.get("research")
    if legs is None:
        return (frozenset(), *(frozenset({leg}) for leg in LEGS))
    known = frozenset(leg for leg in legs if leg)
    return tuple(known | extra for extra in research_of({})) if None in legs else (known,)


def potentials(matter: Json, worst: int) -> tuple[int, ...]:
    """What the malfunction may lead to: as stated; not stated, nothing below the gravest suspected harm."""
    stated = matter.get("potential")
    return tuple(range(worst, DEATH + 1)) if stated is None else (RANK[stated],)


def settings(facts: Json, matter: Json) -> Iterator[World]:
    """The matter without its potential: ownership, designation, kind, place and sameness in every combination."""
    device = facts.get("device") or {}
    for own, designated, kind in product(
        truths(device.get("own")), truths(device.get("designated")), kinds_of(matter)
    ):
        for here in places_of(matter, kind):
            for identical in (True,) if here else truths(matter.get("identical"), True):
                yield World(own, designated, kind, here, identical)


def worlds(facts: Json, matter: Json, worst: int) -> Iterator[World]:
    """The matter in full, where `worst` is the gravest suspected harm of anybody in it."""
    for base in settings(facts, matter):
        yield from _furnished(base, matter, worst)


def _furnished(base: World, matter: Json, worst: int) -> Iterator[World]:
    varied: dict[str, Iterable[Any]] = {}
    if base.kind in ("event", "vulnerability"):
        varied = {
            "potential": potentials(matter, worst),
            "malfunction_predictable": truths(matter.get("malfunction_predictable")),
            "expected": truths(matter.get("expected_malfunction")) if base.here and base.designated else (False,),
            "feared": fears(matter) if base.kind == "vulnerability" else (True,),
        }
    elif base.kind == "rate":
        varied = {"above": above(matter, base.here)}
    elif base.kind == "foreign_measure":
        varied = {"measure": measure_counts(matter)}
    elif base.kind == "research":
        varied = {"research": research_of(matter)}
    stated = {"own": base.own, "designated": base.designated, "kind": base.kind, "here": base.here}
    for values in product(*varied.values()):
        yield World(**stated, identical=base.identical, **dict(zip(varied, values, strict=True)))


def worlds_of_a_person(facts: Json, matter: Json, worst: int) -> Iterator[World]:
    """As far as an item that reads a harm looks at the matter: the rest is not varied."""
    for base in settings(facts, matter):
        if base.kind == "event" and base.here and base.designated:
            yield from _furnished(base, {**matter, "malfunction_predictable": False}, worst)
        else:
            yield base


def standings(harm: Json) -> frozenset[Standing]:
    """One person in every way: `causality` is suspected unless it says otherwise, and unknown counts as suspected.

    The trend is asked of what can be foreseen only, so it is varied only there.
    """
    said = (harm.get(key) for key in ("predictable", "trend_unpredictable", "trend_hazard"))
    return _standings(harm.get("severity"), harm.get("causality") != "ruled_out", *said)


@cache
def _standings(severity: str | None, suspected: bool, foreseen: object, *legs: object) -> frozenset[Standing]:
    severities = (RANK[severity],) if severity else tuple(range(DEATH + 1))
    trends = either(truths(legs[0]), truths(legs[1]))
    return frozenset(
        Standing(one, suspected, predictable, predictable and trend)
        for one, predictable, trend in product(severities, truths(foreseen), trends)
    )


ANYBODY: Json = {}
"""A person of whom nothing is known: where it is not known whether anybody was harmed, it may be anybody, or nobody."""


def weights(harm: Json) -> frozenset[int]:
    """How grave the suspected harm of a person may be."""
    return frozenset(standing.weight for standing in standings(harm))


def gravest(harms: Iterable[Json]) -> frozenset[int]:
    """How grave the gravest suspected harm among these persons may be."""
    found = frozenset({NONE})
    for harm in harms:
        found = frozenset(max(a, b) for a, b in product(found, weights(harm)))
    return found
