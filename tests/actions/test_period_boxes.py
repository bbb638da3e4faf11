"""The boxes of a periodic report: written beside what is counted, printed, and taken over by its follow-up."""

from __future__ import annotations

import io

import pypdf
import pytest

from kizuki.actions.periods.draft_period_report import draft_period_report
from kizuki.actions.periods.printing import period_ground_now
from kizuki.actions.periods.write_period_box import write_period_box
from kizuki.core.refusal import Refused
from kizuki.store.models import PeriodReport, RunningPeriod
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.office import Office
from tests.actions.test_period_reports import SAID, office, period, sent

pytestmark = pytest.mark.django_db

__all__ = ["office"]


def test_what_is_written_into_a_box_stands_in_the_print_and_in_the_follow_up(office: Office) -> None:
    report = draft_period_report(period(), SAID, actor=office.ito)
    ground = period_ground_now(PROGRAM, report)
    write_period_box(report, "opinion", "注意喚起の要否を検討した。", read=ground.tag("opinion"), actor=office.ito)
    day = ground.tag("report.reported_on")
    write_period_box(report, "report_date", "令和8年6月14日", read=day, actor=office.ito)
    with pytest.raises(Refused, match="the rules fill it"):
        write_period_box(report, "events", "なし", read="", actor=office.ito)
    with pytest.raises(Refused) as refusal:
        write_period_box(report, "opinion", "別", read=ground.tag("opinion"), actor=office.sato)
    assert refusal.value.place == "read"
    assert draft_period_report(period_id(), actor=office.ito) == report
    assert "注意喚起の要否を検討した。" in said_in(report)
    sent(office, report)
    follow_up = draft_period_report(period_id(), actor=office.ito)
    assert follow_up != report
    form = period_ground_now(PROGRAM, follow_up).filled()
    assert form.field("opinion").value == "注意喚起の要否を検討した。"
    assert form.field("measures_done").value == "案内した。", "what the company said stays in the follow-up"
    assert form.field("report_date").state == "missing", "the day of a report is its own"
    with pytest.raises(Refused, match="only a draft is written in"):
        write_period_box(report, "opinion", "後から", read="", actor=office.ito)


def period_id() -> int:
    return int(RunningPeriod.objects.get().pk)


def said_in(report: int) -> str:
    content = bytes(PeriodReport.objects.get(pk=report).document.content)
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(content)).pages)
