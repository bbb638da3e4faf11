"""`python -m bench`: how fast, how large, and whether it slid; `--keep` writes the baseline.

Each line states the data, the rate, and its ratio to a calibration loop on this machine, so that a slower machine
does not look like a slower program. A ratio below 70 % of the baseline's is a slide, and the command ends with 1.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.works import WORKS

BASELINE = Path(__file__).with_name("baseline.json")
SLID_BELOW = 0.7
LEAST_SECONDS = 1.0


def per_second(work: Callable[[], int]) -> float:
    """The best of three runs of at least a second each: pieces of work a second of processor time."""
    return max(_rate(work) for _ in range(3))


def _rate(work: Callable[[], int]) -> float:
    done, started = 0, time.process_time()
    while (passed := time.process_time() - started) < LEAST_SECONDS:
        done += work()
    return done / passed


def calibration() -> int:
    """A loop of plain Python that nothing in Kizuki changes: one piece of work is 1,000 turns."""
    total = 0
    for number in range(1000):
        total += number * number % 7
    return 1


def main() -> int:
    """Measure every work, print a line each, compare."""
    loop = per_second(calibration)
    baseline = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
    print(f"calibration loop: {loop:,.0f} thousand turns a second")
    ratios, slid = {}, []
    for name, data, prepare in WORKS:
        piece = prepare()
        # Beside each work: a machine that others share is not as fast at one moment as at the next.
        loop = _rate(calibration)
        rate = per_second(piece)
        ratios[name] = round(rate / loop, 4)
        before = baseline.get(name)
        change = f"{ratios[name] / before:6.0%} of the baseline" if before else "no baseline"
        print(f"{name:<28} {rate:>12,.0f}/s  ratio {ratios[name]:<9} {change}  ({data})")
        if before and ratios[name] < SLID_BELOW * before:
            slid.append(name)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:,.0f} MB")
    if "--keep" in sys.argv:
        BASELINE.write_text(json.dumps(ratios, indent=2) + "\n", encoding="utf-8")
    if slid:
        sys.stderr.write(f"slid: {', '.join(slid)}\n")
    return 1 if slid else 0


if __name__ == "__main__":
    sys.exit(main())
