"""A periodic report whose day is over: it goes without approval where that would miss it, and owes its delay."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from kizuki.actions.periods.approve_period_report import approve_period_report
from kizuki.actions.periods.draft_period_report import draft_period_report
from kizuki.actions.periods.record_period_delay import record_period_delay
from kizuki.actions.periods.submit_period_report import submit_period_report, submit_period_unapproved
from kizuki.actions.reports.sending import Proof, Sending
from kizuki.core.refusal import Refused
from kizuki.store.models import KeptText, Obligation, PeriodReport, Task
from kizuki.store.queries.period_reports import periods_of
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record.clock import JAPAN
from tests.actions.office import PASSWORD, Office
from tests.actions.test_period_reports import SAID, SENT, approved, hand_over, light_case, office, owed, period

pytestmark = pytest.mark.django_db

__all__ = ["office"]


def late_day(monkeypatch: pytest.MonkeyPatch, report: int) -> date:
    """The first day after that of the report."""
    due = PeriodReport.objects.get(pk=report).due_on
    day = date.fromordinal(due.toordinal() + 1)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=JAPAN)
    monkeypatch.setattr("kizuki.store.record.clock.today", lambda: day)
    monkeypatch.setattr("kizuki.store.record.clock.now", lambda: noon)
    return day


def proof(day: date) -> Proof:
    return Proof(datetime(day.year, day.month, day.day, 0, 1, tzinfo=JAPAN), reference="P-1")


def test_one_that_leaves_in_time_owes_no_delay(office: Office) -> None:
    report = draft_period_report(period(), SAID, actor=office.ito)
    read = approved(office, report)
    submit_period_report(report, Sending("portal", SENT, read, proof(SENT)), on=SENT, actor=office.kato)
    assert not Obligation.objects.filter(kind="late").exists()
    with pytest.raises(Refused, match="owes no record of a delay"):
        record_period_delay(report, "理由", actor=office.ito)


def test_one_that_leaves_late_owes_the_record_of_its_delay_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_over(office, light_case("one", "2025-08-01"))
    hand_over(office, light_case("two", "2025-08-02"))
    report = draft_period_report(period(), SAID, actor=office.ito)
    read = approved(office, report)
    due_on, day = PeriodReport.objects.get(pk=report).due_on, late_day(monkeypatch, report)
    submit_period_report(report, Sending("portal", day, read, proof(day)), on=day, actor=office.kato)
    (late,) = Obligation.objects.filter(kind="late")
    assert (late.state, late.item, late.due_on) == ("open", f"period_report:{report}", due_on)
    assert owed("sent") == {"3-ロ"}, "what it names is sent all the same"
    (shown,) = periods_of(PROGRAM, PeriodReport.objects.get().device_id)
    assert [row.delayed for row in shown.reports] == [True]
    with pytest.raises(Refused) as refusal:
        record_period_delay(report, " ", actor=office.ito)
    assert refusal.value.place == "reason"
    record_period_delay(report, "担当者の交代で集計が遅れた。", "月次で集計する。", actor=office.ito)
    late.refresh_from_db()
    assert (late.state, late.ended_by) == ("ended", "record_not_fulfilled")
    kinds = KeptText.objects.filter(subject=f"period_report:{report}", kind__startswith="delay_")
    assert set(kinds.values_list("kind", flat=True)) == {"delay_reason", "delay_prevention"}


def test_on_its_last_day_it_goes_without_approval_and_is_approved_afterwards(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_over(office, light_case("one", "2025-08-01"))
    report = draft_period_report(period(), SAID, actor=office.ito)
    read = PeriodReport.objects.get(pk=report).document_id
    why = {"password": PASSWORD, "comment": "承認者不在"}
    early = Sending("portal", SENT, read, proof(SENT))
    with pytest.raises(Refused, match="approval can still be had until"):
        submit_period_unapproved(report, early, **why, on=SENT, actor=office.kato)
    day = late_day(monkeypatch, report)
    sending = Sending("portal", day, read, proof(day))
    with pytest.raises(Refused) as refusal:
        submit_period_unapproved(report, sending, password=PASSWORD, comment="", on=day, actor=office.kato)
    assert refusal.value.place == "a_comment_says_why"
    submit_period_unapproved(report, sending, **why, on=day, actor=office.sato)
    assert owed("sent") == {"3-ロ"}
    assert Task.objects.filter(kind="approve_period_report", state="open").exists()
    with pytest.raises(Refused, match="four eyes"):
        approve_period_report(report, read_sha256=read, password=PASSWORD, on=day, actor=office.sato)
    approve_period_report(report, read_sha256=read, password=PASSWORD, on=day, actor=office.tanaka)
    assert not Task.objects.filter(kind="approve_period_report", state="open").exists()
    with pytest.raises(Refused, match="approved already"):
        approve_period_report(report, read_sha256=read, password=PASSWORD, on=day, actor=office.tanaka)
