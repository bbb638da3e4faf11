"""Periodic reports: computed from the record, naming what was handed over to their period, and ending exactly that."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from kizuki.actions.cases.answer_facts import answer_facts
from kizuki.actions.cases.open_case import CaseEntry, open_case
from kizuki.actions.devices.describe_device import describe_device
from kizuki.actions.devices.keep_period import PeriodEntry, keep_period
from kizuki.actions.devices.record_shipments import record_shipments
from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.obligations.end_obligation import end_obligation
from kizuki.actions.periods.approve_period_report import approve_period_report
from kizuki.actions.periods.draft_period_report import draft_period_report
from kizuki.actions.periods.printing import PeriodSaid
from kizuki.actions.periods.record_period_receipt import record_period_receipt
from kizuki.actions.periods.request_period_review import request_period_review
from kizuki.actions.periods.review_period_report import review_period_report
from kizuki.actions.periods.send_back_period_report import send_back_period_report
from kizuki.actions.periods.submit_period_report import submit_period_report
from kizuki.actions.periods.watch_periods import watch_periods
from kizuki.actions.reports.record_receipt import Answered
from kizuki.actions.reports.sending import Proof, Sending
from kizuki.core.devices.shipments import MonthSaid
from kizuki.core.refusal import Refused
from kizuki.sample.load import _company
from kizuki.sample.reading import read_portfolio
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import Case, Obligation, PeriodReport, RunningPeriod, Task
from kizuki.store.obligations.ledger import value_of
from kizuki.store.obligations.rounds import still_in_periods
from kizuki.store.queries.period_document import period_document
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record.clock import JAPAN
from tests.actions.office import PASSWORD, Office
from tests.actions.record import TESTER

pytestmark = pytest.mark.django_db

ANCHOR = date(2024, 5, 10)
FIRST, LAST = date(2025, 5, 10), date(2026, 5, 9)
SENT = date(2026, 6, 15)
SAID = PeriodSaid("傾向は認めない。", "案内した。", "監視を続ける。", SENT, attachments=("電子添文",))


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr("kizuki.store.record.clock.today", lambda: SENT)
    _company(read_portfolio())
    found = Office()
    register_device(
        DeviceEntry(
            key="pump",
            brand="ポンプ",
            generic="輸液ポンプ",
            jmdn="90000001",
            approval_no="00000BZX99999901",
            approved_on=ANCHOR,
            facts={"own": True, "designated": False, "cycle_anchor_on": ANCHOR.isoformat(), "cycle_months": 12},
            details={"class1": "high_iii", "class2": "other", "class3": "repeated_use"},
        ),
        actor=TESTER,
    )
    months = [MonthSaid(date(2025 + (m > 12), (m - 1) % 12 + 1, 1), 20, 400 + m, 300) for m in range(5, 18)]
    record_shipments("pump", months, on=SENT, actor=TESTER)
    return found


def light_case(key: str, learned_on: str, *, harms: int = 1) -> int:
    """A case other than serious, not foreseeable: 3-ロ for each person."""
    harm = {"severity": "non_serious", "causality": "suspected", "predictable": False}
    matter: dict[str, Any] = {
        "kind": "event",
        "learned_on": learned_on,
        "locus": "domestic",
        "harms": [harm] * harms,
        "potential": "non_serious",
        "malfunction_predictable": True,
        "exploited": "none_known",
    }
    device = {"own": True, "designated": False, "cycle_anchor_on": ANCHOR.isoformat(), "cycle_months": 12}
    event = {"device_problems": [{"code": "A1407", "term": "過少送液"}], "occurred_on": learned_on}
    entry = CaseEntry(key, "pump", key, {"device": device, "matters": [matter]}, parts={"event": event})
    return open_case(entry, on=None, actor=TESTER)


def hand_over(office: Office, case_id: int) -> list[int]:
    rows = Obligation.objects.filter(case_id=case_id, kind="item", item__startswith="3-", state="owed")
    ids = list(rows.values_list("pk", flat=True))
    end_obligation(case_id, ids, "hand_over", {"to": "period"}, reason="定期報告に載せる", actor=office.ito)
    return ids


def period() -> int:
    keep_period(PeriodEntry("pump", "12", FIRST, LAST, number=2), actor=TESTER)
    return int(RunningPeriod.objects.get().pk)


def owed(state: str) -> set[str]:
    return set(Obligation.objects.filter(owner__startswith="period:", state=state).values_list("item", flat=True))


def approved(office: Office, number: int) -> str:
    read = request_period_review(number, on=SENT, actor=office.ito)
    if PeriodReport.objects.get(pk=number).state == "in_review":
        review_period_report(number, read_sha256=read, password=PASSWORD, on=SENT, actor=office.sato)
    approve_period_report(number, read_sha256=read, password=PASSWORD, on=SENT, actor=office.tanaka)
    return read


def sent(office: Office, number: int) -> None:
    proof = Proof(datetime(2026, 6, 15, 0, 1, tzinfo=JAPAN), reference="P-1")
    read = approved(office, number)
    submit_period_report(number, Sending("portal", SENT, read, proof), on=SENT, actor=office.kato)


def test_a_periodic_report_ends_what_was_handed_over_when_it_was_drafted_and_nothing_else(office: Office) -> None:
    first, later = light_case("first", "2025-08-01"), light_case("later", "2025-09-01")
    hand_over(office, first)
    report = draft_period_report(period(), SAID, actor=office.ito)
    assert PeriodReport.objects.get(pk=report).missing == []
    assert PeriodReport.objects.get(pk=report).obligations.count() == 1
    sent_read = approved(office, report)
    hand_over(office, later)
    proof = Proof(datetime(2026, 6, 15, 0, 1, tzinfo=JAPAN), reference="P-1")
    submit_period_report(report, Sending("portal", SENT, sent_read, proof), on=SENT, actor=office.kato)
    states = dict(Obligation.objects.filter(owner__startswith="period:").values_list("matter", "state"))
    assert sorted(states.values()) == ["owed", "sent"]
    assert not Task.objects.filter(kind="report_period", state="open").exists()
    # What came later waits for the follow-up, which names it.
    record_period_receipt(report, Answered(True, SENT, "2026", "R-1"), on=SENT, actor=office.kato)
    follow_up = draft_period_report(int(RunningPeriod.objects.get().pk), SAID, actor=office.ito)
    row = PeriodReport.objects.get(pk=follow_up)
    assert (row.number, row.attempt, row.obligations.count()) == (2, 1, 1)
    sent(office, follow_up)
    assert owed("owed") == set()


def test_a_case_waits_for_the_day_of_its_period_until_that_has_reported_it(office: Office) -> None:
    case = light_case("first", "2025-08-01")
    hand_over(office, case)
    handed = [value_of(row) for row in Obligation.objects.filter(case_id=case, state="handed_over")]
    assert still_in_periods(handed) == [date(2026, 7, 9)]
    sent(office, draft_period_report(period(), SAID, actor=office.ito))
    assert still_in_periods(handed) == []


def test_what_pmda_rejects_is_owed_anew_by_its_day_and_sent_again_under_its_number(office: Office) -> None:
    hand_over(office, light_case("first", "2025-08-01"))
    report = draft_period_report(period(), SAID, actor=office.ito)
    sent(office, report)
    assert owed("sent") == {"3-ロ"}
    record_period_receipt(report, Answered(False, SENT), on=SENT, actor=office.kato)
    anew = Obligation.objects.get(owner__startswith="period:", state="owed")
    assert (anew.round, anew.due_on) == (2, date(2026, 7, 9))
    again = draft_period_report(int(RunningPeriod.objects.get().pk), SAID, actor=office.ito)
    assert (PeriodReport.objects.get(pk=again).number, PeriodReport.objects.get(pk=again).attempt) == (1, 2)


def test_who_wrote_it_does_not_approve_it(office: Office) -> None:
    light_case("first", "2025-08-01")
    report = draft_period_report(period(), SAID, actor=office.sato)
    read = request_period_review(report, on=SENT, actor=office.sato)
    if PeriodReport.objects.get(pk=report).state == "in_review":
        review_period_report(report, read_sha256=read, password=PASSWORD, on=SENT, actor=office.kato)
    with pytest.raises(Refused, match="four eyes"):
        approve_period_report(report, read_sha256=read, password=PASSWORD, on=SENT, actor=office.sato)


def test_an_event_that_is_learned_of_meanwhile_keeps_the_approval_back_until_it_is_drafted_again(
    office: Office,
) -> None:
    light_case("first", "2025-08-01")
    report = draft_period_report(period(), SAID, actor=office.ito)
    read = request_period_review(report, on=SENT, actor=office.ito)
    light_case("second", "2025-12-01")
    if PeriodReport.objects.get(pk=report).state == "in_review":
        review_period_report(report, read_sha256=read, password=PASSWORD, on=SENT, actor=office.sato)
    with pytest.raises(Refused, match="changed since this was drafted"):
        approve_period_report(report, read_sha256=read, password=PASSWORD, on=SENT, actor=office.tanaka)
    send_back_period_report(report, "draft", "1件増えた", on=SENT, actor=office.tanaka)
    assert draft_period_report(int(RunningPeriod.objects.get().pk), SAID, actor=office.ito) == report
    assert PeriodReport.objects.get(pk=report).events == 2


def test_a_period_that_runs_is_not_reported_yet(office: Office) -> None:
    keep_period(PeriodEntry("pump", "12", date(2026, 5, 10), date(2027, 5, 9)), actor=TESTER)
    with pytest.raises(Refused, match="runs until 2027-05-09"):
        draft_period_report(int(RunningPeriod.objects.get().pk), SAID, actor=office.ito)


def test_whether_a_nil_report_is_made_is_said_of_the_device(office: Office) -> None:
    describe_device("pump", {"nil_reports": False}, actor=TESTER)
    with pytest.raises(Refused, match="no nil report"):
        draft_period_report(period(), SAID, actor=office.ito)
    describe_device("pump", {"nil_reports": True}, actor=TESTER)
    report = draft_period_report(int(RunningPeriod.objects.get().pk), SAID, actor=office.ito)
    assert PeriodReport.objects.get(pk=report).events == 0


def test_two_persons_of_one_event_are_two_cases_and_a_month_that_nobody_spoke_of_leaves_the_count_unknown(
    office: Office,
) -> None:
    light_case("first", "2025-08-01", harms=2)
    light_case("before", "2025-02-01")
    device = Case.objects.earliest("pk").device_id
    found = period_document(PROGRAM, device, 12, FIRST, LAST)
    assert [event["item"] for event in found["events"]] == ["3-ロ", "3-ロ"]
    assert len({event["id"] for event in found["events"]}) == 2
    assert found["counted_before"] == [{"term": "A1407", "item": "3-ロ", "count": 1}]
    assert found["shipped"] == {"period": 240, "total": 417, "in_use": 300}
    assert "period" not in period_document(PROGRAM, device, 12, date(2025, 4, 1), LAST)["shipped"]


def test_the_cycle_of_each_device_is_kept_by_itself_and_once(office: Office) -> None:
    assert watch_periods(on=SENT, actor=TESTER) == 2
    assert watch_periods(on=SENT, actor=TESTER) == 0
    kept = RunningPeriod.objects.order_by("first_on").values_list("form", "first_on", "last_on", "due_on")
    assert list(kept) == [
        ("12", FIRST, LAST, date(2026, 7, 9)),
        ("12", date(2026, 5, 10), date(2027, 5, 9), date(2027, 7, 9)),
    ]


def test_what_pmda_took_and_rejects_afterwards_is_owed_anew_as_well(office: Office) -> None:
    hand_over(office, light_case("first", "2025-08-01"))
    report = draft_period_report(period(), SAID, actor=office.ito)
    sent(office, report)
    record_period_receipt(report, Answered(True, SENT, "2026", "R-1"), on=SENT, actor=office.kato)
    record_period_receipt(report, Answered(False, SENT), on=SENT, actor=office.kato)
    record_period_receipt(report, Answered(False, SENT), on=SENT, actor=office.kato)
    anew = Obligation.objects.get(owner__startswith="period:", state="owed")
    assert (anew.item, anew.round, anew.due_on) == ("3-ロ", 2, date(2026, 7, 9))


def test_the_next_period_does_not_speak_for_what_pmda_rejected_of_this_one(office: Office) -> None:
    hand_over(office, light_case("first", "2025-08-01"))
    report = draft_period_report(period(), SAID, actor=office.ito)
    sent(office, report)
    record_period_receipt(report, Answered(False, SENT), on=SENT, actor=office.kato)
    keep_period(PeriodEntry("pump", "12", date(2026, 5, 10), date(2026, 6, 1)), actor=TESTER)
    other = draft_period_report(int(RunningPeriod.objects.latest("pk").pk), SAID, actor=office.ito)
    assert PeriodReport.objects.get(pk=other).obligations.count() == 0
    again = draft_period_report(int(RunningPeriod.objects.earliest("pk").pk), SAID, actor=office.ito)
    assert PeriodReport.objects.get(pk=again).obligations.count() == 1


def test_what_came_late_is_told_by_the_next_period_that_ends_it(office: Office) -> None:
    sent(office, draft_period_report(period(), SAID, actor=office.ito))
    hand_over(office, light_case("late", "2025-08-01"))
    keep_period(PeriodEntry("pump", "12", date(2026, 5, 10), date(2026, 6, 1)), actor=TESTER)
    next_one = draft_period_report(int(RunningPeriod.objects.latest("pk").pk), SAID, actor=office.ito)
    row = PeriodReport.objects.get(pk=next_one)
    assert (row.events, row.obligations.count()) == (1, 1), "an event of the period before, told one by one"


def test_what_its_document_does_not_tell_no_report_of_a_period_ends(office: Office) -> None:
    case = light_case("graver since", "2025-08-01")
    hand_over(office, case)
    facts = newest_facts(case).facts
    facts["matters"][0]["potential"] = facts["matters"][0]["harms"][0]["severity"] = "serious"
    answer_facts(case, facts, revision=1, on=SENT, actor=office.ito)
    report = draft_period_report(period(), SAID, actor=office.ito)
    row = PeriodReport.objects.get(pk=report)
    assert (row.events, row.obligations.count()) == (0, 0)
    sent(office, report)
    assert owed("owed") == {"3-ロ"}
