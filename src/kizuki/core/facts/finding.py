"""Findings: met, not met or open, with the reasons they rest on and the questions they wait for.

The three values are Kleene's: a conjunction with one part not met is not met whatever the open parts turn out to
be, a disjunction with one part met is met; in every other case an open part keeps the whole open. So an unknown
can never become a no.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from itertools import chain
from typing import NamedTuple, Protocol, TypeVar

import msgspec
from msgspec.structs import replace

from kizuki.core.facts.values import Verdict

T = TypeVar("T")


class State(Enum):
    """The three values of a finding."""

    MET = "met"
    OPEN = "open"
    NOT_MET = "not_met"


class Reason(NamedTuple):
    """One reason: a code, the path of the fact it rests on (empty for a rule), and what the code speaks of."""

    code: str
    fact: str = ""
    about: str = ""


class Judgement(NamedTuple):
    """A question that the text does not settle; the glossary has its wording, conservative default and decider."""

    code: str
    item: str = ""
    matter: int | None = None
    matter_id: str | None = None
    person: int | None = None
    person_id: str | None = None


class Judged(Protocol):
    """What a person has recorded for a matter."""

    @property
    def index(self) -> int:
        """The place of the matter in the input."""

    @property
    def judged(self) -> Mapping[str, Verdict]:
        """The verdict by code of the judgement."""


class Finding(msgspec.Struct, frozen=True):
    """What a rule found: its state, why, which facts are still asked for, and what a person must judge."""

    state: State
    because: tuple[Reason, ...] = ()
    questions: tuple[str, ...] = ()
    judgements: tuple[Judgement, ...] = ()


def met(code: str, fact: str = "", about: str = "") -> Finding:
    """A finding that is met for one reason."""
    return Finding(State.MET, (Reason(code, fact, about),))


def not_met(code: str, fact: str = "", about: str = "") -> Finding:
    """A finding that is not met for one reason."""
    return Finding(State.NOT_MET, (Reason(code, fact, about),))


def open_for(question: str, code: str = "not_yet_known") -> Finding:
    """A finding that waits for one fact."""
    return Finding(State.OPEN, (Reason(code, question),), (question,))


def to_be_judged(code: str, matter: Judged, fact: str = "") -> Finding:
    """A finding that the text does not settle: open until a person has judged it, whatever the facts.

    What a person has recorded for the matter (`judged`) is the answer: met for `report`, not met for `not_report`.
    """
    said = matter.judged.get(code)
    if said is None:
        return Finding(State.OPEN, (Reason(code, fact),), (), (Judgement(code),))
    state = State.MET if said is Verdict.REPORT else State.NOT_MET
    return Finding(state, (Reason(f"judged_{said.value}", f"matters.{matter.index}.judged.{code}", code),))


def under(limb: str, found: Finding) -> Finding:
    """The finding under the words of the text that it rests on: where it is met they stand before its facts."""
    if found.state is not State.MET:
        return found
    return replace(found, because=(Reason(f"limb_{limb}"), *found.because))


def all_of(*parts: Finding) -> Finding:
    """Met when every part is met; not met as soon as one part is not met; else open.

    A judgement stands only once no fact is open beside it: an answer may make it needless.
    """
    reached = State.MET
    for part in parts:
        if part.state is State.NOT_MET:
            return Finding(State.NOT_MET, _because([part for part in parts if part.state is State.NOT_MET]))
        if part.state is State.OPEN:
            reached = State.OPEN
    joined = _joined(parts, reached)
    return replace(joined, judgements=()) if joined.questions and joined.judgements else joined


def any_of(*parts: Finding) -> Finding:
    """Met as soon as one part is met; not met when every part is not met; else open."""
    for state in (State.MET, State.OPEN):
        holding = [part for part in parts if part.state is state]
        if holding:
            return _joined(holding, state)
    return Finding(State.NOT_MET, _because(parts))


def apart_from(item: str, other: Finding) -> Finding:
    """「…に掲げる事項を除く」: not met where the other item is met, open where it is open.

    Where the other item is not met, that is so for its reasons: they decide this item as well.
    """
    if other.state is State.MET:
        return not_met("excluded_by", about=item)
    if other.state is State.NOT_MET:
        return Finding(State.MET, other.because)
    return Finding(State.OPEN, (Reason("open_exclusion", about=item), *other.because), other.questions)


def negation(part: Finding) -> Finding:
    """Met where the part is not met, and the reverse; open stays open. The reasons stay those of the part."""
    turned = {State.MET: State.NOT_MET, State.NOT_MET: State.MET, State.OPEN: State.OPEN}
    return replace(part, state=turned[part.state])


def _joined(parts: Sequence[Finding], state: State) -> Finding:
    if len(parts) == 1:
        return parts[0]
    if state is State.MET:
        return Finding(state, _because(parts))
    questions = _each_once([part.questions for part in parts if part.questions])
    judgements = _each_once([part.judgements for part in parts if part.judgements])
    return Finding(state, _because(parts), questions, judgements)


def _each_once(rows: Sequence[tuple[T, ...]]) -> tuple[T, ...]:
    """Every member of the rows once, in order."""
    if len(rows) < 2:
        return rows[0] if rows else ()
    return tuple(dict.fromkeys(chain.from_iterable(rows)))


def _because(parts: Sequence[Finding]) -> tuple[Reason, ...]:
    """Every reason once, in order."""
    return _each_once([part.because for part in parts if part.because])
