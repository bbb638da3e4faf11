"""`python -m tools.notices`: docs/third-party.md, what an installation is made of and under which licences; with
`--check`, whether it is true. A part under a licence that nobody here has looked at ends the run."""

from __future__ import annotations

import json
import re
import sys
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
NOTICES = ROOT / "docs" / "third-party.md"

ALLOWED = frozenset(
    {
        *("MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "PSF-2.0", "OFL-1.1", "0BSD"),
        *("Apache-2.0 OR BSD-3-Clause", "Apache-2.0 OR BSD-2-Clause"),
        # Used as they are, as modules of their own that anybody may exchange.
        *("LGPL-3.0-only", "LGPL-3.0-or-later"),
    }
)

SAME = {
    "MIT License": "MIT",
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "PSFL": "PSF-2.0",
    "LGPLv3+": "LGPL-3.0-or-later",
}
"""What packages call their licence, where it is not its SPDX name."""

HEAD = """# Parts of others

Generated from the packages that `uv.lock` and `package-lock.json` name for an installation (`make map`); `make check`
refuses a list that is not true, and a licence that is not one of those named in `tools/notices.py`. Their texts stand in
the packages themselves; those of the fonts, sheets and scripts that the pages serve are served beside them, under
`/static/npm/licences/`. Parts for tests alone are not installed and not listed. Listed for Linux and Python 3.11.

| part | version | licence |
|---|---|---|
"""

Part = tuple[str, str, str]


def python_parts() -> list[Part]:
    """Every distribution that `kizuki` needs here, itself left out: name, version, licence."""
    found: dict[str, Part] = {}
    waiting = [("kizuki", "")]
    done = set()
    while waiting:
        named, extra = waiting.pop()
        name = re.sub(r"[-_.]+", "-", named).lower()
        if (name, extra) in done:
            continue
        done.add((name, extra))
        part = metadata.distribution(named)
        found[name] = (name, part.version, _licence(part))
        for text in part.requires or []:
            need = Requirement(text)
            if need.marker is None or need.marker.evaluate({"extra": extra}):
                waiting += [(need.name, one) for one in ("", *need.extras)]
    del found["kizuki"]
    return sorted(found.values())


def npm_parts() -> list[Part]:
    """The packages of which files are served or printed with."""
    names = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    told = [json.loads((ROOT / "node_modules" / name / "package.json").read_text(encoding="utf-8")) for name in names]
    # The typeface of @expo-google-fonts is under the licence of its file LICENSE_FONT, its package under MIT.
    return sorted((one["name"], one["version"], str(one["license"])) for one in told)


def _licence(part: metadata.Distribution) -> str:
    told = part.metadata
    classifiers = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier") or [] if one.startswith("License")]
    said = str(told.get("License-Expression") or told.get("License") or next(iter(classifiers), "")).strip()
    return SAME.get(said, said)


def drawn() -> str:
    """The whole page. `SystemExit` at a licence that is not allowed."""
    parts = [*python_parts(), *npm_parts()]
    for name, version, licence in parts:
        if any(one not in ALLOWED for one in ([licence] if licence in ALLOWED else licence.split(" AND "))):
            raise SystemExit(f"notices: {name} {version}: {licence or 'no licence'} is not one of those allowed")
    return HEAD + "".join(f"| {name} | {version} | {licence} |\n" for name, version, licence in parts)


def main() -> int:
    """Write the page, or with `--check` compare it."""
    new = drawn()
    if "--check" not in sys.argv:
        NOTICES.write_text(new, encoding="utf-8")
        return 0
    # Another Python needs a part more or less; their licences were looked at above.
    if sys.version_info[:2] != (3, 11):
        return 0
    if not NOTICES.exists() or NOTICES.read_text(encoding="utf-8") != new:
        sys.stderr.write("docs/third-party.md is not what is installed: run `make map`\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
