"""The page of a device's periods: trends, shipments, and the steps of a periodic report through its doors."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from kizuki.actions.devices.describe_device import describe_device
from kizuki.actions.devices.keep_period import PeriodEntry, keep_period
from kizuki.actions.trends.watch_trends import watch_trends
from kizuki.store.models import Obligation, PeriodReport, RunningPeriod, Shipment, User
from tests.actions.office import PASSWORD, person
from tests.actions.record import TESTER
from tests.actions.test_trends import event
from tests.actions.test_trends import pump as pump_with_a_rate
from tests.web.test_pages import words

pytestmark = pytest.mark.django_db

ON = date(2026, 5, 20)


@pytest.fixture
def safety(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    for page in ("periods", "door"):
        monkeypatch.setattr(f"kizuki.web.pages.{page}.today", lambda: ON)
    person("sato", "safety_manager")
    client.force_login(User.objects.get(sign_in_name="sato"))
    return client


def test_the_page_shows_what_stands_out_and_leads_to_its_judgement(safety: Client) -> None:
    device = pump_with_a_rate()
    event("a", "2026-01-10")
    event("b", "2026-05-12")
    watch_trends(on=ON, actor=TESTER)
    page = safety.get(f"/devices/{device}/periods").content.decode()
    assert "1号ロ・ハ" in page
    assert "把握した発生率を上回る（期待 1.8 件/年）" in page
    # Two events in the year: 0.242 and 7.22 in the published tables.
    assert "0.242 – 7.22" in page
    row = Obligation.objects.get(kind="trend")
    door = f"/devices/{device}/do/judge_trend?obligation={row.pk}"
    assert door.replace("&", "&amp;") in page
    told = {"answer": "no_trend", "case": "", "reason": "同一個体", "password": PASSWORD}
    assert safety.post(door, told).status_code == 302
    assert Obligation.objects.get(pk=row.pk).ended_by == "judge_trend"


def test_a_month_is_recorded_through_its_door(safety: Client) -> None:
    device = pump_with_a_rate()
    told = {"month": "2026年4月", "shipped": "1,200", "total": "", "in_use": "３００"}
    assert safety.post(f"/devices/{device}/do/record_shipments", told).status_code == 302
    row = Shipment.objects.latest("pk")
    assert (row.month, row.shipped, row.total, row.in_use) == (date(2026, 4, 1), 1200, None, 300)
    wrong = {**told, "month": "2026年13月"}
    answer = safety.post(f"/devices/{device}/do/record_shipments", wrong)
    assert answer.status_code == 422


def test_a_periodic_report_is_drafted_and_handed_in_from_the_page(safety: Client) -> None:
    device = pump_with_a_rate()
    describe_device("pump", {"nil_reports": True}, actor=TESTER)
    keep_period(PeriodEntry("pump", "12", date(2025, 5, 10), date(2026, 5, 9)), actor=TESTER)
    period = RunningPeriod.objects.get().pk
    page = safety.get(f"/devices/{device}/periods").content.decode()
    door = f"/devices/{device}/do/draft_period_report?period={period}"
    assert door in page
    answer = safety.post(door, {})
    report = PeriodReport.objects.get()
    editor = f"/devices/{device}/period-reports/{report.pk}/edit"
    assert (answer.status_code, answer["location"]) == (302, editor)
    page = safety.get(f"/devices/{device}/periods").content.decode()
    assert "該当事象なし" in page
    pdf = safety.get(f"/devices/{device}/periods/reports/{report.pk}.pdf")
    assert pdf.content.startswith(b"%PDF")
    assert f'href="{editor}"' in page
    shown = safety.get(editor)
    boxes = {box.id: box for box in shown.context["page"].boxes}
    assert [boxes[name].control for name in ("opinion", "measures_done", "events", "shipped")] == [
        "long",
        "long",
        "",
        "",
    ]
    assert "opinion" in {box.id for box in shown.context["page"].missing}
    kept = {"box": "opinion", "said": "傾向なし", "read": boxes["opinion"].read}
    assert safety.post(editor, kept)["location"] == f"{editor}#box-opinion"
    assert safety.post(editor, {**kept, "said": "別の見解"}).status_code == 422, "somebody wrote there meanwhile"
    again = safety.get(editor).context["page"]
    assert (again.box("opinion").text, again.box("opinion").origin, again.stale) == ("傾向なし", "person", True)
    assert safety.post(editor, {"then": "check"})["location"] == f"{editor}#check"
    assert not safety.get(editor).context["page"].stale, "drawn anew, the print says what stands"
    assert "が未記入です。" in words(safety.get(editor))
    # Boxes are missing: it is not handed in, and the form says why.
    assert safety.post(editor, {"then": "request_review"}).status_code == 422
    answer = safety.post(
        f"/devices/{device}/do/request_period_review?period={period}&report={report.pk}", {"comment": ""}
    )
    assert answer.status_code == 422
