"""`python -m bench.pages [ROWS CASES]`: every kind of page at the size of a large company, as the server makes it.

The record is the sample with a portfolio of ROWS component rows beside it (60,000 make about 100,000 findings) and CASES
cases with their ledgers, two hundred of them open. A safety manager walks from 今日 by links alone; of each kind of page
up to two addresses are asked for, twelve times each. Stated are the 95th percentile of the time (limit 100 ms) and the
size compressed (limit 60 KB, without fonts and charts: what the answer itself is). At the end a browser opens home
(limit: usable in 1 s).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROWS, CASES = 60_000, 2_000


def main() -> int:
    """Fill and measure in processes of their own; 1 where a limit does not hold."""
    rows, cases = (int(word) for word in sys.argv[1:3]) if len(sys.argv) > 2 else (ROWS, CASES)
    with tempfile.TemporaryDirectory(prefix="kizuki-bench-") as folder:
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "KIZUKI_KEY_FILE": str(Path(folder) / "keys"),
            "KIZUKI_VAR": folder,
        }
        words = [sys.executable, "-m", "bench.pages_steps", str(rows), str(cases)]
        subprocess.run([*words, "fill"], check=True, env=environment)
        return subprocess.run([*words, "measure"], check=False, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
