"""取下げ and 報告対象外: begun with their reason, never lost, never sent by one person; the rejected is sent again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kizuki.actions.cases.describe import describe
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.start_follow_up import start_follow_up
from kizuki.actions.reports.submit_report import Sending, submit_report, submit_unapproved
from kizuki.core.refusal import Refused
from kizuki.store.models import Report
from tests.actions.office import PASSWORD, Office, investigated, read
from tests.actions.record import TESTER
from tests.actions.reports.casualties import (
    SAYS,
    SENT,
    answered,
    approved,
    boxes,
    case_of,
    described,
    drafted,
    matter,
    person,
    rejected,
    sent,
    spoken_for,
    taken,
)

pytestmark = pytest.mark.django_db

LAST = date(2026, 6, 16)
"""The due day of 1-ハ learned on 1 June: a Tuesday."""


def reported(office: Office) -> tuple[int, int]:
    """A case of one person whose first report PMDA has taken."""
    case_id = case_of(matter("m17", person("p5")))
    described(case_id, "m17", "p5")
    sent(office, first := drafted(office, case_id))
    taken(office, first, "000005AB")
    investigated(case_id, TESTER)
    return case_id, first


def withdrawn(report: int, why: Any = "not_our_device", **values: Any) -> int:
    said = {"status": "complete", "reason": "他社の製品であった。", "reported_on": SENT, **values}
    return start_follow_up(report, **said, purpose="withdrawal", why=why, actor=TESTER)


def told(report: int) -> tuple[str, str, int, int, int]:
    row = Report.objects.get(pk=report)
    return row.purpose, row.withdrawal_why, row.series, row.number, row.attempt


def test_a_withdrawal_that_was_begun_is_a_withdrawal_when_it_is_drafted_and_sent() -> None:
    office = Office()
    case_id, first = reported(office)
    assert withdrawn(first) == 2
    report = drafted(office, case_id)
    assert told(report) == ("withdrawal", "not_our_device", 1, 2, 1)
    assert boxes(report)["withdraw_reason"] == "自社の医療機器ではない"
    assert boxes(report)["withdraw_detail"] == "他社の製品であった。"
    # Describing the report again changes its days, not what it is for.
    describe(case_id, {"report": {**SAYS, "number": 2, "status": "complete", "next_report_on": None,
                                  "status_reason": "他社の製品であった。"}}, actor=TESTER)  # fmt: skip
    assert told(drafted(office, case_id)) == ("withdrawal", "not_our_device", 1, 2, 1)
    sent(office, report)


def test_a_withdrawal_says_why_and_nothing_else_is_described_or_drafted_in_its_place() -> None:
    office = Office()
    case_id, first = reported(office)
    with pytest.raises(Refused, match="why: a withdrawal"):
        withdrawn(first, "")
    with pytest.raises(Refused, match="why: only a withdrawal"):
        start_follow_up(first, status="complete", reason="続報", why="duplicate", actor=TESTER)
    withdrawn(first, "duplicate")
    with pytest.raises(Refused, match="purpose: the report that was begun is for withdrawal"):
        draft_form(case_id, 8, purpose="report", actor=office.ito)
    with pytest.raises(Refused, match=r"report\.purpose"):
        describe(case_id, {"report": {**SAYS, "number": 2, "purpose": "report"}}, actor=TESTER)
    follow = start_follow_up(
        first, status="incomplete", reason="続報", next_report_on=date(2026, 9, 1), reported_on=SENT, actor=TESTER
    )
    assert told(drafted(office, case_id)) == ("report", "", 1, follow, 1), "begun anew as a report"


def test_after_a_withdrawal_the_next_is_a_first_report_again() -> None:
    office = Office()
    case_id, first = reported(office)
    withdrawn(first)
    sent(office, back := drafted(office, case_id))
    taken(office, back, "000006AB")
    with pytest.raises(Refused, match="withdrawn"):
        start_follow_up(back, status="complete", reason="続報", actor=TESTER)
    again = drafted(office, case_id)
    assert told(again) == ("report", "", 2, 1, 1)
    assert (boxes(again)["type"], boxes(again)["count"], boxes(again)["prev_number"]) == ("初回報告", 1, None)
    described(case_id, "m17", "p5")
    assert drafted(office, case_id) == again
    sent(office, again)
    taken(office, again, "000007AB")
    assert (
        start_follow_up(
            again, status="incomplete", reason="続報", next_report_on=date(2026, 9, 1), reported_on=SENT, actor=TESTER
        )
        == 2
    )
    follow = drafted(office, case_id)
    assert told(follow) == ("report", "", 2, 2, 1)
    assert boxes(follow)["prev_number"] == "000007AB"


def test_a_withdrawal_that_pmda_rejects_is_sent_again_and_ends_nothing_before() -> None:
    office = Office()
    case_id, first = reported(office)
    withdrawn(first)
    sent(office, back := drafted(office, case_id))
    rejected(office, back)
    assert told(drafted(office, case_id)) == ("withdrawal", "not_our_device", 1, 2, 2)


def test_what_is_rejected_is_sent_again_under_the_number_it_had() -> None:
    office = Office()
    case_id = case_of(matter("m17", person("p5"), person("p6")))
    for who in ("p5", "p6"):
        described(case_id, "m17", who)
    sent(office, first := drafted(office, case_id, "m17", "p5"))
    rejected(office, first)
    assert told(drafted(office, case_id, "m17", "p5")) == ("report", "", 1, 1, 2)
    assert told(drafted(office, case_id, "m17", "p6")) == ("report", "", 1, 1, 1), "of another person"
    number = start_follow_up(
        first, status="incomplete", reason="再提出", next_report_on=date(2026, 9, 1), reported_on=SENT, actor=TESTER
    )
    assert number == 1


def test_what_is_no_longer_reportable_is_said_of_its_own_person_alone() -> None:
    office = Office()
    case_id = case_of(matter("m17", person("p5"), person("p6"), potential="serious"))
    for who in ("p5", "p6"):
        described(case_id, "m17", who)
    sent(office, first := drafted(office, case_id, "m17", "p5"))
    taken(office, first, "000005AB")
    with pytest.raises(Refused, match=r"1-ハ.* is met"):
        start_follow_up(first, status="complete", reason="対象外", purpose="not_reportable", actor=TESTER)
    light = person("p5", severity="non_serious", criterion=None)
    foreign = {"locus": "foreign", "malfunction_predictable": True}
    answered(case_id, matter("m17", light, person("p6"), **foreign))
    start_follow_up(
        first, status="complete", reason="軽快した", reported_on=SENT, purpose="not_reportable", actor=TESTER
    )
    report = drafted(office, case_id, "m17", "p5")
    assert told(report)[0] == "not_reportable"
    assert boxes(report)["deadline"] is None


@pytest.mark.parametrize("waits", ["drafted", "approved"])
def test_on_its_last_day_a_report_goes_out_although_the_facts_moved(waits: str) -> None:
    office = Office()
    case_id = case_of(matter("m17", person("p5")))
    described(case_id, "m17", "p5")
    report = drafted(office, case_id)
    if waits == "approved":
        approved(office, report)
    answered(case_id, matter("m17", person("p5"), person("p6", learned_on="2026-06-12")), on=LAST)
    early, values = date(2026, 6, 15), {"password": PASSWORD, "comment": "期限当日、新しい事実を反映する時間がない"}
    if waits == "approved":
        with pytest.raises(Refused, match="facts changed"):
            submit_report(report, Sending("portal", early, read(report)), on=early, actor=office.kato)
        submit_report(report, Sending("portal", LAST, read(report)), on=LAST, actor=office.kato)
    else:
        with pytest.raises(Refused, match="approval can still be had"):
            submit_unapproved(report, Sending("portal", early, read(report)), on=early, actor=office.kato, **values)
        submit_unapproved(report, Sending("portal", LAST, read(report)), on=LAST, actor=office.kato, **values)
    assert spoken_for(report) == {("1-ハ", "m17", "p5"): "met", ("2-ロ", "m17", ""): "met"}


def test_a_report_whose_due_day_is_a_sunday_goes_out_on_the_friday_before() -> None:
    office = Office()
    case_id = case_of(matter("m17", person("p5"), learned_on="2026-06-06"))
    described(case_id, "m17", "p5")
    report = drafted(office, case_id)
    assert Report.objects.get(pk=report).due_on == date(2026, 6, 21), "a Sunday"
    approved(office, report)
    answered(case_id, matter("m17", person("p5"), person("p6"), learned_on="2026-06-06"))
    with pytest.raises(Refused, match="facts changed"):
        submit_report(
            report, Sending("fax", date(2026, 6, 18), read(report)), on=date(2026, 6, 18), actor=office.kato
        )
    submit_report(report, Sending("fax", date(2026, 6, 19), read(report)), on=date(2026, 6, 19), actor=office.kato)


@pytest.mark.parametrize("purpose", ["withdrawal", "not_reportable"])
def test_what_takes_a_report_back_waits_for_its_approval_whatever_the_day(purpose: str) -> None:
    office = Office()
    case_id, first = reported(office)
    late = date(2026, 8, 5)
    if purpose == "withdrawal":
        withdrawn(first)
    else:
        answered(case_id, matter("m17", person("p5", severity="none", criterion=None), potential="none"))
        start_follow_up(
            first, status="complete", reason="対象外", reported_on=SENT, purpose="not_reportable", actor=TESTER
        )
    report = drafted(office, case_id, "m17", "p5")
    Report.objects.filter(pk=report).update(due_on=LAST)
    with pytest.raises(Refused, match="it_takes_nothing_back"):
        submit_unapproved(
            report, Sending("fax", late, read(report)), password=PASSWORD, comment="期限", on=late, actor=office.kato
        )
    approved(office, report)
    Report.objects.filter(pk=report).update(due_on=LAST)
    answered(case_id, matter("m17", person("p5"), person("p6")))
    with pytest.raises(Refused, match="facts changed"):
        submit_report(report, Sending("fax", late, read(report)), on=late, actor=office.kato)
