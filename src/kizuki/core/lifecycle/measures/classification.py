"""Whether a fix is a change of the approval, and whether what is done in the field is a recall, and of which class.

Everything here is a proposal: a person decides (`judge_change`), and an answer that is not known keeps the stricter
outcome open.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from kizuki.core.glossary import Lang
from kizuki.core.refusal import Refused

ANSWERS = ("yes", "no", "unknown")


@dataclass(frozen=True, slots=True)
class Named:
    """One row of the table: its name in both languages, and how sure it is (`mark`)."""

    id: str
    ja: str
    en: str
    mark: str
    when: Mapping[str, str]
    recall: bool = False
    outcome: str = ""

    def said(self, lang: Lang) -> str:
        """Its name in one language."""
        return self.ja if lang == "ja" else self.en


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the table proposes for the change: the outcome (None while nothing is answered yes), the stricter ones that
    unknown answers keep open, and the questions that are not answered."""

    outcome: str | None
    open: tuple[str, ...]
    unanswered: tuple[str, ...]

    @property
    def safe(self) -> str:
        """The outcome to go by meanwhile: the strictest that is open."""
        return self.open[0] if self.open else self.outcome or "ask_first"


def proposed_change(answers: Mapping[str, str]) -> Proposal:
    """What answers to the rules (`yes`, `no`, `unknown` by the rule's id; absent is unknown) propose for the change.

    The first rule that is answered yes proposes; each one before it that is not known keeps a stricter outcome open.
    `Refused` names a rule or answer that the table has not.
    """
    for rule, answer in answers.items():
        require(RULES, rule, "answers")
        if answer not in ANSWERS:
            raise Refused(f"answers.{rule}", f"{answer!r} is not one of: {', '.join(ANSWERS)}")
    said = [(rule, answers.get(rule.id, "unknown")) for rule in RULES.values()]
    at = next((index for index, (_, answer) in enumerate(said) if answer == "yes"), len(said))
    outcome = said[at][0].outcome if at < len(said) else None
    unanswered = tuple(rule.id for rule, answer in said[:at] if answer == "unknown")
    stricter = {RULES[rule].outcome for rule in unanswered} - {outcome}
    rank = list(PROCEDURES)
    opened = [
        name for name in rank if name in stricter and (outcome is None or rank.index(name) < rank.index(outcome))
    ]
    return Proposal(outcome, tuple(opened), unanswered)


def proposed_class(potentials: Iterable[str | None]) -> str:
    """The class that the worst potential of a case proposes; one that is not known proposes the strictest."""
    strict = list(CLASSES)
    found = [CLASS_OF_POTENTIAL.get(potential or "", strict[0]) for potential in potentials]
    return min(found, key=strict.index, default=strict[0])


def below(chosen: str, proposed: str) -> bool:
    """Whether a class is milder than the one proposed."""
    strict = list(CLASSES)
    return strict.index(chosen) > strict.index(proposed)


def require(table: Mapping[str, Named], value: str, place: str) -> Named:
    """The row; `Refused` at `place` where the table has none of this name."""
    if value not in table:
        raise Refused(place, f"{value!r} is not one of: {', '.join(table)}")
    return table[value]


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((resources.files(__package__) / "classification.toml").read_text(encoding="utf-8"))


def _rows(name: str) -> Mapping[str, Named]:
    return {
        row["id"]: Named(
            id=row["id"],
            ja=row["ja"],
            en=row["en"],
            mark=row["mark"],
            when=row.get("when") or row.get("criterion") or {},
            recall=row.get("recall", False),
            outcome=row.get("outcome", ""),
        )
        for row in _table()[name]
    }


EDITION: str = _table()["edition"]
PROCEDURES = _rows("procedure")
"""Outcomes of the change, strictest first."""
RULES = _rows("rule")
"""The questions on the fix, in their order."""
FIELD_MEASURES = _rows("measure")
"""What is done in the field; `recall` says whether it counts as 回収."""
CLASSES = _rows("class")
"""Classes of a recall, strictest first."""
CLASS_OF_POTENTIAL: Mapping[str, str] = _table()["class_of_potential"]
