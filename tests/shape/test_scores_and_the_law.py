"""No score ever feeds the law: the rules that decide on reporting cannot know of one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

CORE = Path(__file__).resolve().parents[2] / "src" / "kizuki" / "core"
ROOMS_OF_THE_LAW = ("reporting", "facts", "clocks", "law")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def reached(room: str) -> set[str]:
    """The rooms of the core that a room imports, directly or through others."""
    found, next_rooms = {room}, [room]
    while next_rooms:
        files = (CORE / next_rooms.pop()).rglob("*.py")
        for name in {name for file in files for name in imported(file)}:
            parts = name.split(".")
            if parts[:2] == ["kizuki", "core"] and len(parts) > 2 and parts[2] not in found:
                found.add(parts[2])
                next_rooms.append(parts[2])
    return found


@pytest.mark.parametrize("room", ROOMS_OF_THE_LAW)
def test_the_law_imports_nothing_of_scoring(room: str) -> None:
    assert "scoring" not in reached(room)


def test_no_fact_is_a_score_or_a_signal() -> None:
    from kizuki.core.facts import reading

    keys = {key for name in vars(reading) if name.endswith("_KEYS") for key in getattr(reading, name)}
    assert {"kind", "own"} <= keys
    assert not {key for key in keys if any(word in key for word in ("cvss", "epss", "kev", "score", "ssvc"))}
