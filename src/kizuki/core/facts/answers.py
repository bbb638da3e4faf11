"""Answers to open questions: which are possible, and the case with one of them filled in."""

from __future__ import annotations

from enum import Enum
from typing import Any

from msgspec.structs import replace

from kizuki.core.facts.case import Case, Matter
from kizuki.core.facts.contradictions import refuse_contradictions
from kizuki.core.facts.fact import Fact
from kizuki.core.facts.persons import unknown_harm
from kizuki.core.facts.values import (
    Causality,
    Kind,
    Locus,
    MeasureType,
    MitigationState,
    RateScope,
    ResearchShows,
    Severity,
)
from kizuki.core.refusal import Refused

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
    matter = answered(case.matters[index], question, answer)
    return replace(case, matters=(*case.matters[:index], matter, *case.matters[index + 1 :]))


def answered(matter: Matter, question: str, answer: Any) -> Matter:
    """The matter with this one fact known; `question` is a path of this matter."""
    room, _, inner = question.split(".", 2)[2].partition(".")
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
            causality=Fact(f"{question}.0.causality", Causality.SUSPECTED, presumed=True),
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
    """Whether a filled-in matter could be true: whether the reader would take it."""
    try:
        refuse_contradictions(matter)
    except Refused:
        return False
    return True


def entered(question: str, answer: Any) -> tuple[Any, str]:
    """How an answer is entered at the place of its question: the JSON value, and what must be typed instead of one.

    The second part is `number` or `text` where the answer says only how what is typed would turn out (the value is
    then None), else empty.
    """
    name = question.rpartition(".")[2]
    if name == "harms":
        return ([] if answer == NOBODY else [{}]), ""
    if name in ("units_done", "units_total", "observed", "expected"):
        return None, "number"
    if name == "proven_by" and answer:
        return None, "text"
    if name == "scope":
        return (RateScope.DEATH_SERIOUS if answer else RateScope.ALL).value, ""
    if isinstance(answer, frozenset):
        return sorted(str(leg.value) for leg in answer), ""
    return (answer.value if isinstance(answer, Enum) else answer), ""
