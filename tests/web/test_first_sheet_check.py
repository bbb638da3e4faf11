"""What the check says of a first report's sheet before it leaves: names of the intake, and numbers of our addressees."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from kizuki.actions.company.register_addressee import register_addressee
from kizuki.actions.reports.draft_form import draft_form
from kizuki.store.models import Report
from kizuki.store.queries.checking.checked import check_of
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.record import TESTER
from tests.web.test_doors_stories import done, of_role
from tests.web.test_first_addressee import OFFICE, noon, recording
from tests.web.test_first_sheet_page import begun, death_by_telephone, write

pytestmark = pytest.mark.django_db

__all__ = ["noon"]


def told_by_telephone(officer: Client, **more: Any) -> int:
    """A death in a hospital that is on no list, as it is received and becomes a case."""
    told = {
        "secrecy": "ordinary",
        "harm": "asking",
        "source": "hospital",
        "learned_on": "2026/6/16",
        "summary": "輸液ポンプが停止した。",
        "device": "pump",
    }
    information = done(officer, "/do/receive_information", told | more)
    new = {"title": "輸液ポンプの停止", "kind": "event", "locus": "domestic", "harm": "death", "evidence": "電話"}
    return int(done(officer, f"{information}/do/become_case", new).rpartition("/")[2])


def found_in_the_facts(officer: Client, address: str, words: str) -> list[str]:
    write(officer, address, "facts", words)
    lines = officer.get(address).context["page"].found
    return [line.text for line in lines if line.box.endswith("#box-facts")]


def test_a_hospital_and_a_caller_whom_the_intake_told_are_kept_out_before_anybody_registers_them(
    office: dict[str, int],
) -> None:
    officer = of_role("safety_officer")
    told = {"hospital_told": "見晴台総合病院", "person": "木村 次郎 様", "who": "営業　太郎"}
    address = begun(officer, told_by_telephone(officer, **told))
    said = found_in_the_facts(officer, address, "見晴台総合病院の木村次郎氏が営業太郎に電話した。")
    for name in ("見晴台総合病院", "木村 次郎", "営業　太郎"):
        assert any(name in line for line in said), (name, said)
    assert found_in_the_facts(officer, address, "病室で停止した。") == []


def test_what_another_call_told_says_nothing_of_this_sheet(office: dict[str, int]) -> None:
    officer = of_role("safety_officer")
    told_by_telephone(officer, hospital_told="見晴台総合病院")
    address = begun(officer, told_by_telephone(officer))
    assert found_in_the_facts(officer, address, "見晴台総合病院の近くで停止した。") == []


def test_the_number_that_the_product_itself_wrote_into_the_remarks_is_no_contact(office: dict[str, int]) -> None:
    register_addressee(OFFICE, from_on=date(2026, 4, 1), actor=TESTER)
    officer = of_role("safety_officer")
    case_id = death_by_telephone(officer)
    address, told = recording(officer, case_id)
    done(officer, address, told | {"addressee": "見本機構", "number": "00-3333-4444"})
    report = draft_form(case_id, 8, actor=TESTER)
    assert "00-3333-4444" in str(Report.objects.get(pk=report).fields)
    checked = check_of(PROGRAM, report, date(2026, 6, 16))
    assert checked is not None
    assert "names_an_address" not in {one.code for one in checked.findings}
