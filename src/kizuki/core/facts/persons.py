"""The persons harmed: what befell each, since when it is known, and what it was before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from kizuki.core.facts import fields
from kizuki.core.facts.case import EarlierHarm, Harm, Matter
from kizuki.core.facts.fact import Fact
from kizuki.core.facts.values import Causality, Severity, Victim
from kizuki.core.refusal import Refused

HARM_KEYS = {
    *("id", "learned_on", "severity", "criterion", "victim", "causality", "causality_reason"),
    *("predictable", "predictable_reason", "trend_unpredictable", "trend_hazard", "earlier", "evidence"),
}
EARLIER_KEYS = {"severity", "causality", "learned_on", "evidence"}
MOST_HARMS = 1000
"""Persons that one matter may have."""


def unknown_harm(path: str, learned_on: date) -> Harm:
    """Somebody may have been harmed or nobody: every fact of it asks for the list of harms itself."""
    return Harm(
        severity=Fact(path, None),
        causality=Fact(f"{path}.causality", Causality.SUSPECTED, presumed=True),
        predictable=Fact(path, None),
        trend_unpredictable=Fact(path, None),
        trend_hazard=Fact(path, None),
        learned_on=learned_on,
    )


def read_harms(value: Any, at: str, matter_on: date) -> tuple[Harm, ...]:
    """The persons of a matter that was learned on `matter_on`; `Refused` names the place of what cannot be so."""
    rows = fields.a_list(value, at)
    if len(rows) > MOST_HARMS:
        raise Refused(at, f"{len(rows)} persons are more than {MOST_HARMS}, the most that one matter may have")
    return tuple(_harm(row, f"{at}.{number}", matter_on) for number, row in enumerate(rows))


def refuse_names_that_come_twice(matters: Sequence[Matter]) -> None:
    """Raise `Refused` where two matters, two persons, or a matter and a person have the same `id`."""
    seen: dict[str, str] = {}
    for place, name in _names(matters):
        if name in seen:
            raise Refused(place, f"{name!r} is the id of {seen[name]} already")
        seen[name] = place.removesuffix(".id")


def _names(matters: Sequence[Matter]) -> Iterator[tuple[str, str]]:
    for matter in matters:
        if matter.id is not None:
            yield f"matters.{matter.index}.id", matter.id
        for number, harm in enumerate(matter.harms):
            if harm.id is not None:
                yield f"matters.{matter.index}.harms.{number}.id", harm.id


def _harm(value: Any, at: str, matter_on: date) -> Harm:
    row = fields.an_object(value, at, HARM_KEYS)
    causality = fields.choice(row, "causality", at, Causality)
    if causality.value is Causality.RULED_OUT and not fields.a_text(row.get("causality_reason"), at):
        raise Refused(f"{at}.causality_reason", "causality is ruled_out only with a reason")
    criterion = fields.a_number(row.get("criterion"), f"{at}.criterion", whole=True, least=1)
    if criterion is not None and criterion > 5:
        raise Refused(f"{at}.criterion", "the criteria of 第1項第1号ハ are 1 to 5")
    fields.a_text(row.get("predictable_reason"), f"{at}.predictable_reason")
    evidence = _evidence(row.get("evidence"), f"{at}.evidence", HARM_KEYS)
    severity = fields.choice(row, "severity", at, Severity)
    learned_on = _learned_on(row.get("learned_on"), f"{at}.learned_on", matter_on)
    return Harm(
        severity=severity,
        causality=causality if causality.known else Fact(causality.path, Causality.SUSPECTED, presumed=True),
        predictable=fields.yes_no(row, "predictable", at),
        trend_unpredictable=fields.yes_no(row, "trend_unpredictable", at),
        trend_hazard=fields.yes_no(row, "trend_hazard", at),
        learned_on=learned_on,
        criterion=None if criterion is None else int(criterion),
        victim=fields.one_of(row.get("victim"), f"{at}.victim", Victim),
        id=fields.a_name(row.get("id"), f"{at}.id"),
        earlier=_earlier(row.get("earlier"), f"{at}.earlier", matter_on, learned_on),
        evidence=evidence,
    )


def _evidence(value: Any, at: str, keys: Collection[str]) -> frozenset[str]:
    """The facts of a person for which somebody said what proves them."""
    row = fields.an_object({} if value is None else value, at, keys)
    return frozenset(fact for fact, proof in row.items() if fields.a_text(proof, f"{at}.{fact}"))


def _learned_on(value: Any, place: str, matter_on: date) -> date:
    learned_on = fields.a_date(value, place) or matter_on
    if learned_on < matter_on:
        raise Refused(
            place,
            f"{learned_on} is before {matter_on}, the day of the matter: that day is the earliest knowledge of it;"
            " correct the day of the matter",
        )
    return learned_on


def _earlier(value: Any, at: str, matter_on: date, now_on: date) -> tuple[EarlierHarm, ...]:
    rows = [] if value is None else fields.a_list(value, at)
    return tuple(_standing(row, f"{at}.{number}", matter_on, now_on) for number, row in enumerate(rows))


def _standing(value: Any, at: str, matter_on: date, now_on: date) -> EarlierHarm:
    row = fields.an_object(value, at, EARLIER_KEYS)
    _evidence(row.get("evidence"), f"{at}.evidence", EARLIER_KEYS)
    severity = fields.choice(row, "severity", at, Severity)
    if not severity.known:
        raise Refused(severity.path, "what the harm was before must be said; leave out a time when nobody knew")
    causality = fields.choice(row, "causality", at, Causality)
    given = fields.a_date(row.get("learned_on"), f"{at}.learned_on")
    if given is None:
        raise Refused(f"{at}.learned_on", "the day on which that was learned is required")
    learned_on = _learned_on(row.get("learned_on"), f"{at}.learned_on", matter_on)
    if learned_on >= now_on:
        raise Refused(
            f"{at}.learned_on", f"{learned_on} is not before {now_on}, the day of the harm as it now stands"
        )
    return EarlierHarm(
        severity=severity,
        causality=causality if causality.known else Fact(causality.path, Causality.SUSPECTED, presumed=True),
        learned_on=learned_on,
    )
