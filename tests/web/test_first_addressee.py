"""Where a first report goes: PMDA's office of the day with its numbers; where none is registered, that is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from kizuki.actions.company.register_addressee import AddresseeEntry, register_addressee
from kizuki.actions.reports.record_first_report import FirstSheet, record_first_report
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.store.models import FirstReport, Obligation
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock
from kizuki.web.first_addressee import first_addressee
from tests.actions.record import TESTER
from tests.web.test_doors_stories import done, of_role
from tests.web.test_first_sheet_page import begun, death_by_telephone
from tests.web.test_portfolio_pages import words

pytestmark = pytest.mark.django_db

READER = Viewer(None, "program", "ja")
OFFICE = AddresseeEntry("pmda_first_report", "見本機構", "見本課", phone="00-1111-0000", fax="00-1111-2222")


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    now = datetime(2026, 6, 16, 3, tzinfo=UTC)
    monkeypatch.setattr("kizuki.web.pages.first_sheet.today", lambda: now.date())
    monkeypatch.setattr("kizuki.web.pages.door.today", lambda: now.date())
    with clock.standing_at(now):
        yield


def recording(client: Client, case_id: int) -> tuple[str, dict[str, Any]]:
    """The form on which its sending is recorded, and what is told there beside the addressee."""
    first = Obligation.objects.get(case_id=case_id, kind="first_report", state="owed")
    told = {"named": first.pk, "way": "fax", "on": "2026/6/16", "at": "11:30", "delivered": "good"}
    return f"/cases/{case_id}/do/record_first_report?row={first.pk}", told


def test_the_office_in_force_is_shown_with_telephone_and_fax_where_its_sending_is_recorded(
    office: dict[str, int],
) -> None:
    register_addressee(OFFICE, from_on=date(2026, 4, 1), actor=TESTER)
    officer = of_role("safety_officer")
    case_id = death_by_telephone(officer)
    address, _ = recording(officer, case_id)
    for page in (officer.get(address), officer.get(begun(officer, case_id))):
        assert "見本機構 見本課 電話 00-1111-0000 FAX 00-1111-2222（2026-04-01から有効）" in words(page)
    form = officer.get(address).context["page"].shown.form
    assert (form["addressee"].value(), form["number"].value()) == ("見本機構 見本課", "00-1111-2222")


def test_the_check_of_the_sheet_knows_the_number_of_the_office_for_first_reports(office: dict[str, int]) -> None:
    officer = of_role("safety_officer")
    address = begun(officer, death_by_telephone(officer))

    def of_fax() -> list[str]:
        return [line.text for line in officer.get(address).context["page"].found if "FAX" in line.text]

    assert of_fax() != []
    register_addressee(OFFICE, from_on=date(2026, 4, 1), actor=TESTER)
    assert of_fax() == []


def test_the_number_that_was_called_is_kept_with_the_addressee_and_read_on_the_sheet(office: dict[str, int]) -> None:
    register_addressee(OFFICE, from_on=date(2026, 4, 1), actor=TESTER)
    officer = of_role("safety_officer")
    case_id = death_by_telephone(officer)
    sheet = begun(officer, case_id)
    address, told = recording(officer, case_id)
    done(officer, address, told | {"addressee": "見本機構 見本課", "number": "00-3333-4444"})
    assert FirstReport.objects.get().addressee == "見本機構 見本課（FAX 00-3333-4444）"
    assert "見本機構 見本課（FAX 00-3333-4444）" in words(officer.get(sheet))


def test_a_sheet_that_went_by_mail_is_not_told_with_the_fax_number_that_was_proposed(office: dict[str, int]) -> None:
    register_addressee(OFFICE, from_on=date(2026, 4, 1), actor=TESTER)
    officer = of_role("safety_officer")
    address, told = recording(officer, death_by_telephone(officer))
    by_mail = told | {"way": "mail", "addressee": "見本機構"}
    refused = officer.post(address, by_mail | {"number": "00-3333-4444"})
    assert "FAXで送った場合だけ記録します" in words(refused, 422), "a number that a person wrote is not dropped"
    done(officer, address, by_mail | {"number": "00-1111-2222"})
    assert FirstReport.objects.get().addressee == "見本機構"


def test_where_no_office_is_registered_both_pages_say_so_and_lead_to_where_it_is_entered(
    office: dict[str, int],
) -> None:
    officer = of_role("safety_officer")
    case_id = death_by_telephone(officer)
    address, told = recording(officer, case_id)
    there = "/do/register_addressee?kind=pmda_first_report"
    for page in (officer.get(address), officer.get(begun(officer, case_id))):
        assert "送付先（PMDA）が登録されていません" in words(page)
        assert f'href="{there}"' in page.content.decode()
    assert officer.get(there).context["page"].shown.form["kind"].value() == "pmda_first_report"
    done(officer, address, told | {"addressee": "PMDA"})
    assert FirstReport.objects.get().addressee == "PMDA", "it is recorded all the same"


def test_an_office_without_a_fax_number_is_named_with_what_it_lacks(office: dict[str, int]) -> None:
    register_addressee(AddresseeEntry("pmda_first_report", "見本機構"), from_on=date(2026, 4, 1), actor=TESTER)
    to = first_addressee(READER, date(2026, 6, 16))
    assert to.lines == ("見本機構　電話・FAXは未登録（2026-04-01から有効）",)
    assert "FAX番号が登録されていません" in to.missing


def test_who_may_register_no_addressee_is_led_to_the_page_of_the_company(office: dict[str, int]) -> None:
    assert first_addressee(READER, date(2026, 6, 16)).entered == ("/company", "会社と担当者")


def test_a_sheet_recorded_after_the_number_changed_names_the_office_of_both_days(office: dict[str, int]) -> None:
    old = register_addressee(OFFICE, from_on=date(2026, 4, 1), to_on=date(2026, 6, 15), actor=TESTER)
    newer = AddresseeEntry("pmda_first_report", "見本機構", "見本課", fax="00-5555-6666")
    register_addressee(newer, from_on=date(2026, 6, 16), actor=TESTER)
    to = first_addressee(READER, date(2026, 6, 16), date(2026, 6, 15))
    assert old is not None
    assert (to.fax, len(to.lines)) == ("00-5555-6666", 2)
    assert "00-1111-2222（2026-04-01から2026-06-15まで）" in to.lines[1]


def test_a_number_is_told_of_a_fax_only(office: dict[str, int]) -> None:
    officer = of_role("safety_officer")
    case_id = death_by_telephone(officer)
    first = Obligation.objects.get(case_id=case_id, kind="first_report", state="owed")
    now = clock.now()
    sheet = FirstSheet([first.pk], "mail", "PMDA", now, delivered=True, number="00-1111-2222")
    with pytest.raises(Refused, match="FAX only"):
        record_first_report(case_id, sheet, now=now, actor=Actor.program("test"))
