"""The terms of the sample: one code has one Japanese name, and where the table has one it is the table's own."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from importlib import resources
from typing import Any

from kizuki.core.forms.terms import term_of

PORTFOLIO = resources.files("kizuki.sample") / "portfolio"


def told() -> Iterator[tuple[str, str]]:
    """Code and name, wherever the portfolio tells both."""
    files = [*(PORTFOLIO / "cases").iterdir(), PORTFOLIO / "year.toml"]
    for file in files:
        yield from _pairs(tomllib.loads(file.read_text(encoding="utf-8")))


def _pairs(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        if isinstance(value.get("code"), str) and isinstance(value.get("term"), str):
            yield value["code"], value["term"]
        for inner in value.values():
            yield from _pairs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _pairs(inner)


def test_a_code_has_one_name_on_every_paper_and_it_is_that_of_the_table() -> None:
    names: dict[str, set[str]] = defaultdict(set)
    for code, name in told():
        names[code].add(name)
    assert len(names) > 30
    for code, found in names.items():
        term = term_of(code)
        assert term is not None, code
        assert found == {term.ja} if term.ja else len(found) == 1, (code, found)
