"""Every test that `docs/asvs.md` names as a proof stands, and no line is without one where it says yes."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LINES = [
    [cell.strip() for cell in line.strip("|\n").split("|")]
    for line in (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| V")
]
NAMED = re.compile(r"(tests/[\w/]+\.py)::(\w+|\*)")


def test_every_test_that_is_named_stands() -> None:
    missing = []
    for section, _, _, proof in LINES:
        for file, name in NAMED.findall(proof):
            path = ROOT / file
            tests = _tests_of(path) if path.is_file() else set()
            if not tests or (name != "*" and name not in tests):
                missing.append((section, f"{file}::{name}"))
    assert missing == []


def test_a_line_says_what_holds_and_yes_never_without_a_test() -> None:
    assert len(LINES) > 40
    assert {here for _, _, here, _ in LINES} <= {"yes", "partly", "no", "operator"}
    assert [
        section for section, _, here, proof in LINES if here in ("yes", "partly") and not NAMED.search(proof)
    ] == []


def _tests_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {one.name for one in tree.body if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")}
