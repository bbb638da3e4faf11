"""`python -m tools.own_sbom`: our own component list (CycloneDX), which goes with each release; with `--check`, whether
it is true, and whether our own matcher finds one of its parts in the known holes.

Those are a small dated set beside this file (`tools/known`), whose age is told each time: what was published after it is
not seen. `--advisories PATH …` holds the list against a feed instead (OSV as folder, file or archive).
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
import tomllib
from collections.abc import Sequence
from typing import Any

from kizuki import __version__
from kizuki.cli.match_holding import ORDER, held
from kizuki.core.matching import Verdict, finding_json
from kizuki.core.sbom import read_sbom
from tools.notices import ROOT, npm_parts, python_parts

SBOM = ROOT / "docs" / "sbom.cdx.json"
KNOWN = ROOT / "tools" / "known"


def drawn() -> str:
    """The list as a document: the same bytes for the same parts."""
    parts = [("pypi", *part) for part in python_parts()] + [("npm", *part) for part in npm_parts()]
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "kizuki",
                "name": "kizuki",
                "version": __version__,
                "purl": f"pkg:pypi/kizuki@{__version__}",
            }
        },
        "components": [_component(*part) for part in parts],
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _component(kind: str, name: str, version: str, licence: str) -> dict[str, Any]:
    purl = f"pkg:{kind}/{name.replace('@', '%40')}@{version}"
    told = {"expression": licence} if " " in licence else {"license": {"id": licence}}
    return {
        "type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl, "licenses": [told],
    }  # fmt: skip


def known_holes(document: str, advisories: Sequence[str]) -> list[str]:
    """One line for each part that one of these advisories speaks of and that is affected, or of which that cannot be
    told: the worst first."""
    sbom = read_sbom(document.encode())
    _, answer = held([(SBOM.name, sbom)], list(advisories), keep_all=False, known=None)
    if not answer.read:
        raise SystemExit(f"own parts: no advisory was read from {', '.join(advisories)}")
    found = sorted({(ORDER[finding.verdict], finding) for _, finding, _ in answer.findings}, key=lambda one: one[0])
    told = (finding_json(one, "en") for _, one in found if one.verdict is not Verdict.NOT_AFFECTED)
    return [
        f"{one['component']['name']} {one['component']['version']}: {one['verdict']} by {one['advisory']}"
        for one in told
    ]


def _age(on: datetime.date) -> str:
    source = tomllib.loads((KNOWN / "source.toml").read_text(encoding="utf-8"))
    rows = [json.loads(line) for line in (KNOWN / source["file"]).read_text(encoding="utf-8").splitlines()]
    names = {one["package"]["name"].lower() for row in rows for one in row["affected"]}
    taken = source["taken_on"]
    return (
        f"own parts: held against {len(rows)} known records of {len(names)} of {len(python_parts())} Python parts, "
        f"as they stood on {taken}, {(on - taken).days} days ago: later ones are not seen"
    )


def main(words: Sequence[str]) -> int:
    """Write the list, or check it."""
    parser = argparse.ArgumentParser(prog="python -m tools.own_sbom")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--advisories", nargs="+", default=[], metavar="PATH")
    asked = parser.parse_args(words)
    new = drawn()
    if not asked.check:
        SBOM.write_text(new, encoding="utf-8")
        return 0
    # Another Python needs a part more or less; the holes are looked for in what it needs.
    if sys.version_info[:2] == (3, 11) and (not SBOM.exists() or SBOM.read_text(encoding="utf-8") != new):
        sys.stderr.write("docs/sbom.cdx.json is not what is installed: run `make map`\n")
        return 1
    if not asked.advisories:
        sys.stderr.write(_age(datetime.datetime.now(tz=datetime.UTC).date()) + "\n")
    holes = known_holes(new, asked.advisories or [str(KNOWN / "pypa.ndjson")])
    for line in holes:
        sys.stderr.write(f"own parts: {line}\n")
    return 1 if holes else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
