"""Whatever a page, or a command that promises it, can refuse has its Japanese sentence: asked of every room that they
import."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from kizuki.cli.main import SAID_IN_BOTH
from kizuki.core.refusal import Refused
from kizuki.core.refusals import reason_in, told_in
from kizuki.core.refusals.said import _sentences, known

SRC = Path(__file__).parents[2] / "src"

IN_ENGLISH = tomllib.loads((SRC / "kizuki/core/refusals/in_english.toml").read_text(encoding="utf-8"))
"""The sentences for readers of English, by the pattern of the reason."""

PASSED_ON = ("refusal.reason", "refused.reason", "self.reason", "str(refused)", "row.why")
"""A reason that is another refusal's, and was asked about where that one arises."""

PLACE_AND_REASON = "{}: {}"
"""Both are told as they are told elsewhere."""

OF_THE_SYSTEM = ("fault.strerror", "str(fault)")
"""Words of the operating system, of a library or of the database; the usual ones have their sentence."""


def file_of(module: str) -> Path | None:
    path = SRC / Path(*module.split("."))
    return next((one for one in (path / "__init__.py", path.with_suffix(".py")) if one.is_file()), None)


SAID_BY_ANOTHER = ("?refusal", "?reason")
"""Reasons that are handed in, or that the guard of a report's move gives, which are looked at in a test of their own."""


@cache
def rooms() -> frozenset[str]:
    """Every module that these commands, or a page or its door, import, directly or not."""
    commands = (f"kizuki.cli.{name}" for name in SAID_IN_BOTH)
    return frozenset(reached_from([*commands, "kizuki.cli.main", "kizuki.web.urls", "kizuki.web.doors.every"]))


def reached_from(asked: list[str]) -> set[str]:
    """The modules that these import, directly or not, with themselves."""
    found: set[str] = set()
    while asked:
        module = asked.pop()
        file = file_of(module)
        if module in found or file is None:
            continue
        found.add(module)
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("kizuki"):
                asked += [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
    return found


def templates(node: ast.expr, module: ast.Module) -> Iterator[str]:
    """The patterns of a reason: `{}` for each value. A name is what stands under it in a table of its module."""
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from (*templates(node.body, module), *templates(node.orelse, module))
    elif isinstance(node, ast.Name) and (constant := constant_of(node.id, module)) is not None:
        yield from templates(constant, module)
    elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        for one in module.body:
            if isinstance(one, ast.Assign) and node.value.id in [ast.unparse(target) for target in one.targets]:
                assert isinstance(one.value, ast.Dict)
                for value in one.value.values:
                    yield from templates(value, module)
    else:
        yield f"?{ast.unparse(node)}"


def constant_of(name: str, module: ast.Module) -> ast.expr | None:
    """What stands under a name in capitals, here or in the room that it is imported from."""
    if not name.isupper():
        return None
    for one in module.body:
        if isinstance(one, ast.Assign) and name in [ast.unparse(target) for target in one.targets]:
            return one.value
        if isinstance(one, ast.ImportFrom) and one.module and name in [asked.name for asked in one.names]:
            file = file_of(one.module)
            return constant_of(name, ast.parse(file.read_text())) if file else None
    return None


def refused_in(module: str) -> Iterator[tuple[str, str]]:
    """Each reason of a room with its place."""
    file = file_of(module)
    assert file is not None
    read = ast.parse(file.read_text())
    for node in ast.walk(read):
        if (
            isinstance(node, ast.Call)
            and ast.unparse(node.func).rpartition(".")[2] == "Refused"
            and len(node.args) > 1
        ):
            for template in templates(node.args[1], read):
                yield f"{module}:{node.lineno}", " ".join(template.split())


def test_every_guard_of_a_report_says_in_japanese_why_a_step_is_not_taken() -> None:
    """A guard answers with its reason; a word of it that is no code would be English on a Japanese page."""
    read = ast.parse((SRC / "kizuki/core/lifecycle/report.py").read_text())
    told = [
        one
        for node in ast.walk(read)
        if isinstance(node, ast.Return) and node.value is not None
        for one in guard_reasons(node.value, read)
    ]
    assert len(told) > 12
    assert [one for one in told if not known(one)] == []


def guard_reasons(node: ast.expr, module: ast.Module) -> list[str]:
    """The sentences that an expression of a guard can be."""
    if isinstance(node, ast.IfExp | ast.Constant | ast.JoinedStr):
        return [one for one in templates(node, module) if " " in one and not one.startswith("?")]
    return []


def test_the_rooms_are_looked_at() -> None:
    looked_at = {
        "kizuki.actions.loading.loading",
        "kizuki.core.tables.columns",
        "kizuki.actions.record.erase_expired",
        "kizuki.actions.measures.write_letter",
        "kizuki.web.pages.triage",
        "kizuki.core.disclosure.gate",
        "kizuki.core.forms.writing",
    }
    assert looked_at <= rooms()
    assert len([one for room in rooms() for one in refused_in(room)]) > 900


@pytest.mark.parametrize("room", sorted(rooms()))
def test_every_reason_of_a_room_has_its_japanese_sentence(room: str) -> None:
    lacking = [
        (place, template)
        for place, template in refused_in(room)
        if not known(template)
        and template != PLACE_AND_REASON
        and not any(word in template for word in (*PASSED_ON, *OF_THE_SYSTEM, *SAID_BY_ANOTHER))
    ]
    assert not lacking, "add it to src/kizuki/core/refusals/reasons_*.toml"


@pytest.mark.parametrize("template", sorted(_sentences()))
def test_a_sentence_names_every_value_of_its_pattern_and_none_that_is_not_there(template: str) -> None:
    values = [f"v{place}" for place in range(template.count("{}"))]
    reason = template.format(*values)
    said = reason_in(reason, "ja")
    assert said != reason
    assert [value for value in values if value not in said] == []
    english = reason_in(reason, "en")
    assert [value for value in values if value not in english] == []
    assert (english != reason) == (template in IN_ENGLISH)


def test_every_pattern_with_a_sentence_of_its_own_in_english_is_one_that_is_known() -> None:
    assert set(IN_ENGLISH) <= set(_sentences())


def test_file_place_and_nested_reasons_are_told() -> None:
    inner = Refused("line 3, key", "must not be empty")
    outer = Refused("", f"{inner} (2 rows cannot be kept; nothing was)", file="list.xlsx")
    assert told_in(outer, "ja") == (
        "list.xlsx：3 行目、key：入力してください（登録できない行が 2 行あるため、何も登録していません）"
    )
    assert told_in(outer, "en") == str(outer)
    assert told_in(Refused("x", "words that nobody foresaw"), "ja") == "x：words that nobody foresaw"
