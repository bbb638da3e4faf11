"""The matrix of who may do what: complete, and without a verb for those who only read."""

from __future__ import annotations

import re
from pathlib import Path

import kizuki.actions
from kizuki.core.glossary import all_words
from kizuki.core.people import ROLES, SIGNING_ROLES, matrix, may

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


def test_who_signs_reports_and_no_report_decisions_is_written_down() -> None:
    posts = {"general_manager", "safety_manager", "safety_officer", "quality_manager"}
    assert matrix()["approve_report"].roles == posts | {"reviewer"}
    assert matrix()["review_report"].roles == (posts - {"general_manager"}) | {"regulatory", "reviewer"}
    assert matrix()["decide_no_report"].roles == posts | {"regulatory", "reviewer"}
    assert matrix()["submit_unapproved"].roles == {"safety_manager", "regulatory"}


def test_psirt_signs_nothing() -> None:
    for verb in ("review_report", "approve_report", "decide_no_report", "submit_unapproved"):
        assert not may("psirt", verb)
    assert "psirt" not in SIGNING_ROLES


def test_a_reviewer_under_contract_signs_or_sends_back_and_does_nothing_else() -> None:
    verbs = {name for name in matrix() if may("reviewer", name)}
    assert verbs >= {"review_report", "approve_report", "decide_no_report"}
    proposing = {"propose_no_report", "answer_facts", "draft_form", "request_review", "set_embargo", "delegate"}
    assert not verbs & proposing
    assert all(may("safety_manager", name) for name in verbs), "no verb is the reviewer's alone"


def test_the_first_of_a_row_is_usually_asked() -> None:
    usual = {"review_report": "safety_manager", "approve_report": "general_manager", "submit_report": "regulatory"}
    for verb, role in usual.items():
        row = matrix()[verb]
        assert row.order[0] == role
        assert set(row.order) == row.roles


def test_every_role_has_its_word() -> None:
    for role in ROLES:
        assert f"record.role.{role}" in all_words()
