"""`python -m tools.map`: docs/map.md from the docstrings of the packages; with `--check`, whether it is true."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "kizuki"
MAP = ROOT / "docs" / "map.md"

HEAD = """# Map of the rooms

Generated from the docstrings of the packages (`make map`); `make check` refuses a map that is not true.
Dependencies point down only: settings, doors (web, api, cli, worker), verbs (actions), memory and outer world
(store, gateways), judgement (core).

"""


def room_of(package: Path) -> str:
    """One line of the map: the package and the first sentence that says what it is for."""
    docstring = ast.get_docstring(ast.parse((package / "__init__.py").read_text(encoding="utf-8")))
    if not docstring:
        raise SystemExit(f"map: {package.relative_to(ROOT)}/__init__.py says nothing about what the room is for")
    depth = len(package.relative_to(SOURCE).parts)
    name = package.relative_to(SOURCE.parent).as_posix()
    return f"{'  ' * depth}- `{name}/` {' '.join(docstring.split(chr(10) * 2)[0].split())}"


def drawn() -> str:
    """The whole map."""
    packages = sorted(path.parent for path in SOURCE.rglob("__init__.py") if "migrations" not in path.parts)
    return HEAD + "\n".join(room_of(package) for package in packages) + "\n"


def main() -> int:
    """Write the map, or with `--check` compare it."""
    new = drawn()
    if "--check" not in sys.argv:
        MAP.write_text(new, encoding="utf-8")
        return 0
    if not MAP.exists() or MAP.read_text(encoding="utf-8") != new:
        sys.stderr.write("docs/map.md is not what the packages say: run `make map`\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
