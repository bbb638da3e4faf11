"""The terms that the items of the paragraph share: 当該医療機器, 外国医療機器, 疑われる, 予測, おそれ."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from kizuki.core.facts.case import Device, Harm, Matter
from kizuki.core.facts.finding import Finding, State, all_of, any_of, met, to_be_judged
from kizuki.core.facts.values import Causality, Kind, Locus, ResearchShows, Severity

Rule = TypeVar("Rule", bound=Callable[..., Finding])


def here(matter: Matter, device: Device) -> Finding:
    """当該医療機器: the device that the holder markets or has approval of, as used in Japan."""
    return all_of(device.own.is_(True), matter.locus.is_(Locus.DOMESTIC))


def abroad(matter: Matter, device: Device) -> Finding:
    """外国医療機器: used abroad, identical with the holder's own in shape, structure, use, performance and so on."""
    return all_of(device.own.is_(True), matter.locus.is_(Locus.FOREIGN), matter.identical.is_(True))


def device_of_the_holder(matter: Matter, device: Device) -> Finding:
    """当該医療機器又は外国医療機器. While the locus is not known, an identical device is one of the two."""
    if matter.locus.value is Locus.DOMESTIC:
        return here(matter, device)
    if matter.locus.value is Locus.FOREIGN:
        return abroad(matter, device)
    return all_of(device.own.is_(True), matter.identical.is_(True))


def of(*kinds: Kind) -> Callable[[Rule], Rule]:
    """The rule speaks of matters of these kinds only; of any other it is not met for that reason alone."""

    def bound(rule: Rule) -> Rule:
        @wraps(rule)
        def guarded(*read: Any) -> Finding:
            matter: Matter = read[0] if len(read) == 1 else read[-2]
            kind = matter.kind.is_(*kinds)
            if kind.state is State.NOT_MET:
                return kind
            found = rule(*read)
            return found if found.state is State.NOT_MET else all_of(kind, found)

        return cast(Rule, guarded)

    return bound


def suspected(harm: Harm) -> Finding:
    """疑われる: unless causality is ruled out with a reason. Unknown causality counts as suspected."""
    return harm.causality.is_not(Causality.RULED_OUT)


def not_foreseen_or_trend(harm: Harm) -> Finding:
    """予測できない, or foreseeable with a trend that is not, or with a change of trend that shows a hazard."""
    return any_of(
        harm.predictable.is_(False),
        harm.trend_unpredictable.is_(True),
        harm.trend_hazard.is_(True),
    )


def may_lead_to_death_or_serious_harm(matter: Matter) -> Finding:
    """死亡・重篤のおそれ: what the malfunction may lead to, never less than a harm that it did lead to."""
    if matter.potential.known:
        return matter.potential.is_(Severity.SERIOUS, Severity.DEATH)
    return any_of(
        matter.potential.is_(Severity.SERIOUS, Severity.DEATH),
        *(
            all_of(harm.severity.is_(Severity.SERIOUS, Severity.DEATH), suspected(harm))
            for harm in matter.harms
            if matter.harms_known
        ),
    )


def shows_what_the_item_names(matter: Matter) -> Finding:
    """The three legs of 第2号ハ; the third asks of the own device, and a foreign paper on it is to be judged."""
    shown = matter.research.value
    if shown == frozenset({ResearchShows.NO_EFFECT}):
        own_effect = to_be_judged("no_effect_shown_abroad", matter.locus.path)
        return all_of(met(*matter.research.reason()[:2]), any_of(matter.locus.is_(Locus.DOMESTIC), own_effect))
    return matter.research.is_not(frozenset())
