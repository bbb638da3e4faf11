"""The article itself, both texts, on facts that are all known: one sentence of law, one line here.

施行規則第228条の20第2項 as in force from 2026-05-01 (令和7年厚生労働省令第117号) and as it stood before. Nothing here is
three-valued: a `World` says everything of a matter, a `Standing` everything of one person harmed. What is not known is
dealt with in `worlds.py`, by going through every way in which it could turn out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

NEW_TEXT_SINCE = date(2026, 5, 1)

SEVERITIES = ("none", "non_serious", "serious", "death")
RANK = {name: place for place, name in enumerate(SEVERITIES)}
NONE, NON_SERIOUS, SERIOUS, DEATH = range(4)

KINDS = ("event", "vulnerability", "rate", "infection", "foreign_measure", "research")

FIFTEEN = ("1-イ", "1-ロ", "1-ハ", "1-ニ", "1-ホ", "1-ヘ", "1-ト", "1-チ", "1-リ", "1-serious-foreign")
THIRTY = ("2-イ", "2-ロ", "2-ハ")
PERIODIC = ("3-イ", "3-ロ", "3-ハ")

FORMS_NEW = {
    **dict.fromkeys(("1-イ", "1-ロ", "1-ハ", "1-ヘ", "1-ト", "2-イ", "2-ロ"), 8),
    **dict.fromkeys(("1-ニ", "1-ホ"), 9),
    **dict.fromkeys(("1-チ", "2-ハ"), 10),
    "3-イ": 11,
    **dict.fromkeys(("3-ロ", "3-ハ"), 12),
}
FORMS_OLD = {
    **dict.fromkeys(("1-イ", "1-ロ", "1-ハ", "1-serious-foreign", "1-ト", "1-チ", "2-イ", "2-ロ"), 8),
    **dict.fromkeys(("1-ニ", "1-ヘ"), 9),
    **dict.fromkeys(("1-リ", "2-ハ"), 10),
    "3-イ": 11,
    **dict.fromkeys(("3-ロ", "3-ハ"), 12),
}


def new_text_on(day: date) -> bool:
    """Which text a 事項 is held against: the one in force on the day on which it was learned."""
    return day >= NEW_TEXT_SINCE


def form_of(item: str, day: date) -> int:
    """局長通知 0730第8号 for the old letters; the same contents under the letters of 2026."""
    return (FORMS_NEW if new_text_on(day) else FORMS_OLD)[item]


@dataclass(frozen=True)
class World:
    """One matter of which everything is known. `here`: 当該医療機器; else 外国医療機器, `identical` or not."""

    own: bool
    designated: bool
    kind: str
    here: bool
    identical: bool
    potential: int = NONE
    malfunction_predictable: bool = False
    expected: bool = False
    feared: bool = True
    above: bool = False
    measure: bool = False
    research: frozenset[str] = frozenset()

    @property
    def ours(self) -> bool:
        """The article speaks of the holder's own device and of the identical device abroad, and of no other."""
        return self.own and (self.here or self.identical)


@dataclass(frozen=True)
class Standing:
    """One person harmed (or not) of whom everything is known. `trend`: either leg, (1) or (2)."""

    severity: int
    suspected: bool
    predictable: bool
    trend: bool

    @property
    def weight(self) -> int:
        """How grave the harm is that is suspected to come from the device; nothing where it was ruled out."""
        return self.severity if self.suspected else NONE

    @property
    def lifted(self) -> bool:
        """予測することができないもの, or foreseeable with a trend that is not, or that shows a hazard."""
        return not self.predictable or self.trend


NOBODY = Standing(NONE, False, True, False)


@cache
def is_3_i(world: World, worst: int) -> bool:
    """第3号イ: an expected malfunction of a designated device, with death or serious harm or the fear of it; not 1-イ."""
    return (
        world.ours
        and world.kind == "event"
        and world.here
        and world.designated
        and world.expected
        and max(world.potential, worst) >= SERIOUS
        and worst < DEATH
    )


@cache
def items_of_a_person(world: World, standing: Standing, worst: int, new: bool) -> frozenset[str]:
    """The items that read a harm. `worst`: the gravest suspected harm of anybody in this matter, today."""
    weight = standing.weight
    if not world.ours or weight == NONE:
        return frozenset()
    if world.kind == "infection":
        return _infection(world, standing, new)
    if world.kind != "event":
        return frozenset()
    if not world.here:
        return _harm_abroad(standing, new)
    if weight == DEATH:
        return frozenset({"1-イ"})
    if weight == NON_SERIOUS:
        return frozenset() if standing.predictable else frozenset({"3-ロ"})
    if standing.lifted:
        return frozenset({"1-ハ"})
    return frozenset() if is_3_i(world, worst) else frozenset({"2-イ"})


def _harm_abroad(standing: Standing, new: bool) -> frozenset[str]:
    """第1号ロ・ハ for the identical device abroad; before May 2026 the foreseeable ones were 第2号イ."""
    if standing.weight < SERIOUS:
        return frozenset()
    if standing.lifted:
        if standing.weight == DEATH:
            return frozenset({"1-ロ"})
        return frozenset({"1-ハ" if new else "1-serious-foreign"})
    return frozenset() if new else frozenset({"2-イ"})


def _infection(world: World, standing: Standing, new: bool) -> frozenset[str]:
    """第1号ヘ: any case here that the precautions do not foresee; ト: death or serious, here or abroad, not ヘ."""
    unforeseen, grave = ("1-ヘ", "1-ト") if new else ("1-ト", "1-チ")
    if world.here and not standing.predictable:
        return frozenset({unforeseen})
    return frozenset({grave}) if standing.weight >= SERIOUS else frozenset()


@cache
def items_of_a_matter(world: World, worst: int, new: bool) -> frozenset[str]:
    """The items that read the malfunction, the vulnerability, the rate, the measure or the research."""
    if not world.ours:
        return frozenset()
    if world.kind == "event":
        return _malfunction(world, worst, new)
    if world.kind == "vulnerability":
        return _malfunction(world, worst, new) if world.feared else frozenset()
    if world.kind == "rate" and world.above:
        if world.here:
            return frozenset({"1-ニ"}) if world.designated else frozenset()
        return frozenset({"1-ホ" if new else "1-ヘ"})
    if world.kind == "foreign_measure" and world.measure and not world.here:
        return frozenset({"1-チ" if new else "1-リ"})
    if world.kind == "research" and _research_counts(world):
        return frozenset({"2-ハ"})
    return frozenset()


def _malfunction(world: World, worst: int, new: bool) -> frozenset[str]:
    """第2号ロ, 第3号イ and ハ. A mere vulnerability stands as a malfunction for 2-ロ (4(3)) and, by judgement, 3-ハ."""
    parked = is_3_i(world, worst)
    found = {"3-イ"} if parked else set[str]()
    foreseen_abroad = new and not world.here and world.malfunction_predictable
    if world.potential >= SERIOUS and not parked and not foreseen_abroad:
        found.add("2-ロ")
    if world.potential == NON_SERIOUS and world.here and not world.malfunction_predictable:
        found.add("3-ハ")
    return frozenset(found)


def _research_counts(world: World) -> bool:
    """第2号ハ: risk or a changed trend of either device; the missing effect only of our own (当該医療機器が…有しない)."""
    return bool(world.research & {"serious_risk", "trend_change"}) or (world.here and "no_effect" in world.research)


def asks_for_a_first_report(world: World, standing: Standing) -> bool:
    """4(1): every domestic death that is suspected, by malfunction or infection."""
    return world.ours and world.here and world.kind in ("event", "infection") and standing.weight == DEATH


def measure_asks_for_a_first_report(world: World) -> bool:
    """4(1): every measure abroad on the identical device."""
    return world.ours and world.kind == "foreign_measure" and not world.here and world.measure
