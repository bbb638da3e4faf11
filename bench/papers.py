"""`python -m bench.papers`: what a form costs to fill and print, against the limits that a safety office can wait for.

Processor time, so that what else the machine does is not counted; 1,000 forms 8 one after the other, the one in their
middle by what it took, and a form 12 of 8,000 events from its document to the PDF, the least of some runs of a process of
its own: Typst remembers what it laid out, and a second print of the same list costs a fifth.
"""

from __future__ import annotations

import multiprocessing
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

from bench.forms import form_8, form_12, printed

FORMS = 1_000
EVENTS = 8_000
OF_ALL = 25.0
"""Seconds for 1,000 forms."""
OF_ONE = 0.050
"""Seconds for a form, warm."""
OF_A_PERIOD = 5.0
"""Seconds for a form 12 of 8,000 events."""
_TIMES = 3


def spent(work: Callable[[], object]) -> float:
    """Processor seconds of a piece of work."""
    before = time.process_time()
    work()
    return time.process_time() - before


def a_period() -> float:
    """Processor seconds of a form 12, where nothing of it was ever laid out; Typst itself is warm."""
    printed(form_8())
    return spent(lambda: printed(form_12(EVENTS)))


def main() -> int:
    """One line a limit; 1 where one does not hold."""
    printed(form_8())
    forms = [spent(lambda: printed(form_8())) for _ in range(FORMS)]
    fresh = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), max_tasks_per_child=1)
    with fresh:
        period = min(fresh.submit(a_period).result() for _ in range(_TIMES))
    rows = (
        (f"{FORMS:,} forms 8, filled and printed", sum(forms), OF_ALL),
        ("a form 8, warm", statistics.median(forms), OF_ONE),
        (f"a form 12 of {EVENTS:,} events", period, OF_A_PERIOD),
    )
    for what, took, limit in rows:
        held = "held" if took <= limit else "NOT HELD"
        print(f"{what:<40} {took:>7.3f} s  limit {limit:g} s  {held}")
    return int(any(took > limit for _, took, limit in rows))


if __name__ == "__main__":
    sys.exit(main())
