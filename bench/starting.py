"""`python -m bench.starting`: what `kizuki match` costs before it has anything to do: one component, one record.

Processor time of the whole process, the least of ten runs: what else the machine does is not counted.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

LIMIT = 0.15
_TIMES = 10
_COMPONENT = {
    "type": "library",
    "bom-ref": "a",
    "name": "jinja2",
    "version": "2.10",
    "purl": "pkg:pypi/jinja2@2.10",
}
_LISTS = {
    "CycloneDX": {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": [_COMPONENT]},
    "SPDX": {
        "spdxVersion": "SPDX-2.3",
        "SPDXID": "SPDXRef-DOCUMENT",
        "packages": [{"SPDXID": "SPDXRef-a", "name": "jinja2", "versionInfo": "2.10"}],
    },
}
_RECORD = {
    "id": "PYSEC-2019-217",
    "modified": "2026-06-01T00:00:00Z",
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "jinja2"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.10.1"}]}],
        }
    ],
}


def spent(*words: str) -> float:
    """Processor seconds of one run of the command, with the kernel's."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([str(Path(sys.executable).with_name("kizuki")), *words], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> int:
    """One line a format of list; 1 where the limit does not hold."""
    over = False
    with tempfile.TemporaryDirectory(prefix="kizuki-bench-") as folder:
        record = Path(folder) / "record.json"
        record.write_text(json.dumps(_RECORD), encoding="utf-8")
        for name, document in _LISTS.items():
            listed = Path(folder) / f"{name}.json"
            listed.write_text(json.dumps(document), encoding="utf-8")
            words = ("match", "--sbom", str(listed), "--advisories", str(record))
            least = min(spent(*words) for _ in range(_TIMES))
            over |= least > LIMIT
            held = "held" if least <= LIMIT else "NOT HELD"
            print(f"kizuki match, one component of {name}, one record: {least:.3f} s  limit {LIMIT} s {held}")
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
