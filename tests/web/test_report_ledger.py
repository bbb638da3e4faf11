"""The ledger of reports: each of every case, first reports too, with its day, its number and whether it was late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.people.signing import person_of
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.verb import Actor
from kizuki.store.models import Case, User
from kizuki.store.queries.ledgers.parts import WHOLE
from kizuki.store.queries.ledgers.reports import ReportFilter, report_ledger
from kizuki.store.queries.viewer import Viewer
from tests.actions.office import ON, Office, filled_case
from tests.web.test_a_first_report_that_left import DAY, NEXT, died_late, left
from tests.web.test_lists import rows_of
from tests.web.test_pages import words
from tests.web.test_sending_pages import as_person, sent
from tests.web.test_signing import post

pytestmark = pytest.mark.django_db

__all__ = ["as_person"]

DUE = date(2026, 8, 5)


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kizuki.web.pages.reports.today", lambda: ON)


def test_a_report_that_was_sent_stands_with_its_days_and_its_receipt(as_person: Callable[..., Client]) -> None:
    kato, case_id, report = sent(as_person)
    page = kato.get("/reports")
    told = words(page)
    number = Case.objects.get(pk=case_id).number
    assert "全1件" in told
    for said in (
        number,
        "様式8 初回報告",
        "提出済み",
        "2026-08-05（水）",
        "2026-08-03（月）",
        "期限内",
        "2026 012345AB",
    ):
        assert said in told
    assert f'href="/cases/{case_id}/reports/{report}"' in page.content.decode()
    (row,) = rows_of(kato.get("/reports?as=csv"))
    assert (row["案件番号"], row["報告期限"], row["提出日"]) == (number, "2026-08-05", "2026-08-03")
    assert (row["期限"], row["超過日数"], row["受付番号"]) == ("期限内", "", "2026 012345AB")


def test_a_late_report_says_by_how_many_days_and_is_found_by_it(as_person: Callable[..., Client]) -> None:
    office, case_id = Office(), filled_case(steps=2)
    report = draft_form(case_id, 8, actor=office.ito)
    path = f"/cases/{case_id}/reports/{report}"
    post(as_person("ito"), path, "request_review", report)
    post(as_person("tanaka"), path, "approve", report)
    assert "全0件" in words(as_person("kato").get("/reports?state=draft"))
    assert "期限まで残り2日" in words(as_person("kato").get("/reports?kept=waits&state=approved"))
    after = DUE + timedelta(days=3)
    kato = as_person("kato", after)
    told = {"way": "portal", "sent_on": after.isoformat(), "sent_time": "10:00"}
    proof = SimpleUploadedFile("receipt.png", b"\x89PNG", "image/png")
    assert post(kato, path, "submit", report, **told, proof=proof).status_code == 302
    assert "3日超過" in words(kato.get("/reports?kept=late"))
    assert "全0件" in words(kato.get("/reports?kept=in_time"))
    assert [row["超過日数"] for row in rows_of(kato.get("/reports?as=csv&kept=late"))] == ["3"]
    assert "全1件" in words(kato.get(f"/reports?from={after}&to={after}"))
    assert "全0件" in words(kato.get(f"/reports?to={DUE}"))


def test_a_first_report_that_left_is_a_row_of_the_ledger_with_its_target_day() -> None:
    desk, case = died_late()
    left(desk, case)
    viewer = Viewer(person_of(desk.office.sato), "safety_manager", "ja")
    found = report_ledger(viewer, ReportFilter(form="first"), WHOLE, DAY)
    (row,) = found.rows
    assert (row.kind, row.case_id, row.state, row.kept) == ("first", case, "transmitted", "in_time")
    assert (row.due_on, row.sent_on, row.days_late) == (NEXT, DAY, 0)
    assert report_ledger(viewer, ReportFilter(form="8"), WHOLE, DAY).total == 0


def test_a_sheet_that_did_not_arrive_is_neither_in_time_nor_late() -> None:
    desk, case = died_late()
    left(desk, case, delivered=False)
    viewer = Viewer(person_of(desk.office.sato), "safety_manager", "ja")
    (row,) = report_ledger(viewer, ReportFilter(), WHOLE, DAY + timedelta(days=30)).rows
    assert (row.state, row.kept, row.days_late) == ("not_delivered", "", 0)


def test_a_report_of_a_case_under_embargo_is_neither_shown_nor_counted(as_person: Callable[..., Client]) -> None:
    kato, case_id, _report = sent(as_person)
    insiders = [User.objects.get(sign_in_name=name).pk for name in ("sato", "tanaka")]
    set_embargo(f"case:{case_id}", True, insiders, "調整中", actor=Actor.user(insiders[0]))
    assert "全0件" in words(kato.get("/reports"))
    assert rows_of(kato.get("/reports?as=csv")) == []
    assert "全1件" in words(as_person("sato").get("/reports"))
