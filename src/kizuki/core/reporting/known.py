"""What is known of a case as lines for a person: each known fact with its value, by part of the case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from kizuki.core.facts import Case, Device, Fact, Harm, Matter, Measure, Mitigation, Rate
from kizuki.core.facts.values import Locus
from kizuki.core.glossary import Lang, say
from kizuki.core.reporting.shown import fact_label, judged_label, value_label


@dataclass(frozen=True, slots=True)
class KnownLine:
    """One known fact: its path in the input of `kizuki assess`, what it is called, and its value in words."""

    path: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class KnownPart:
    """The known facts of the device, of one matter (with the day it was learned), or of one person harmed."""

    heading: str
    learned_on: date | None
    lines: tuple[KnownLine, ...]


def known_parts(case: Case, lang: Lang) -> tuple[KnownPart, ...]:
    """Every known fact of a case, matter by matter; parts of which nothing is known are absent."""
    parts = [part for matter in case.matters for part in _of_matter(matter, lang)]
    parts.append(KnownPart(say("binder.device_facts", lang), None, _lines(_facts(case.device), lang)))
    return tuple(part for part in parts if part.lines or part.learned_on)


def _of_matter(matter: Matter, lang: Lang) -> Iterator[KnownPart]:
    number = say("binder.matter", lang, number=matter.index + 1)
    asked = (f for f in _facts(matter) if not (f is matter.identical and matter.locus.value is Locus.DOMESTIC))
    lines = _lines(asked, lang)
    if matter.harms_known and not matter.harms:
        path = f"matters.{matter.index}.harms"
        lines += (KnownLine(path, fact_label(path, lang), say("value.harms.nobody", lang)),)
    lines += _judged(matter, lang)
    yield KnownPart(number, matter.learned_on, lines)
    if matter.harms_known:
        for position, harm in enumerate(matter.harms):
            heading = say("binder.person", lang, matter=number, number=position + 1)
            before = (fact for was in harm.earlier for fact in (was.severity, was.causality))
            later = harm.learned_on if harm.learned_on != matter.learned_on else None
            yield KnownPart(heading, later, _lines(chain(_facts(harm), before), lang))


def _judged(matter: Matter, lang: Lang) -> tuple[KnownLine, ...]:
    return tuple(
        KnownLine(
            f"matters.{matter.index}.judged.{code}",
            say(f"judgement.{code}.question", lang),
            judged_label(code, verdict.value, lang),
        )
        for code, verdict in matter.judged.items()
    )


def _facts(part: Device | Matter | Harm | Mitigation | Rate | Measure) -> Iterator[Fact[Any]]:
    for name in part.__struct_fields__:
        value = getattr(part, name)
        if isinstance(value, Fact):
            yield value
        elif isinstance(value, Mitigation | Rate | Measure):
            yield from _facts(value)


def _lines(facts: Iterator[Fact[Any]], lang: Lang) -> tuple[KnownLine, ...]:
    known = {fact.path: fact for fact in facts if fact.known}
    return tuple(
        KnownLine(path, fact_label(path, lang), value_label(path, fact.value, lang, presumed=fact.presumed))
        for path, fact in known.items()
    )
