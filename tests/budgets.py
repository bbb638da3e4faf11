"""What the suites cost: processor seconds of each beside its budget, in the last lines of a run.

Seconds of the processor, with those of the processes that a test started and that have ended: what else the machine
does is not counted. Over the budget is a line in red, never a failure: a busy machine changes no answer. A run of all
tests leaves its figures where `python -m bench.suites` holds them against the baseline.
"""

from __future__ import annotations

import json
import resource
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

CORES = 2
BUDGETS = {"core": 60 * CORES, "store and actions": 150 * CORES, "browser": 100 * CORES}
"""Eight minutes on two quiet cores, in seconds of one: the second suite runs on each database."""

CORE = ("tests/core/", "tests/cases/", "tests/oracle/", "tests/shape/", "tests/sample/")
MOST_SHOWN = 5


def kept_of(database: str) -> Path:
    """The file with the figures of the last whole run on this database."""
    return Path(__file__).parents[1] / ".cache" / f"spent-{database}.json"


def suite_of(name: str, keywords: Any) -> str:
    """The suite of a test: by its marker, else by its folder."""
    if "browser" in keywords:
        return "browser"
    return "core" if name.startswith(CORE) else "store and actions"


def spent() -> float:
    """Processor seconds of this process and of its children that have ended."""
    own, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + theirs.ru_utime + theirs.ru_stime


class Budgets:
    """Counts in the process that runs a test, sums in the one that reports."""

    def __init__(self, database: str) -> None:
        self._database = database
        self._at = spent()
        self.suites: dict[str, float] = defaultdict(float)
        self.tests: dict[str, float] = defaultdict(float)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: Any) -> Generator[None, Any, Any]:
        """Give each phase of a test what was spent since the one before it; fixtures count where they are made."""
        report = yield
        now = spent()
        report.user_properties = [*report.user_properties, ("spent", now - self._at)]
        self._at = now
        return report

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Sum by suite and by test; with several processes only the one that reports sees all of them."""
        seconds = sum(value for name, value in report.user_properties if name == "spent")
        self.suites[suite_of(report.nodeid, report.keywords)] += seconds
        self.tests[report.nodeid] += seconds

    def pytest_terminal_summary(self, terminalreporter: Any, exitstatus: int, config: pytest.Config) -> None:
        """One line a suite, then the tests that cost most where a suite is over its budget."""
        chosen = (
            config.option.file_or_dir or config.option.keyword or not config.option.markexpr.startswith("not prove")
        )
        if not chosen and exitstatus == pytest.ExitCode.OK and (file := kept_of(self._database)).parent.is_dir():
            file.write_text(json.dumps(self.suites), encoding="utf-8")
        over = False
        for suite, budget in BUDGETS.items():
            if suite in self.suites:
                late = self.suites[suite] > budget
                line = f"spent: {suite} {self.suites[suite]:.0f} of {budget} processor seconds"
                terminalreporter.write_line(f"{line}: over its budget" if late else line, red=late)
                over = over or late
        if over:
            for name, seconds in sorted(self.tests.items(), key=lambda row: -row[1])[:MOST_SHOWN]:
                terminalreporter.write_line(f"  {seconds:.1f} {name}", red=True)
