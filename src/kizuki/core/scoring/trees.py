"""Decision trees over answers: where one set of answers leads, and everywhere it could still lead.

A leaf is the value of a metric. Each question stands at most once on any way through a tree, so following every
branch of an unknown answer gives exactly the values that its completions can reach.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from kizuki.core.refusal import Refused
from kizuki.core.scoring.rubric import QUESTIONS

Given = Mapping[str, str]
"""Answers by code. A code that is absent was not asked or not answered; `NA` is never in here."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question and the branch behind each answer."""

    code: str
    then: Mapping[str, Node]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Several questions, all of them asked: `yes` where an answer is in `counts`. `beside` is asked, not used."""

    codes: tuple[str, ...]
    counts: str
    yes: Node
    no: Node
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Levels:
    """Six impact questions: H where one is High or Unknown, else L where one is Low, else N (rubric p.28)."""

    codes: tuple[str, ...]


Node = Ask | AnyOf | Levels | str


class Followed(msgspec.Struct, frozen=True):
    """Where the answers led: the value, the answers that caused it and every question that was asked; and where they
    could still lead: every value that their completions reach, and the questions that this rests on.
    """

    value: str
    because: tuple[str, ...]
    asked: frozenset[str]
    reachable: frozenset[str]
    relevant: frozenset[str]


def follow(tree: Node, given: Given) -> Followed:
    """Follow the answers to a value, and every branch that an Unknown leaves open.

    Raises `Refused` naming a question on the way that has no answer.
    """
    try:
        value, because, asked, unknown = _walk(tree, given)
    except KeyError as fault:
        raise _unanswered(str(fault.args[0])) from None
    answered = frozenset(asked)
    if not unknown:
        # Known answers lead to one value, and no other question can matter.
        return Followed(value, tuple(because), answered, frozenset((value,)), answered)
    seen = set(asked)
    reachable = frozenset(reach(tree, given, seen))
    return Followed(value, tuple(because), answered, reachable, frozenset(seen))


def _walk(tree: Node, given: Given) -> tuple[str, list[str], list[str], bool]:
    """The value, the causes, every question asked, and whether an answer is Unknown; KeyError names what is missing."""
    because: list[str] = []
    asked: list[str] = []
    unknown = False
    while not isinstance(tree, str):
        if isinstance(tree, Ask):
            answer = given[tree.code]
            asked.append(tree.code)
            because.append(tree.code)
            unknown = unknown or answer == "U"
            tree = tree.then[answer]
            continue
        codes = tree.codes
        answers = [given[code] for code in codes]
        asked += codes
        unknown = unknown or "U" in answers
        if isinstance(tree, Levels):
            counts = "HU" if "H" in answers or "U" in answers else "L"
            causes = [code for code, answer in zip(codes, answers, strict=True) if answer in counts]
            tree = counts[0] if causes else "N"
        else:
            for code in tree.beside:
                given[code]
            asked += tree.beside
            counts = tree.counts
            causes = [code for code, answer in zip(codes, answers, strict=True) if answer in counts]
            tree = tree.yes if causes else tree.no
        because += causes or codes
    return tree, because, asked, unknown


def _unanswered(code: str) -> Refused:
    values = ", ".join(value for value in QUESTIONS[code].values if value != "NA")
    return Refused(f"answers.{code}", f"not answered, but the branch asks it (one of {values})")


def reach(tree: Node, given: Given, seen: set[str]) -> set[str]:
    """Every value that the answers can still lead to, once each Unknown is known; `seen` gains the questions met.

    A question that only becomes due behind an Unknown, and has no answer, is unknown as well. The value that the
    rubric attaches to Unknown itself is among them only where some completion reaches it.
    """
    while isinstance(tree, Ask):
        seen.add(tree.code)
        answer = given.get(tree.code, "U")
        if answer == "U":
            known = [branch for value, branch in tree.then.items() if value != "U"]
            return set().union(*[reach(branch, given, seen) for branch in known])
        tree = tree.then[answer]
    if isinstance(tree, str):
        return {tree}
    seen.update(tree.codes)
    answers = [given.get(code, "U") for code in tree.codes]
    if isinstance(tree, Levels):
        return _reachable_levels(tree.codes, answers)
    seen.update(tree.beside)
    values: set[str] = set()
    if "Y" in answers or "U" in answers:
        values |= reach(tree.yes, given, seen)
    if "Y" not in answers:
        values |= reach(tree.no, given, seen)
    return values


def _reachable_levels(codes: tuple[str, ...], answers: list[str]) -> set[str]:
    if "H" in answers:
        return {"H"}
    unknown = [code for code, answer in zip(codes, answers, strict=True) if answer == "U"]
    can_be_low = "L" in answers or any("L" in QUESTIONS[code].values for code in unknown)
    values = {"H"} if unknown else set()
    values.add("N" if "L" not in answers else "L")
    if can_be_low:
        values.add("L")
    return values
