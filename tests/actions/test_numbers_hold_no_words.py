"""A number stands in the clear, and so no words are kept in one: a patient's name would be read in every backup."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest

import kizuki.actions
from kizuki.actions.cases.open_case import CaseEntry, open_case
from kizuki.actions.information.receive_information import receive_information
from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry
from kizuki.actions.reports.record_receipt import Answered, require_answer
from kizuki.actions.rows import numbered
from kizuki.core.refusal import Refused
from tests.actions.record import DEATH_IN_JAPAN, TESTER, TODAY, company_and_pump

ROOT = Path(kizuki.actions.__file__).parent
ON = date(2026, 8, 3)
NAME = "朽木薫子"

OF_OURS = {
    "case.number",
    "companyaddress.postal_code",
    "decision.number",
    "device.approval_no",
    "device.key",
    "hospital.key",
    "key",
    "licence.number",
    "number",
    "patch.key",
    "period.last_report_no",
}
"""Numbers and keys of lists that a company kept before, and of its devices, hospitals and licences: they may be words."""


@pytest.mark.parametrize(
    "told", ["", "ー", "2026-0001", "薬生監麻発0115第2号", "書留 123-45-67890-1", "受付第３号", "A/B (1)"]
)
def test_what_offices_and_carriers_number_by_is_a_number(told: str) -> None:
    assert numbered(told, "reference", longest=80) == told


@pytest.mark.parametrize("told", [NAME, f"書留 {NAME}", "くつき", "クツキ", "the patient fell out of bed", "É"])
def test_a_name_or_a_sentence_is_no_number(told: str) -> None:
    with pytest.raises(Refused, match="is no number or reference"):
        numbered(told, "reference", longest=80)


@pytest.mark.django_db
def test_the_verbs_that_take_a_number_take_no_name_for_it() -> None:
    company_and_pump()
    with pytest.raises(Refused, match="key: is no number"):
        open_case(CaseEntry(NAME, "pump", "件名", DEATH_IN_JAPAN), on=TODAY, actor=TESTER)
    entry = InformationEntry("hospital", [ReceiptEntry(ON, name="x")], {"summary": "x"}, source_no=NAME)
    with pytest.raises(Refused, match="source_no: is no number"):
        receive_information(entry, on=ON, actor=TESTER)
    with pytest.raises(Refused, match="message: is no number"):
        require_answer(Answered(True, ON, receipt_year="2026", receipt_number="1", message=NAME), ON)


def test_no_further_number_is_taken_as_a_text() -> None:
    """Whatever is called a number, key, code or reference is one (`numbered`), or stands in the list above."""
    found = set()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "text":
                place = node.args[1] if len(node.args) > 1 else None
                if isinstance(place, ast.Constant) and _is_number(str(place.value)):
                    found.add(str(place.value))
    assert found - OF_OURS - {"contract.reference"} == set()
    assert found >= OF_OURS, "the list may be shortened"


def _is_number(place: str) -> bool:
    last = place.rpartition(".")[2]
    return last in ("number", "key", "reference", "message") or last.endswith(("_no", "_number", "_code"))
