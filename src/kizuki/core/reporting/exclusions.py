"""Exclusions between items (…に掲げる事項を除く) where an individual report would fall away.

Where the text takes an individual report away in favour of a periodic or a rate report, Kizuki does not follow it
silently: the individual report stays open and a person judges, the default being to report.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from itertools import chain
from typing import NamedTuple

from kizuki.core.facts.case import Device, Harm, Matter
from kizuki.core.facts.finding import Finding, Reason, State, to_be_judged
from kizuki.core.facts.values import Locus

MatterRule = Callable[[Matter, Device], Finding]


def unless_parked_in_3i(parked: Finding, matter: Matter, device: Device, harm: Harm | None = None) -> Finding:
    """第3号イを除く: the event is of the expected kind of a designated device and goes to the periodic report.

    A cyber attack is hardly of the kind whose rate was known beforehand, so the individual report waits, open, for
    a person's judgement even where the fact says that it is. While 3-イ is open, what is asked of `harm` is asked,
    and of the other persons only where nothing else is.
    """
    if parked.state is State.MET:
        return to_be_judged("expected_malfunction_of_designated_device", matter, matter.expected_malfunction.path)
    if parked.state is State.NOT_MET:
        return Finding(State.MET, _why_not_parked(matter, device))
    asked = _asked_by_person(parked, matter)
    own = asked.of_persons.get(_place(harm), ()) if harm else tuple(chain(*asked.of_persons.values()))
    questions = (*asked.of_the_matter, *own) or parked.questions[:1]
    because = (*asked.because, *(Reason("not_yet_known", question) for question in own))
    return Finding(State.OPEN, (Reason("open_exclusion", about="3-イ"), *because), questions, parked.judgements)


def _why_not_parked(matter: Matter, device: Device) -> tuple[Reason, ...]:
    """What decides it where 3-イ could have been: of a foreign device the item does not speak at all."""
    if matter.locus.value is not Locus.DOMESTIC:
        return ()
    if device.designated.value is False:
        return (device.designated.reason(),)
    return (matter.expected_malfunction.reason(),) if matter.expected_malfunction.value is False else ()


class _Asked(NamedTuple):
    """What 3-イ asks of the matter, why, and what it asks of each person."""

    parked: Finding
    of_the_matter: tuple[str, ...]
    because: tuple[Reason, ...]
    of_persons: dict[str, list[str]]


_LAST: list[_Asked] = []


def _asked_by_person(parked: Finding, matter: Matter) -> _Asked:
    """The questions of a finding by whom they ask of; every person of a matter asks for the same, so it is kept."""
    for kept in _LAST:
        if kept.parked is parked:
            return kept
    room = f"matters.{matter.index}.harms."
    of_persons: dict[str, list[str]] = {}
    for question in parked.questions:
        if question.startswith(room):
            of_persons.setdefault(question.rpartition(".")[0], []).append(question)
    of_the_matter = tuple(question for question in parked.questions if not question.startswith(room))
    because = tuple(reason for reason in parked.because if not reason.fact.startswith(room))
    _LAST[:] = [_Asked(parked, of_the_matter, because, of_persons)]
    return _LAST[0]


def _place(harm: Harm) -> str:
    return harm.trend_hazard.path.rpartition(".")[0]


def remembered_for_the_matter(rule: MatterRule) -> MatterRule:
    """The rule, asked once of a matter however many of its persons ask: the last answer is kept."""
    last: list[tuple[Matter, Device, Finding]] = []

    @wraps(rule)
    def remembered(matter: Matter, device: Device) -> Finding:
        for kept_matter, kept_device, finding in last:
            if kept_matter is matter and kept_device is device:
                return finding
        finding = rule(matter, device)
        last[:] = [(matter, device, finding)]
        return finding

    return remembered
