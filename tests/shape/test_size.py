"""Small files and short functions: what makes a codebase feared is its largest file, not its median."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "kizuki"
MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 60
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "manager", "base"}

FILES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MOST_LINES_OF_A_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno < MOST_LINES_OF_A_FUNCTION, node.name


def test_no_room_is_called_by_a_name_that_says_nothing() -> None:
    rooms = {part for path in SOURCE.rglob("*") for part in (path.stem,) if "static" not in path.parts}
    assert not rooms & FORBIDDEN_NAMES


@pytest.mark.parametrize("path", [p for p in FILES if "core" in p.parts or "actions" in p.parts], ids=name_of)
def test_every_public_function_of_core_and_actions_says_what_it_means(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert not silent


def test_core_opens_no_address() -> None:
    # Import contracts name whole packages of the standard library only; urllib.parse is welcome, urllib.request not.
    for path in FILES:
        if "core" in path.parts:
            assert "urllib.request" not in path.read_text(encoding="utf-8"), name_of(path)


def test_core_reads_no_clock() -> None:
    for path in FILES:
        if "core" not in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                assert node.attr not in {"today", "now", "utcnow"}, f"{name_of(path)} line {node.lineno}"
