"""`python -m tools.not_yet`: docs/not-yet.md from the lists of tests/shape/debts.py; `--check`: whether it is true."""

from __future__ import annotations

import ast
import itertools
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DEBTS = ROOT / "tests" / "shape" / "debts.py"
SOURCE = ROOT / "src" / "kizuki"
PAGE = ROOT / "docs" / "not-yet.md"

HEAD = """# Not yet · まだないもの

What this version keeps or can do, and does not show, offer or protect yet. Written from the lists that the tests freeze
(`tests/shape/debts.py`, `make map`): they may only grow shorter, and this page ends empty.

この版にまだないものの一覧です。試験が固定している一覧から作られ、短くなることしかありません。
"""
NOTHING = "\nNothing: every list is empty.\n"


def debts() -> Iterator[tuple[str, list[str]]]:
    """Each list as what is said of it and its names, in the order of the file; without those that are empty."""
    body = ast.parse(DEBTS.read_text(encoding="utf-8")).body
    for at, said in itertools.pairwise(body):
        if isinstance(at, ast.Assign) and isinstance(said, ast.Expr) and isinstance(said.value, ast.Constant):
            names = [str(name.value) for name in getattr(at.value, "elts", ()) if isinstance(name, ast.Constant)]
            if names:
                yield str(said.value.value), sorted(names)


def meanings() -> dict[str, str]:
    """The first sentence about each verb and each table, by name."""
    found = {}
    for room, kind in (("actions", ast.FunctionDef), ("store/models", ast.ClassDef)):
        for path in sorted((SOURCE / room).rglob("*.py")):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, kind) and (text := ast.get_docstring(node)):
                    found[node.name] = re.split(r"(?<=[a-z)`])[.;]\s", " ".join(text.split()))[0].rstrip(".")
    return found


def written() -> str:
    """The whole page."""
    known, parts, inner = meanings(), [], []
    for said, names in debts():
        sentence = f"{' '.join(said.split()).rstrip('.')} ({len(names)})"
        if any(name.partition(".")[0] in known for name in names):
            told = (f"- `{name}`: {known.get(name.partition('.')[0], '')}".rstrip(": ") + "." for name in names)
            parts.append("\n".join((f"\n## {sentence}", "", *told, "")))
        else:
            # What only those who build it look at: they find the names beside the test.
            inner.append(f"- {sentence}\n")
    if inner:
        parts.append("\n## Inside, for those who build it\n\n" + "".join(inner))
    return HEAD + ("".join(parts) or NOTHING)


def main() -> int:
    """Write the page, or with `--check` compare it."""
    if "--check" not in sys.argv:
        PAGE.write_text(written(), encoding="utf-8")
        return 0
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != written():
        sys.stderr.write("docs/not-yet.md is not what tests/shape/debts.py says: run `make map`\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
