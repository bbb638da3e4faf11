"""The small ways in which a rule can be broken: the mistakes of a reader of the law, made from the syntax tree.

Passed over is what no reader of the law could mistake: how a data class stores its fields, how much a cache keeps. The
arguments of the rules' own decorators are mutated like everything else.
"""

from __future__ import annotations

import ast
import copy
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

EQUIVALENT = Path(__file__).with_name("equivalent_mutants.toml")
OF_THE_MACHINE = ("dataclass", "lru_cache")
"""Decorators whose arguments say how Python keeps a value, not what a rule means."""

SWAPS = {"all_of": "any_of", "any_of": "all_of", "is_": "is_not", "is_not": "is_"}
SWAPS |= {"next_business_day": "previous_business_day", "min": "max", "max": "min"}
MEMBERS = {
    "Severity": ("NONE", "NON_SERIOUS", "SERIOUS", "DEATH"),
    "Kind": ("EVENT", "VULNERABILITY", "RATE", "INFECTION", "FOREIGN_MEASURE", "RESEARCH"),
    "Locus": ("DOMESTIC", "FOREIGN"),
    "MitigationState": ("NONE", "AVAILABLE", "REDUCED", "REMOVED"),
    "State": ("MET", "OPEN", "NOT_MET"),
    "Exploited": ("HERE", "ELSEWHERE", "NONE_KNOWN"),
}
OPPOSITES: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
}


def variants(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What a careless hand could have written instead of this node."""
    if isinstance(node, ast.Call) and len(node.args) > 1 and _called(node) in ("all_of", "any_of", "is_", "is_not"):
        for number in range(len(node.args)):
            shorter = copy.deepcopy(node)
            del shorter.args[number]
            yield f"argument {number} of {_called(node)} dropped", shorter
    if isinstance(node, ast.Name) and node.id in SWAPS:
        yield f"{node.id} -> {SWAPS[node.id]}", ast.Name(SWAPS[node.id], node.ctx)
    if isinstance(node, ast.Attribute):
        yield from _other_member(node)
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield f"{node.value} -> {not node.value}", ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield f"{node.value} -> {node.value + 1}", ast.Constant(node.value + 1)
    if isinstance(node, ast.Compare) and type(node.ops[0]) in OPPOSITES:
        other = copy.deepcopy(node)
        other.ops[0] = OPPOSITES[type(node.ops[0])]()  # type: ignore[assignment]
        yield f"comparison turned in `{ast.unparse(node)}`", other
    if isinstance(node, ast.BoolOp | ast.BinOp) and type(node.op) in OPPOSITES:
        turned = copy.deepcopy(node)
        turned.op = OPPOSITES[type(node.op)]()  # type: ignore[assignment]
        yield "operator turned", turned
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not dropped", node.operand


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _other_member(node: ast.Attribute) -> Iterator[tuple[str, ast.AST]]:
    if node.attr in SWAPS:
        yield f"{node.attr} -> {SWAPS[node.attr]}", ast.Attribute(node.value, SWAPS[node.attr], node.ctx)
    if isinstance(node.value, ast.Name) and node.attr in MEMBERS.get(node.value.id, ()):
        members = MEMBERS[node.value.id]
        other = members[(members.index(node.attr) + 1) % len(members)]
        yield f"{node.attr} -> {other}", ast.Attribute(node.value, other, node.ctx)


class Mutation(NamedTuple):
    """One mutant: the file and line it is made in, the text of that line, what was done, and the whole source."""

    path: Path
    line: int
    text: str
    what: str
    source: str

    @property
    def name(self) -> str:
        """Where it is and what was done, on one line."""
        return f"{self.path.name}:{self.line} {self.what}"


def mutants_of(path: Path) -> Iterator[Mutation]:
    """Each mutant of a file."""
    written = path.read_text(encoding="utf-8")
    lines = written.splitlines()
    tree = ast.parse(written)
    for parent in _of_the_rules(tree):
        for field, value in ast.iter_fields(parent):
            if field in ("annotation", "returns", "decorator_list"):
                continue
            places = enumerate(value) if isinstance(value, list) else [(None, value)]
            for place, child in list(places):
                if not isinstance(child, ast.AST):
                    continue
                line = getattr(child, "lineno", 0)
                for what, other in variants(child):
                    _put(parent, field, place, other)
                    source = ast.unparse(ast.fix_missing_locations(tree))
                    yield Mutation(path, line, lines[line - 1].strip(), what, source)
                    _put(parent, field, place, child)


def _of_the_rules(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node but those inside a decorator of the machine."""
    passed = {
        id(inner)
        for node in ast.walk(tree)
        for one in getattr(node, "decorator_list", ())
        if isinstance(one, ast.Call) and _called(one) in OF_THE_MACHINE
        for inner in ast.walk(one)
    }
    return (node for node in ast.walk(tree) if id(node) not in passed)


def _put(parent: ast.AST, field: str, place: int | None, node: ast.AST) -> None:
    if place is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[place] = node


class Equivalent(NamedTuple):
    """A mutant of which nothing could ever tell that it is one, and why: it stays a survivor in every count."""

    file: str
    text: str
    what: str
    reason: str

    def is_one(self, mutant: Mutation) -> bool:
        """Whether this row speaks of the mutant: its file, the text of its line and what was done."""
        where = mutant.path.as_posix().endswith(f"/{self.file}")
        return where and (self.text, self.what) == (mutant.text, mutant.what)


def equivalents(mutants: Sequence[Mutation]) -> tuple[Equivalent, ...]:
    """The rows of the table on the files of these mutants; ValueError for one that speaks of none of them."""
    rows = [Equivalent(**row) for row in tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))["mutant"]]
    files = {mutant.path for mutant in mutants}
    here = [row for row in rows if any(path.as_posix().endswith(f"/{row.file}") for path in files)]
    for row in here:
        if not any(row.is_one(mutant) for mutant in mutants):
            raise ValueError(f"{EQUIVALENT.name}: {row.file}: no mutant does {row.what!r} in the line {row.text!r}")
    return tuple(here)
