"""Answers to open questions: which are possible, and the case with one of them filled in."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from kizuki.core.facts.case import Case, Matter
from kizuki.core.facts.fact import Fact
from kizuki.core.facts.persons import unknown_harm
from kizuki.core.facts.values import Causality, Kind, Locus, MeasureType, MitigationState, ResearchShows, Severity

NOBODY = "nobody"
SOMEBODY = "somebody"
_YES_NO = (False, True)
_OWN_TABLE: dict[str, tuple[Any, ...]] = {
    "kind": tuple(Kind),
    "locus": tuple(Locus),
    "potential": tuple(Severity),
    "severity": tuple(Severity),
    "harms": (NOBODY, SOMEBODY),
    "state": tuple(MitigationState),
    "type": tuple(MeasureType),
    "research": (frozenset(), *(frozenset({leg}) for leg in ResearchShows)),
}


def possible_answers(question: str) -> tuple[Any, ...]:
    """The values that the fact at this path may turn out to have, the ones that end a duty first."""
    return _OWN_TABLE.get(question.rpartition(".")[2], _YES_NO)


def with_answer(case: Case, question: str, answer: Any) -> Case:
    """The case with this one fact known. `question` is a path from `open_questions`, `answer` a possible one."""
    room, _, rest = question.partition(".")
    if room == "device":
        return replace(case, device=replace(case.device, **_now_known(rest, question, answer)))
    number, _, rest = rest.partition(".")
    index = int(number)
    matter = _answered(case.matters[index], question, rest, answer)
    return replace(case, matters=(*case.matters[:index], matter, *case.matters[index + 1 :]))


def _answered(matter: Matter, question: str, rest: str, answer: Any) -> Matter:
    room, _, inner = rest.partition(".")
    if room == "harms":
        return _with_harms(matter, question, inner, answer)
    if room == "mitigation":
        name = {"state": "state", "proven_by": "proven"}.get(inner, "on_all_units")
        return replace(matter, mitigation=replace(matter.mitigation, **_now_known(name, question, answer)))
    if room == "rate":
        names = {"observed": "exceeded", "expected": "exceeded", "scope": "counted_as_the_law_counts"}
        return replace(matter, rate=replace(matter.rate, **_now_known(names.get(inner, inner), question, answer)))
    if room == "measure":
        return replace(matter, measure=replace(matter.measure, **_now_known(inner, question, answer)))
    return replace(matter, **_now_known(room, question, answer))


def _with_harms(matter: Matter, question: str, inner: str, answer: Any) -> Matter:
    if not inner:
        if answer == NOBODY:
            return replace(matter, harms=(), harms_known=True)
        first = replace(
            unknown_harm(question, matter.learned_on),
            severity=Fact(f"{question}.0.severity", None),
            causality=Fact(f"{question}.0.causality", Causality.SUSPECTED),
            predictable=Fact(f"{question}.0.predictable", None),
            trend_unpredictable=Fact(f"{question}.0.trend_unpredictable", None),
            trend_hazard=Fact(f"{question}.0.trend_hazard", None),
        )
        return replace(matter, harms=(first,), harms_known=True)
    number, _, name = inner.partition(".")
    index = int(number)
    harm = replace(matter.harms[index], **_now_known(name, question, answer))
    return replace(matter, harms=(*matter.harms[:index], harm, *matter.harms[index + 1 :]))


def _now_known(name: str, question: str, answer: Any) -> dict[str, Any]:
    return {name: Fact(question, answer)}


def is_consistent(matter: Matter) -> bool:
    """Whether a filled-in matter could be true: no potential below a harm, no harm in a mere vulnerability."""
    harmed = [
        harm.severity.value.rank
        for harm in matter.harms
        if harm.severity.value is not None and harm.causality.value is not Causality.RULED_OUT
    ]
    if matter.potential.value is not None and harmed and matter.potential.value.rank < max(harmed):
        return False
    return not (matter.kind.value is Kind.FOREIGN_MEASURE and matter.locus.value is Locus.DOMESTIC)
