"""The sample's register of no-report decisions: on whatever day it is loaded, its stories stand as they are told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kizuki.actions.findings.match_release import match_release
from kizuki.actions.register.watching import watch_register
from kizuki.actions.verb import Actor
from kizuki.core.facts import read_case
from kizuki.core.glossary import day_said
from kizuki.core.reporting import assess, determination_json
from kizuki.sample.load import load_sample
from kizuki.sample.reading import read_portfolio, read_register
from kizuki.sample.register import story_case
from kizuki.store.audit.chain import head
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import Case, NoReportDecision, Release, Unit
from kizuki.store.queries.ledgers.parts import WHOLE
from kizuki.store.queries.register import decision_page, register
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record import clock
from tests.actions.record import TESTER, rolled_back

PASSWORD = "kenshin-0472-hibari"
FIRST = date(2026, 12, 1)
DAYS = [FIRST + timedelta(days=25 * number) for number in range(30)]
"""Thirty days over two years, on every day of the week and at the ends of months and years."""
STATES = {
    "register-1-not-built-in": "decided",
    "register-2-waits-for-second": "proposed",
    "register-3-reopened": "reopened",
}


def noon(on: date) -> Any:
    return lambda: datetime(on.year, on.month, on.day, 3, tzinfo=UTC)


@pytest.fixture(scope="module", params=[DAYS[0], DAYS[-1]], ids=str)
def loaded(request: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[date]:
    """The sample with its people's password, loaded on a day; on the next day too, which changes nothing."""
    with django_db_blocker.unblock(), rolled_back(), clock.told_by(noon(request.param)):
        load_sample(password=PASSWORD)
        yield request.param


@pytest.mark.parametrize("on", DAYS, ids=str)
def test_each_story_is_a_no_report_by_the_text_of_its_day_whenever_it_is_told(on: date) -> None:
    devices = {row["key"]: row for row in read_portfolio().devices}
    for story in read_register():
        entry = story_case(story, devices[story["device"]]["periodic"], on)
        answer = determination_json(assess(read_case(entry.facts)), "ja")
        assert (answer["outcome"], answer["evidence_missing"]) == ("no_report", [])
        days = {name: on + timedelta(days=offset) for name, offset in story["days"].items()}
        assert entry.opened_on == days["learned"]
        told_in_order = [
            days[name] for name in ("learned", "checked", "proposed", "decided", "found") if name in days
        ]
        assert told_in_order == sorted(days.values())
        assert days["proposed"] <= days["learned"] + timedelta(days=15), "before the working deadline"
        for lang in ("ja", "en"):
            told = entry.parts["story"]["story"][lang]
            assert all(day_said(day, lang) in told for day in days.values())
            assert set(re.findall(r"\d{4}-\d{2}-\d{2}", told)) == {day.isoformat() for day in days.values()}


@pytest.mark.django_db
def test_what_the_worker_finds_after_the_loading_reopens_none_of_them(loaded: date) -> None:
    """A decision that was signed before the releases were matched would be open again within a minute."""
    for release in Release.objects.order_by("pk"):
        match_release(release.pk, on=loaded, actor=TESTER)
    watch_register(on=loaded, actor=Actor.program("register"))
    rows = {Case.objects.get(pk=row.case_id).key: row.state for row in register(PROGRAM, WHOLE).rows}
    assert rows == STATES


@pytest.mark.django_db
def test_a_decision_is_in_force_one_waits_and_one_was_reopened(loaded: date) -> None:
    rows = {Case.objects.get(pk=row.case_id).key: row for row in register(PROGRAM, WHOLE).rows}
    assert {key: row.state for key, row in rows.items()} == STATES
    for story in read_register():
        row = rows[story["key"]]
        page = decision_page(PROGRAM, row.id)
        assert page is not None
        assert len(page.evidence) == len(story["documents"])
        assert row.review_on > loaded
        assert bool(page.signed_sha256) == ("decided" in story["days"])
        assert [hole.name for hole in page.rests_on.holes] == story["cves"]
        if "decided" in story["days"]:
            assert row.decided_on == loaded + timedelta(days=story["days"]["decided"])
            assert row.decided_by != row.proposed_by
    (reopening,) = decision_page(PROGRAM, rows["register-3-reopened"].id).reopenings  # type: ignore[union-attr]
    assert [cause.code for cause in reopening.causes] == ["new_event"]
    assert reopening.aware_on == loaded + timedelta(days=read_register()[2]["days"]["found"])
    reopened = Case.objects.get(key="register-3-reopened")
    news = Case.objects.get(key="register-3-service-tool")
    due_on = reopening.aware_on + timedelta(days=15)
    assert [(case.state, case.clock_on) for case in (reopened, news)] == [("open", due_on)] * 2


@pytest.mark.django_db
def test_a_story_is_about_units_that_are_in_use(loaded: date) -> None:
    for story in read_register():
        assert Unit.objects.filter(device__key=story["device"], release__version=story["release"]).exists()


@pytest.mark.django_db
def test_loading_again_on_another_day_changes_nothing_and_the_record_is_intact(loaded: date) -> None:
    before = head().seq
    with clock.told_by(noon(loaded + timedelta(days=9))):
        assert load_sample().changes == 0
        load_sample(password=PASSWORD)
    assert NoReportDecision.objects.count() == len(STATES)
    assert verify_record().faults == ()
    assert head().seq > before, "its people got their password anew"
