"""`python -m tools.mutants`: break rules, clocks and ledger one small way at a time; nine in ten must be noticed.

The published mutation tools pass over decorated functions, and every rule of the article is one. So the mutants are
made here (`mutations.py`), with the mistakes of a reader of the law: a condition forgotten, "or" for "and", the wrong
severity, a day too many. Each mutant lives in a forked process that imports it instead of the real module. File names
after a group try these files alone. A survivor that nothing could ever tell from the rule stands with its reason in
`equivalent_mutants.toml`; it is counted as a survivor all the same.

The group `named` holds changes that people thought of (`named_mutants.toml`): every one of them must be noticed.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import os
import signal
import sys
import tomllib
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from tools.mutations import Equivalent, Mutation, equivalents, mutants_of

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
        (("tests/core/lifecycle", f"--ignore={LIVES}", f"--ignore={EPISODES}"), (EPISODES,), (LIVES,)),
    ),
}


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
    """Try every mutant of the groups named (all without a name); 1 where a group is noticed too seldom.

    File names after a group try these files of it alone: `python -m tools.mutants rules terms.py`.
    """
    os.chdir(ROOT)
    # The tests are compiled once and kept, not once for each mutant; a mutant itself is never kept (`Mutant`).
    sys.dont_write_bytecode = False
    wanted = [word for word in sys.argv[1:] if not word.endswith(".py")] or [*GROUPS, "named"]
    files = [word for word in sys.argv[1:] if word.endswith(".py")]
    return max(_try_named() if name == "named" else _try(name, GROUPS[name], files) for name in wanted)


def _try_named() -> int:
    """One after the other: their tests meet a database."""
    alive = 0
    for one in named_mutants():
        survived = survives(one.path, one.source, one.tests)
        alive += survived
        sys.stdout.write(f"  {'SURVIVED' if survived else 'noticed'}: {one.what}\n")
        sys.stdout.flush()
    return 1 if alive else 0


def rule_files(group: Group) -> list[Path]:
    """The files of a group's rooms that hold rules."""
    rooms = [sorted((CORE / room).glob("*.py")) for room in group.rooms]
    return [path for room in rooms for path in room if path.name not in NOT_RULES]


def _try(name: str, group: Group, only: Sequence[str]) -> int:
    held = rule_files(group)
    strangers = set(only) - {path.name for path in held}
    if strangers:
        raise SystemExit(f"{name}: no file of this group: {', '.join(sorted(strangers))}")
    files = [path for path in held if not only or path.name in only]
    every = [mutant for path in files for mutant in mutants_of(path)]
    known = equivalents(every)
    sys.stdout.write(f"{name}: {len(every)} mutants of {len(files)} files\n")
    sys.stdout.flush()
    alive = _survivors(every, group.stages, known)
    for path in files:
        of_file = Counter(mutant.path for mutant in alive)[path]
        sys.stdout.write(f"  {path.name}: {of_file} of {sum(one.path == path for one in every)} survived\n")
    killed = 1 - len(alive) / len(every)
    sys.stdout.write(f"{killed:.1%} noticed, at least {LEAST_KILLED:.0%} are asked\n")
    return 0 if killed >= LEAST_KILLED else 1


def _survivors(
    every: Sequence[Mutation], stages: Sequence[Sequence[str]], known: Sequence[Equivalent]
) -> list[Mutation]:
    """Those that every stage passes over, each said as it is found, with the reason where the table has one. As many
    processes as processors that this one may use, and no thread beside them: a lock that another thread holds at a
    fork is held for ever in the child."""
    waiting = deque((number, 0) for number in range(len(every)))
    running: dict[int, tuple[int, int]] = {}
    alive = []
    while waiting or running:
        while waiting and len(running) < len(os.sched_getaffinity(0)):
            number, stage = waiting.popleft()
            running[started(every[number].path, every[number].source, stages[stage])] = (number, stage)
        child, status = os.wait()
        number, stage = running.pop(child)
        if os.waitstatus_to_exitcode(status) != 0:
            continue
        if stage + 1 < len(stages):
            waiting.appendleft((number, stage + 1))
            continue
        alive.append(every[number])
        reason = next((f" (equivalent: {row.reason})" for row in known if row.is_one(every[number])), "")
        sys.stdout.write(f"  survived: {every[number].name}{reason}\n")
        sys.stdout.flush()
    return alive


if __name__ == "__main__":
    sys.exit(main())
