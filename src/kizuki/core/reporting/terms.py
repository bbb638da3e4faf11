"""The terms that the items of the paragraph share: 当該医療機器, 外国医療機器, 疑われる, 予測, おそれ."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from kizuki.core.facts.case import Device, Harm, Matter
from kizuki.core.facts.contradictions import is_an_event_already
from kizuki.core.facts.finding import Finding, State, all_of, any_of, open_for, to_be_judged, under
from kizuki.core.facts.values import Causality, DeviceStatus, Kind, Locus, ResearchShows, Severity

Rule = TypeVar("Rule", bound=Callable[..., Finding])


def of_this_article(matter: Matter, device: Device) -> Finding:
    """The holder's own device, and one of which this article speaks: a person judges where it has no approval yet."""
    if device.status is DeviceStatus.APPROVED:
        return device.own.is_(True)
    return all_of(device.own.is_(True), to_be_judged("another_article", matter))


def here(matter: Matter, device: Device) -> Finding:
    """当該医療機器: the device that the holder markets or has approval of, as used in Japan."""
    return all_of(of_this_article(matter, device), matter.locus.is_(Locus.DOMESTIC))


def abroad(matter: Matter, device: Device) -> Finding:
    """外国医療機器: used abroad, identical with the holder's own in shape, structure, use, performance and so on."""
    return all_of(of_this_article(matter, device), matter.locus.is_(Locus.FOREIGN), matter.identical.is_(True))


def device_of_the_holder(matter: Matter, device: Device) -> Finding:
    """当該医療機器又は外国医療機器. While the locus is not known, an identical device is one of the two."""
    if matter.locus.value is Locus.DOMESTIC:
        return here(matter, device)
    if matter.locus.value is Locus.FOREIGN:
        return abroad(matter, device)
    either = matter.identical.is_(True) if matter.identical.value else open_for(matter.locus.path)
    return all_of(of_this_article(matter, device), either)


def not_foreseen_abroad(matter: Matter) -> Finding:
    """外国医療機器の予測できる不具合を除く: predictability is asked of a foreign malfunction only."""
    if matter.locus.value is Locus.DOMESTIC:
        return Finding(State.MET)
    unforeseen = matter.malfunction_predictable.is_(False)
    if matter.locus.value is Locus.FOREIGN:
        return unforeseen
    at_home = open_for(matter.locus.path)
    return at_home if matter.identical.value is False else any_of(at_home, unforeseen)


def event_or_vulnerability(matter: Matter, event: Finding, vulnerability: Finding) -> Finding:
    """What is found of the matter as an event, or as a vulnerability.

    While the kind is not known either may be so, and no vulnerability where somebody was harmed or a unit broken into.
    """
    if matter.kind.known:
        return event if matter.kind.value is Kind.EVENT else vulnerability
    if is_an_event_already(matter):
        return event
    which = open_for(matter.kind.path)
    return any_of(all_of(which, event), all_of(which, vulnerability))


def above_the_rate_of_the_law(matter: Matter) -> Finding:
    """上回った: over the malfunctions that the law counts. A rate that was counted otherwise is for a person to judge."""
    counted = matter.rate.counted_as_the_law_counts
    if counted.value is False:
        return to_be_judged("rate_counted_otherwise", matter, counted.path)
    return all_of(counted.is_(True), matter.rate.exceeded.is_(True))


def leaves_function_alone(matter: Matter, fact: str) -> Finding:
    """Data can be reached and function is said to be safe: whether the same access could change it is judged."""
    return to_be_judged("leak_could_change_function", matter, fact)


def of(*kinds: Kind, limb: str = "") -> Callable[[Rule], Rule]:
    """The rule speaks of matters of these kinds only; of any other it is not met for that reason alone.

    Where it speaks of several, which of them the matter is decides nothing and is no reason. `limb` names the words
    of the text that the rule reads (`reason.limb_<limb>` in the glossary).
    """

    def bound(rule: Rule) -> Rule:
        @wraps(rule)
        def guarded(*read: Any) -> Finding:
            matter: Matter = read[-2]
            kind = matter.kind.is_(*kinds)
            if kind.state is State.NOT_MET:
                return kind
            found = rule(*read)
            if found.state is State.NOT_MET:
                return found
            if len(kinds) == 1 or not matter.kind.known:
                found = all_of(kind, found)
            return under(limb, found) if limb else found

        return cast(Rule, guarded)

    return bound


def suspected(harm: Harm) -> Finding:
    """疑われる: unless causality is ruled out with a reason. Unknown causality counts as suspected."""
    return harm.causality.is_not(Causality.RULED_OUT)


def not_foreseen_or_trend(harm: Harm) -> Finding:
    """予測できない, or foreseeable with a trend that is not, or with a change of trend that shows a hazard."""
    return any_of(
        under("not_foreseeable", harm.predictable.is_(False)),
        under("trend_not_foreseeable", harm.trend_unpredictable.is_(True)),
        under("trend_hazard", harm.trend_hazard.is_(True)),
    )


def may_lead_to_death_or_serious_harm(matter: Matter) -> Finding:
    """死亡・重篤のおそれ: what the malfunction may lead to, never less than a harm that it did lead to."""
    if matter.potential.known:
        return matter.potential.is_(Severity.SERIOUS, Severity.DEATH)
    return any_of(
        open_for(matter.potential.path),
        *(
            all_of(harm.severity.is_(Severity.SERIOUS, Severity.DEATH), suspected(harm))
            for harm in matter.harms
            if matter.harms_known
        ),
    )


def shows_what_the_item_names(matter: Matter) -> Finding:
    """The three legs of 第2号ハ; the third asks of the own device, and a foreign paper on it is to be judged."""
    shows = matter.research.is_not(frozenset())
    if matter.research.value != frozenset({ResearchShows.NO_EFFECT}) or matter.locus.value is Locus.DOMESTIC:
        return shows
    own_effect = to_be_judged("no_effect_shown_abroad", matter, matter.locus.path)
    return all_of(shows, own_effect if matter.locus.known else any_of(open_for(matter.locus.path), own_effect))
