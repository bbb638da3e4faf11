"""The matrix of who may do what: complete, and without a verb for those who only read."""

from __future__ import annotations

import re
from pathlib import Path

import kizuki.actions
from kizuki.core.glossary import all_words
from kizuki.core.people import ROLES, matrix, may

ACTIONS = Path(kizuki.actions.__file__).parent


def verbs_in_the_code() -> set[str]:
    return {
        name
        for path in ACTIONS.rglob("*.py")
        for name in re.findall(r'(?<!\w)verb\(\s*"([a-z_]+)"', path.read_text(encoding="utf-8"))
    }


def test_every_verb_has_its_row_and_every_row_its_verb() -> None:
    assert verbs_in_the_code() == set(matrix())


def test_an_auditor_runs_no_verb() -> None:
    assert not [name for name in matrix() if may("auditor", name)]


def test_every_role_has_its_word() -> None:
    for role in ROLES:
        assert f"record.role.{role}" in all_words()
