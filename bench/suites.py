"""`python -m bench.suites`: what the suites of the last whole `make test` cost, against the baseline; `--keep` writes it.

A run of all tests of a database leaves its processor seconds in `.cache`. They are told in turns of the calibration
loop, so that a slower machine does not look like a slower suite. A suite that costs over 130 % of its baseline has
slid, and the command ends with 1: no test ever fails for its time.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench.__main__ import calibration, per_second
from tests.budgets import BUDGETS, kept_of

BASELINE = Path(__file__).with_name("suites.json")
SLID_ABOVE = 1.3


def main() -> int:
    """One line a suite and database: seconds, what is asked for, and how it stands to the baseline."""
    loop = per_second(calibration)
    baseline = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
    slid, found = [], {}
    for database in ("sqlite", "postgresql"):
        kept = kept_of(database)
        if not kept.exists():
            print(f"{database:<10} no whole run is kept: make test")
            continue
        for suite, seconds in json.loads(kept.read_text(encoding="utf-8")).items():
            name = f"{database}: {suite}"
            found[name] = round(seconds * loop / 1000)
            before = baseline.get(name)
            change = f"{found[name] / before:.0%} of the baseline" if before else "no baseline"
            print(f"{name:<32} {seconds:>5.0f} processor seconds, {BUDGETS[suite]} asked for, {change}")
            if before and found[name] > SLID_ABOVE * before:
                slid.append(name)
    if "--keep" in sys.argv:
        BASELINE.write_text(json.dumps(baseline | found, indent=2) + "\n", encoding="utf-8")
    if slid:
        sys.stderr.write(f"slid: {', '.join(slid)}\n")
    return 1 if slid else 0


if __name__ == "__main__":
    sys.exit(main())
