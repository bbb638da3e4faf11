"""A periodic report box by box: as it stands while it is a draft, and as it was handed in to the byte, or not at all."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from kizuki.actions.devices.record_shipments import record_shipments
from kizuki.actions.periods.draft_period_report import draft_period_report
from kizuki.core.devices.shipments import MonthSaid
from kizuki.gateways.editions import house
from kizuki.store.models import PeriodReport, User
from tests.actions.office import Office
from tests.actions.record import TESTER
from tests.actions.test_period_reports import FIRST, SAID, SENT, light_case, period, sent
from tests.actions.test_period_reports import office as office  # the fixture: a pump, its months, its people

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client, office: Office, monkeypatch: pytest.MonkeyPatch) -> Client:
    for name in ("transcription", "periods", "period_editor"):
        monkeypatch.setattr(f"kizuki.web.pages.{name}.today", lambda: SENT)
    client.force_login(User.objects.get(sign_in_name="ito"))
    return client


def boxes_of(body: str) -> list[str]:
    return re.findall(r'id="copy-(\w+)"', body)


def test_a_periodic_report_is_copied_box_by_box_before_and_after_it_left(page: Client, office: Office) -> None:
    light_case("first", "2025-08-01")
    report = draft_period_report(period(), SAID, actor=office.ito)
    device = PeriodReport.objects.get(pk=report).device_id
    there = f"/devices/{device}/period-reports/{report}/transcription"
    assert there in page.get(f"/devices/{device}/periods").content.decode()
    assert there in page.get(there.replace("/transcription", "/edit")).content.decode()
    wanted = [box.id for box in house().edition(12, SENT).boxes if box.width]
    draft = page.get(there).content.decode()
    assert boxes_of(draft) == wanted
    assert "過少送液" in draft
    assert "今の記載です" in draft
    sent(office, report)
    after = page.get(there).content.decode()
    assert boxes_of(after) == wanted
    assert "今の記載です" not in after
    assert f"/devices/{device}/periods/reports/{report}.pdf" in after


def test_where_the_record_went_on_only_the_filed_document_is_copied(page: Client, office: Office) -> None:
    light_case("first", "2025-08-01")
    report = draft_period_report(period(), SAID, actor=office.ito)
    device = PeriodReport.objects.get(pk=report).device_id
    sent(office, report)
    record_shipments("pump", [MonthSaid(FIRST.replace(day=1, month=6), 25, 406, 310)], on=SENT, actor=TESTER)
    body = page.get(f"/devices/{device}/period-reports/{report}/transcription").content.decode()
    assert boxes_of(body) == []
    assert "保管したPDFから写してください" in body
    assert page.get(f"/devices/{device + 9}/period-reports/{report}/transcription").status_code == 404
    assert page.get(f"/devices/{device}/period-reports/{report + 9}/transcription").status_code == 404
