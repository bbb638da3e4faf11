"""Every number of a year can be given, and lists of numbers stand in the order of numbers."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.actions.cases.note import note
from kizuki.actions.feeds.making_round import _open_cases
from kizuki.actions.incidents.open_incident import IncidentEntry, open_incident
from kizuki.actions.information.receive_information import receive_information
from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry
from kizuki.actions.record.end_use import end_use
from kizuki.store.models import Case, Device, Incident, Report, SafetyInformation, StoredDocument
from kizuki.store.queries.reports import reports_of
from kizuki.store.queries.retention import expired
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.record import TESTER, TODAY, company_and_pump, nothing_owed, opened_case

pytestmark = pytest.mark.django_db


def numbered(case_id: int) -> str:
    return Case.objects.get(pk=case_id).number


def renumbered(case_id: int, number: str) -> None:
    Case.objects.filter(pk=case_id).update(number=number)


def test_the_ten_thousandth_and_the_next_case_of_a_year_are_opened() -> None:
    company_and_pump()
    renumbered(opened_case("one"), "2026-9999")
    assert numbered(opened_case("two")) == "2026-10000"
    assert numbered(opened_case("three")) == "2026-10001"
    assert numbered(opened_case("next-year", opened_on=date(2027, 4, 1))) == "2027-0001"


def test_the_hundred_thousandth_information_and_the_ten_thousandth_incident_are_numbered() -> None:
    company_and_pump()
    entry = InformationEntry(
        source="hospital", receipts=[ReceiptEntry(date(2026, 6, 1), name="A")], texts={"summary": "停止"}
    )
    numbers = []
    for _ in range(3):
        numbers.append(SafetyInformation.objects.get(pk=receive_information(entry, on=TODAY, actor=TESTER)))
        SafetyInformation.objects.filter(number__endswith="-00001").update(
            number=numbers[0].number.replace("-00001", "-99999")
        )
    assert [row.number.rpartition("-")[2] for row in numbers] == ["00001", "100000", "100001"]
    told = IncidentEntry(kind="vulnerability", title="穴", learned_on=date(2026, 6, 1))
    found = []
    for _ in range(3):
        found.append(Incident.objects.get(pk=open_incident(told, on=TODAY, actor=TESTER)).number)
        Incident.objects.filter(number__endswith="-0001").update(number=found[0].replace("-0001", "-9999"))
    assert [number.rpartition("-")[2] for number in found] == ["0001", "10000", "10001"]


def test_the_round_and_the_list_of_retention_go_through_cases_in_the_order_of_their_numbers() -> None:
    Device.objects.filter(pk=company_and_pump()).update(categories=["general"])
    for key, number in (("one", "2026-10000"), ("two", "2026-9999"), ("three", "2027-0001"), ("four", "2026-0002")):
        case_id = opened_case(key)
        renumbered(case_id, number)
        end_use(f"case:{case_id}", date(2026, 6, 1), on=TODAY, actor=TESTER)
        note(case_id, "電話した", actor=TESTER)
        nothing_owed(case_id)
    wanted = ["2026-0002", "2026-9999", "2026-10000", "2027-0001"]
    assert [number for _, number in _open_cases()] == wanted
    assert [row.number for row in expired(PROGRAM, on=date(2090, 1, 1))] == wanted


def test_form_8_stands_before_form_10() -> None:
    company_and_pump()
    case_id = opened_case()
    at = Case.objects.get().opened_at
    document = StoredDocument.objects.create(sha256="0" * 64, media_type="a", size=0, content=b"", kept_at=at)
    for form in ("10", "8", "12", "9"):
        Report.objects.create(
            case_id=case_id,
            form=form,
            edition="2021-08-01",
            number=1,
            fields={},
            pages=1,
            document=document,
            drafted_at=at,
        )
    assert [row.form for row in reports_of(PROGRAM, case_id)] == ["8", "9", "10", "12"]
