"""How fast advisories are read: a made feed for the ratio, and the whole of the reference data where it is there.

`python -m bench.feeds` reads all of `../shared/data/vulns` in a process of its own and ends with 1 where it takes
longer or more memory than asked (issue: 45 s, 500 MB).
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

VULNS = Path(__file__).resolve().parents[2] / "shared" / "data" / "vulns"
MOST_SECONDS, MOST_MB = 45, 500
RECORDS = 2_000


def made_feed() -> bytes:
    """Records of NVD with two configurations and a score each, as one answer."""
    rows = [
        {
            "cve": {
                "id": f"CVE-2024-{number}",
                "vulnStatus": "Analyzed",
                "lastModified": "2024-01-02T00:00:00.000",
                "descriptions": [{"lang": "en", "value": "A fault in a part of a pump."}],
                "metrics": {
                    "cvssMetricV31": [
                        {"source": "nvd@nist.gov", "cvssData": {"version": "3.1", "vectorString": "CVSS:3.1/AV:N"}}
                    ]
                },
                "configurations": [
                    {
                        "nodes": [
                            {
                                "operator": "OR",
                                "negate": False,
                                "cpeMatch": [
                                    {
                                        "vulnerable": True,
                                        "criteria": f"cpe:2.3:a:maker:part-{number}:*:*:*:*:*:*:*:*",
                                        "versionEndExcluding": f"{number % 90}.{bound}",
                                    }
                                ],
                            }
                        ]
                    }
                    for bound in (1, 2)
                ],
            }
        }
        for number in range(RECORDS)
    ]
    return json.dumps({"resultsPerPage": RECORDS, "totalResults": RECORDS, "vulnerabilities": rows}).encode()


def reading_advisories() -> Callable[[], int]:
    """Read an answer of NVD of 2,000 records; a piece of work is a record."""
    from kizuki.core.advisories import read_advisories

    content = made_feed()

    def work() -> int:
        return len(read_advisories(content).advisories)

    return work


def main() -> int:
    """Read every record of the reference data, one document at a time, and say how long and how much."""
    from kizuki.core.advisories import read_advisories
    from kizuki.gateways.files import read_pieces

    if not VULNS.is_dir():
        print("no reference data at ../shared/data/vulns: not measured")
        return 0
    began, records, refused = time.monotonic(), 0, 0
    for piece in read_pieces([str(VULNS)]):
        read = read_advisories(piece.content, piece.file)
        records += len(read.advisories)
        refused += len(read.refused)
    seconds = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{records:,} records of ../shared/data/vulns read in {seconds:.1f} s (at most {MOST_SECONDS}), "
        f"peak memory {peak:,.0f} MB (at most {MOST_MB}), {refused} refused"
    )
    return int(seconds > MOST_SECONDS or peak > MOST_MB or refused > 0)


if __name__ == "__main__":
    sys.exit(main())
