"""The changes by hand that tests must notice still fit the code that they change."""

from __future__ import annotations

import ast
from pathlib import Path

from tools.mutants import named_mutants

ROOT = Path(__file__).resolve().parents[2]


def test_every_named_change_finds_its_text_once_and_leaves_a_module_that_can_be_read() -> None:
    found = list(named_mutants())
    assert len(found) >= 21
    for one in found:
        assert one.source != one.path.read_text(encoding="utf-8"), one.what
        ast.parse(one.source)


def test_the_tests_that_must_notice_them_are_there() -> None:
    missing = [test for one in named_mutants() for test in one.tests if not (ROOT / test).exists()]
    assert not missing
