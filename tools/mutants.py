"""`python -m tools.mutants`: break rules, clocks and ledger one small way at a time; nine in ten must be noticed.

The published mutation tools pass over decorated functions, and every rule of the article is one. So the mutants are
made here from the syntax tree, with the mistakes of a reader of the law: a condition forgotten, "or" for "and", the
wrong severity, a day too many. Each mutant lives in a forked process that imports it instead of the real module.

The group `named` holds changes that people thought of (`named_mutants.toml`): every one of them must be noticed.
"""

from __future__ import annotations

import ast
import copy
import importlib.abc
import importlib.machinery
import importlib.util
import os
import signal
import sys
import tomllib
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
CORE = ROOT / "src" / "kizuki" / "core"
NAMED = Path(__file__).with_name("named_mutants.toml")
NOT_RULES = {"shown.py", "whom.py", "asked.py", "catalogue.py", "digest.py", "__init__.py", "determination.py"}
LEAST_KILLED = 0.9
MOST_SECONDS = 120
"""A mutant that takes more of the processor's time counts as a survivor: nobody has noticed it. One that stands still
is one after ten times as long by the clock."""


class Group(NamedTuple):
    """Rooms of the core, and the tests that must notice what is broken in them: those of a later stage are asked only
    of a mutant that every stage before it passed over."""

    rooms: tuple[str, ...]
    stages: tuple[tuple[str, ...], ...]


LEDGER = "tests/core/lifecycle/obligations"
LIVES, EPISODES = f"{LEDGER}/test_lives_by_facts.py", f"{LEDGER}/test_episodes.py"
GROUPS = {
    "rules": Group(
        ("reporting", "clocks"),
        (
            ("tests/cases", "tests/core/clocks", "tests/core/law", "tests/core/reporting/rules"),
            ("tests/core/reporting", "--ignore=tests/core/reporting/rules"),
        ),
    ),
    "lifecycle": Group(
        ("lifecycle", "lifecycle/measures", "lifecycle/obligations"),
        (("tests/core/lifecycle", f"--ignore={LIVES}", f"--ignore={EPISODES}"), (LIVES,)),
    ),
}
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
        yield "comparison turned", other
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


def mutants_of(path: Path) -> Iterator[tuple[str, str]]:
    """Each mutant of a file: what was done where, and the whole source."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if field in ("annotation", "returns", "decorator_list"):
                continue
            places = enumerate(value) if isinstance(value, list) else [(None, value)]
            for place, child in list(places):
                if not isinstance(child, ast.AST):
                    continue
                for what, other in variants(child):
                    _put(parent, field, place, other)
                    yield (
                        f"{path.name}:{getattr(child, 'lineno', 0)} {what}",
                        ast.unparse(ast.fix_missing_locations(tree)),
                    )
                    _put(parent, field, place, child)


def _put(parent: ast.AST, field: str, place: int | None, node: ast.AST) -> None:
    if place is None:
        setattr(parent, field, node)
    else:
        getattr(parent, field)[place] = node


class Mutant(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Gives one module its mutated source."""

    def __init__(self, module: str, path: Path, source: str) -> None:
        self.module, self.path, self.source = module, path, source

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Only the mutated module is found here."""
        return importlib.util.spec_from_loader(name, self, origin=str(self.path)) if name == self.module else None

    def get_filename(self, fullname: str) -> str:
        """Where the real source stands."""
        return str(self.path)

    def get_data(self, path: str | bytes) -> bytes:
        """The mutated source, whatever file is asked for."""
        return self.source.encode()

    def path_stats(self, path: str) -> dict[str, float]:
        """No cached byte code: the source is never that of the file."""
        raise OSError


def started(path: Path, source: str, tests: Sequence[str]) -> int:
    """The process in which the tests meet the mutant; it ends with 0 where they pass over it."""
    child = os.fork()
    if child == 0:
        noticed = 1
        try:
            noticed = _tried(path, source, tests)
        finally:
            # Whatever happened to it, the child goes no further than its own mutant.
            os._exit(noticed)
    return child


def _tried(path: Path, source: str, tests: Sequence[str]) -> int:
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    module = ".".join(path.relative_to(CORE.parents[1]).with_suffix("").parts)
    sys.meta_path.insert(0, Mutant(module, path, source))
    for sign in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(sign, lambda *_: os._exit(0))
    signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
    signal.alarm(10 * MOST_SECONDS)
    plain = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:randomly", "-m", "not prove"]
    return int(pytest.main([*plain, *tests]))


def survives(path: Path, source: str, tests: Sequence[str]) -> bool:
    """Whether the tests pass over the mutant: run in a process of its own."""
    return os.waitstatus_to_exitcode(os.waitpid(started(path, source, tests), 0)[1]) == 0


class Named(NamedTuple):
    """A change by hand: what it means, the module it is made in, its whole source, and the tests that must notice it."""

    what: str
    path: Path
    source: str
    tests: tuple[str, ...]


def named_mutants() -> Iterator[Named]:
    """The changes of the table; ValueError where one finds its text not once in its file."""
    for what, row in tomllib.loads(NAMED.read_text(encoding="utf-8")).items():
        path = CORE.parent / row["file"]
        real = path.read_text(encoding="utf-8")
        if real.count(row["old"]) != 1:
            raise ValueError(f"{NAMED.name}: {what}: its text stands {real.count(row['old'])} times in {row['file']}")
        yield Named(what, path, real.replace(row["old"], row["new"]), tuple(row["tests"]))


def main() -> int:
    """Try every mutant of the groups named (all without a name); 1 where a group is noticed too seldom."""
    os.chdir(ROOT)
    wanted = sys.argv[1:] or [*GROUPS, "named"]
    return max(_try_named() if name == "named" else _try(name, GROUPS[name]) for name in wanted)


def _try_named() -> int:
    """One after the other: their tests meet a database."""
    alive = 0
    for one in named_mutants():
        survived = survives(one.path, one.source, one.tests)
        alive += survived
        sys.stdout.write(f"  {'SURVIVED' if survived else 'noticed'}: {one.what}\n")
        sys.stdout.flush()
    return 1 if alive else 0


def _try(name: str, group: Group) -> int:
    files = [
        path for room in group.rooms for path in sorted((CORE / room).glob("*.py")) if path.name not in NOT_RULES
    ]
    every = [(what, path, source) for path in files for what, source in mutants_of(path)]
    sys.stdout.write(f"{name}: {len(every)} mutants of {len(files)} files\n")
    sys.stdout.flush()
    alive = _survivors(every, group.stages)
    killed = 1 - alive / len(every)
    sys.stdout.write(f"{killed:.1%} noticed, at least {LEAST_KILLED:.0%} are asked\n")
    return 0 if killed >= LEAST_KILLED else 1


def _survivors(every: Sequence[tuple[str, Path, str]], stages: Sequence[Sequence[str]]) -> int:
    """How many every stage passes over, each said as it is found. As many processes as cores, and no thread beside them:
    a lock that another thread holds at a fork is held for ever in the child."""
    waiting = deque((number, 0) for number in range(len(every)))
    running: dict[int, tuple[int, int]] = {}
    alive = 0
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            number, stage = waiting.popleft()
            running[started(*every[number][1:], stages[stage])] = (number, stage)
        child, status = os.wait()
        number, stage = running.pop(child)
        if os.waitstatus_to_exitcode(status) != 0:
            continue
        if stage + 1 < len(stages):
            waiting.appendleft((number, stage + 1))
            continue
        alive += 1
        sys.stdout.write(f"  survived: {every[number][0]}\n")
        sys.stdout.flush()
    return alive


if __name__ == "__main__":
    sys.exit(main())
