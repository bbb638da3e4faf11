"""Where an SSVC tree leads, and every outcome that it could still lead to while answers are missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from kizuki.core.refusal import Refused
from kizuki.core.scoring.ssvc.outcome import SsvcOutcome, SsvcStep
from kizuki.core.scoring.ssvc.tables import DECIDES, POINTS, TABLES, Table, value_of

_KEYS = ("tree", "answers")
UNKNOWN = "unknown"
"""The answer that is no answer."""


def read_ssvc(value: Any, place: str = "ssvc") -> SsvcOutcome:
    """The outcome of `{"tree": "supplier", "answers": {"E": "P", …}}`; null and `unknown` are no answer.

    Raises `Refused` naming a tree, decision point or value that does not exist, and answers that contradict the table
    behind them.
    """
    if not isinstance(value, dict):
        raise Refused(place, "an object with tree and answers is expected")
    for key in value:
        if key not in _KEYS:
            raise Refused(f"{place}.{key}", f"unknown key; there are {', '.join(_KEYS)}")
    tree = value.get("tree")
    if not isinstance(tree, str) or tree not in TABLES:
        raise Refused(f"{place}.tree", f"{_shown(tree)} is not one of {', '.join(TABLES)}")
    answers = value.get("answers", {})
    if not isinstance(answers, dict):
        raise Refused(f"{place}.answers", "an object of decision points and values is expected")
    return evaluate(tree, _read_answers(tree, answers, f"{place}.answers"), place)


def _read_answers(tree: str, answers: dict[Any, Any], place: str) -> dict[str, str]:
    asked = points_of(tree)
    given: dict[str, str] = {}
    for key, answer in answers.items():
        if key not in asked:
            raise Refused(f"{place}.{key}", f"no decision point of {tree}; there are {', '.join(asked)}")
        if answer is None or answer == UNKNOWN:
            continue
        found = value_of(POINTS[key], answer) if isinstance(answer, str) else None
        if found is None:
            raise Refused(f"{place}.{key}", f"{_shown(answer)} is not one of {_values(key)}")
        given[key] = found
    return given


def _shown(value: Any) -> str:
    return repr(value) if isinstance(value, str) else type(value).__name__


def _values(key: str) -> str:
    return ", ".join(f"{value} ({name})" for value, name in POINTS[key].values.items())


def points_of(tree: str) -> tuple[str, ...]:
    """Every decision point that a tree can be answered by, those behind others included."""
    return tuple(_points(TABLES[tree]))


def _points(table: Table) -> Iterator[str]:
    for key in table.inputs:
        yield key
        if key in DECIDES:
            yield from _points(DECIDES[key])


def evaluate(tree: str, answers: Mapping[str, str], place: str = "ssvc") -> SsvcOutcome:
    """Evaluate a tree. A decision point without an answer leaves every outcome that it could lead to.

    Raises `Refused` for a decision point answered against the table behind it (Utility against Automatable and Value
    Density).
    """
    table = TABLES[tree]
    steps: list[SsvcStep] = []
    possible = _possible(table, answers, place, steps)
    askable = list(_askable(table, answers))
    matters = [key for key in askable if _matters(table, answers, key, possible)]
    if len(possible) > 1:
        matters = matters or askable
    ordered = tuple(value for value in POINTS[table.outcome].values if value in possible)
    return SsvcOutcome(
        tree=tree,
        version=f"{table.key} {table.version}",
        answers=dict(answers),
        outcome=ordered[0] if len(ordered) == 1 else None,
        possible=ordered,
        open=tuple(matters),
        settles_most=min(matters, key=lambda key: _left(table, answers, key), default=""),
        steps=tuple(steps),
    )


def possible_outcomes(tree: str, answers: Mapping[str, str]) -> tuple[str, ...]:
    """The outcomes that the answers leave, mildest first."""
    table = TABLES[tree]
    found = _possible(table, answers)
    return tuple(value for value in POINTS[table.outcome].values if value in found)


def _possible(
    table: Table, answers: Mapping[str, str], place: str = "ssvc", steps: list[SsvcStep] | None = None
) -> frozenset[str]:
    reached = [_reached(key, answers, place, steps) for key in table.inputs]
    found = frozenset().union(*[table.rows[row] for row in product(*reached)])
    if steps is not None:
        inputs = {key: "|".join(values) for key, values in zip(table.inputs, reached, strict=True)}
        outcomes = tuple(value for value in POINTS[table.outcome].values if value in found)
        steps.append(SsvcStep(table.id, f"{table.key} {table.version}", inputs, outcomes))
    return found


def _reached(key: str, answers: Mapping[str, str], place: str, steps: list[SsvcStep] | None) -> tuple[str, ...]:
    """The values that a decision point can have: its answer, else what the table behind it leaves, else all."""
    behind = DECIDES.get(key)
    answered = behind is not None and not answers.keys().isdisjoint(_points(behind))
    found = frozenset(POINTS[key].values)
    if behind and answered:
        found = _possible(behind, answers, place, steps)
    if key in answers:
        if answers[key] not in found:
            basis = (
                ", ".join(f"{name}:{answers[name]}" for name in _points(behind) if name in answers) if behind else ""
            )
            raise Refused(f"{place}.answers.{key}", f"{answers[key]} contradicts {basis}")
        return (answers[key],)
    return tuple(value for value in POINTS[key].values if value in found)


def _askable(table: Table, answers: Mapping[str, str]) -> Iterator[str]:
    """The decision points to ask next: a point itself, or those behind it once one of them is answered; the point
    again where all of those are answered and the table still leaves it open.
    """
    for key in table.inputs:
        if len(_reached(key, answers, "ssvc", None)) == 1:
            continue
        behind = DECIDES.get(key)
        if behind and not answers.keys().isdisjoint(_points(behind)):
            yield from list(_askable(behind, answers)) or [key]
        else:
            yield key


def _after(table: Table, answers: Mapping[str, str], key: str) -> list[frozenset[str]]:
    values = _reached(key, answers, "ssvc", None)
    return [_possible(table, {**answers, key: value}) for value in values]


def _matters(table: Table, answers: Mapping[str, str], key: str, possible: frozenset[str]) -> bool:
    return any(left != possible for left in _after(table, answers, key))


def _left(table: Table, answers: Mapping[str, str], key: str) -> tuple[float, int]:
    """How many outcomes an answer leaves, on average and at worst."""
    counts = [len(left) for left in _after(table, answers, key)]
    return sum(counts) / len(counts), max(counts)
