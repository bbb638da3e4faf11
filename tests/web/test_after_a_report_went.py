"""A report that went: it is held against the day on which it did, and what follows it begins where it is owed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kizuki.actions.people.signing import person_of
from kizuki.store.models import Report, SubmissionCheck
from kizuki.store.queries.checking import check_of
from kizuki.store.queries.viewer import Viewer
from kizuki.web.doors.ways import Way
from kizuki.web.pages.case import case_page
from kizuki.web.pages.report_check import check_page
from tests.actions.obligations.desk import Desk, event, harmed
from tests.web.test_doors_stories import done, of_role
from tests.web.test_pages import words

pytestmark = pytest.mark.django_db

DUE = date(2026, 6, 16)
LATER = DUE + timedelta(days=100)
NEXT = date(2026, 7, 14)
LATE = {"late", "late_reason_missing", "late_prevention_missing"}


def drafted(*, next_on: date | None = None) -> tuple[Desk, int, int]:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    report = desk.draft(case, desk.persons(case)[0], next_on=next_on)
    return desk, case, report


def viewer(desk: Desk) -> Viewer:
    return Viewer(person_of(desk.office.sato), "safety_manager", "ja")


def codes(desk: Desk, report: int, on: date) -> set[str]:
    checked = check_of(viewer(desk), report, on)
    assert checked is not None
    return {one.code for one in checked.findings}


def follow_up(desk: Desk, case: int) -> tuple[Way, ...]:
    page = case_page(viewer(desk), case, NEXT)
    assert page is not None
    (line,) = [line for line in page.owed if line.row.kind == "follow_up"]
    return line.ways


def test_a_report_that_went_in_time_is_never_late_afterwards() -> None:
    desk, case, report = drafted()
    assert Report.objects.get(pk=report).due_on == DUE
    assert codes(desk, report, LATER) >= LATE, "while it waits, every day counts"
    desk.send(report)
    assert not codes(desk, report, LATER) & LATE
    page = check_page(viewer(desk), case, report, LATER)
    assert page is not None
    assert (page.sent_on, page.today) == (DUE, LATER)
    assert "2026-06-16" in words(of_role("safety_manager").get(f"/cases/{case}/reports/{report}/check"))


def test_one_that_went_late_stays_late_as_of_its_own_day() -> None:
    desk, _, report = drafted()
    desk.send(report, on=DUE + timedelta(days=2))
    checked = check_of(viewer(desk), report, LATER)
    assert checked is not None
    (late,) = [one for one in checked.findings if one.code == "late"]
    assert str(dict(late.values)["on"]) == "2026-06-18"


def test_what_went_in_time_and_was_recorded_later_is_kept_as_in_time() -> None:
    desk, _, report = drafted()
    desk.send(report, on=DUE + timedelta(days=2), left_on=DUE)
    kept = {row["code"] for row in SubmissionCheck.objects.get(report=report).findings}
    assert not kept & LATE


def test_the_way_of_an_owed_follow_up_is_the_form_that_begins_it() -> None:
    desk, case, report = drafted(next_on=NEXT)
    desk.send(report)
    first = follow_up(desk, case)[0]
    assert (first.address, first.words) == (f"/cases/{case}/reports/{report}/check#do-follow", "追加報告を始める")
    page = of_role("regulatory").get(first.address).content.decode()
    form = page.partition('<h2 id="do-follow">')[2].partition("</section>")[0]
    assert '<button class="strong" name="step" value="follow_up">' in form
    own = of_role("regulatory").get(f"/cases/{case}/reports/{report}").content.decode()
    assert f'<a class="way strong" href="/cases/{case}/reports/{report}/check#do-follow">' in own
    assert '<button class="strong" name="step" value="record_receipt">' not in own


def test_once_it_is_begun_it_is_drafted_and_its_draft_is_the_way() -> None:
    desk, case, report = drafted(next_on=NEXT)
    desk.send(report)
    desk.received(report)
    regulatory = of_role("regulatory")
    begun = {"step": "follow_up", "status": "complete", "purpose": "report", "reason": "確定"}
    address = done(regulatory, f"/cases/{case}/reports/{report}/check", begun)
    assert address in [way.address for way in follow_up(desk, case)]
    draft = done(regulatory, address, {})
    assert Report.objects.filter(case_id=case).count() == 2
    assert f"{follow_up(desk, case)[0].address}/edit" == draft, "it is written at once"


def test_a_report_after_which_nothing_is_owed_asks_for_the_answer_of_pmda_first() -> None:
    desk, case, report = drafted()
    desk.send(report)
    own = of_role("regulatory").get(f"/cases/{case}/reports/{report}").content.decode()
    assert '<button class="strong" name="step" value="record_receipt">' in own
    assert f'<a class="way" href="/cases/{case}/reports/{report}/check#do-follow">' in own
