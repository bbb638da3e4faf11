"""The facts of a case as lines of a page: what is known, and what is still asked for by name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kizuki.core.facts import Case, Device, Fact, Harm, Matter, Measure, Mitigation, Rate
from kizuki.core.facts.values import Kind, Locus
from kizuki.core.glossary import Lang, say
from kizuki.core.reporting.shown import fact_label, judged_label, value_label
from kizuki.web.doors.places import ANOTHER, AWARENESS


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact; `value` is None while it is not yet known, `path` its place where a person may answer it anew, `at` its
    place in the facts where that is another one, `proof` what was said to prove it."""

    label: str
    value: str | None
    path: str = ""
    proof: str = ""
    at: str = ""

    @property
    def way(self) -> str:
        """The word on its door (glossary id)."""
        if self.path.endswith(f".{ANOTHER}"):
            return "door.another_person"
        return "door.answer_now" if self.value is None else "door.change"


@dataclass(frozen=True, slots=True)
class FactGroup:
    """The facts of the device, of one matter, or of one person harmed."""

    heading: str
    lines: tuple[FactLine, ...]
    learned_on: date | None = None
    learned_at: str = ""
    """Where that day is corrected: its path."""


def fact_groups(
    case: Case, asked: Collection[str], lang: Lang, told: Mapping[str, Any] | None = None
) -> tuple[FactGroup, ...]:
    """Every known fact, and each unknown one that is asked for (`asked`: paths of the determination). `told` is the input
    of the case, which holds what proves them."""
    groups = [group for matter in case.matters for group in _of_matter(matter, asked, lang)]
    groups.append(FactGroup(say("screens.case.device_facts", lang), _lines(_facts(case.device), asked, lang)))
    proofs = dict(_proofs(told or {}))
    return tuple(replace(group, lines=tuple(_proven(line, proofs) for line in group.lines)) for group in groups)


def _proven(line: FactLine, proofs: Mapping[str, str]) -> FactLine:
    return replace(line, proof=proofs.get(line.at or line.path, "")) if line.value else line


def _proofs(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What was said to prove a fact, by its path: a sentence of the precautions that foresees a harm, a document."""
    for at, matter in enumerate(told.get("matters") or ()):
        for fact, proof in (matter.get("evidence") or {}).items():
            yield f"matters.{at}.{fact}", str(proof or "")
        for place, harm in enumerate(matter.get("harms") or ()):
            person = f"matters.{at}.harms.{place}"
            yield f"{person}.predictable", str(harm.get("predictable_reason") or "")
            for number, standing in ((None, harm), *enumerate(harm.get("earlier") or ())):
                of = person if number is None else f"{person}.earlier.{number}"
                for fact, proof in (standing.get("evidence") or {}).items():
                    yield f"{of}.{fact}", str(proof or "")


def _of_matter(matter: Matter, asked: Collection[str], lang: Lang) -> Iterator[FactGroup]:
    own = [fact for fact in _facts(matter) if not (fact is matter.identical and matter.locus.value is Locus.DOMESTIC)]
    # No item reads it of an event; what is owed to the police, the ministry and those whose data it was hangs on it.
    also = (matter.exploited.path,) if matter.kind.value is Kind.EVENT else ()
    lines = _lines(own, asked, lang, also)
    if not matter.harms_known:
        lines += _lines([harm.severity for harm in matter.harms], asked, lang)
    elif not matter.harms:
        path = f"matters.{matter.index}.harms"
        lines += (FactLine(fact_label(path, lang), say("value.harms.nobody", lang), path),)
    else:
        path, count = f"matters.{matter.index}.harms", len(matter.harms)
        known = say("screens.case.persons", lang, count=count)
        lines += (FactLine(fact_label(path, lang), known, f"{path}.{ANOTHER}", at=path),)
    lines += _judged(matter, lang)
    kind = value_label(matter.kind.path, matter.kind.value, lang) if matter.kind.known else ""
    number = say("screens.case.matter", lang, number=matter.index + 1)
    yield FactGroup(f"{number} {kind}".strip(), lines, matter.learned_on, f"matters.{matter.index}.{AWARENESS}")
    if matter.harms_known:
        for position, harm in enumerate(matter.harms):
            heading = say("screens.case.person", lang, number=position + 1)
            lines = _lines([*_facts(harm), *_before(harm)], asked, lang)
            later = harm.learned_on if harm.learned_on != matter.learned_on else None
            at = f"matters.{matter.index}.harms.{position}.{AWARENESS}" if later else ""
            yield FactGroup(f"{number} {heading}", lines, later, at)


def _before(harm: Harm) -> Iterator[Fact[Any]]:
    """What the harm was before it became what it is now."""
    for was in harm.earlier:
        yield from (was.severity, was.causality)


def _judged(matter: Matter, lang: Lang) -> tuple[FactLine, ...]:
    """What a person has judged of the matter, where the text does not settle it."""
    return tuple(
        FactLine(say(f"judgement.{code}.question", lang), judged_label(code, verdict.value, lang))
        for code, verdict in matter.judged.items()
    )


def _facts(part: Device | Matter | Harm | Mitigation | Rate | Measure) -> Iterator[Fact[Any]]:
    """The facts that a part of a case holds, those of its own parts included; harms are shown apart."""
    for name in part.__struct_fields__:
        value = getattr(part, name)
        if isinstance(value, Fact):
            yield value
        elif isinstance(value, Mitigation | Rate | Measure):
            yield from _facts(value)


def _lines(
    facts: Iterator[Fact[Any]] | list[Fact[Any]], asked: Collection[str], lang: Lang, also: Collection[str] = ()
) -> tuple[FactLine, ...]:
    shown = {fact.path: fact for fact in facts if fact.known or fact.path in asked or fact.path in also}
    return tuple(
        FactLine(
            fact_label(path, lang),
            value_label(path, fact.value, lang, presumed=fact.presumed) if fact.known else None,
            "" if "earlier" in path.split(".") else path,
            at=path,
        )
        for path, fact in shown.items()
    )
