"""What is counted of many cases: the obligation arises from all of them, and who does not see one sees nothing of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from kizuki.actions.cases.open_case import CaseEntry, open_case
from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.people.signing import person_of
from kizuki.actions.periods.draft_period_report import draft_period_report
from kizuki.actions.periods.request_period_review import request_period_review
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.request_review import request_review
from kizuki.actions.trends.judge_trend import judge_trend
from kizuki.actions.trends.watch_trends import watch_trends
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.core.reminding import Reminder
from kizuki.store.access.seen import hidden_entries, seen
from kizuki.store.access.subjects import keys_seen
from kizuki.store.models import (
    AuditSubject,
    Case,
    Device,
    Notice,
    Obligation,
    PeriodReportStep,
    RatedCase,
    Report,
    ReportObligation,
    Task,
    ToldCase,
)
from kizuki.store.notices.wording import letter_of, values_of
from kizuki.store.queries.calendar import days_of
from kizuki.store.queries.emergency import emergency_pack
from kizuki.store.queries.obligations import name_of
from kizuki.store.queries.period_reports import periods_of, printed_period_report
from kizuki.store.queries.trends import questions_of, trend_rows
from kizuki.store.queries.viewer import Viewer
from tests.actions.office import PASSWORD, Office
from tests.actions.record import TESTER
from tests.actions.test_period_reports import SAID, SENT, hand_over, light_case, period
from tests.actions.test_period_reports import office as office
from tests.actions.test_trends import MAY, ON, event, pump
from tests.planted import planted

pytestmark = pytest.mark.django_db


def viewer(actor: Actor) -> Viewer:
    return Viewer(person_of(actor), "safety_manager")


def keep_from_others(case_id: int, *named: Actor, embargoed: bool = True) -> None:
    set_embargo(f"case:{case_id}", embargoed, [person_of(one) for one in named], "調整中", actor=named[0])


def counts(of: Viewer, device: int) -> dict[str, tuple[int, int]]:
    return {row.month.term: (row.month.count, row.month.year) for row in trend_rows(of, device, MAY, ON)}


def test_a_question_about_a_trend_arises_from_what_is_secret_and_is_seen_by_who_sees_all_that_it_counted() -> None:
    device, people = pump(), Office()
    event("a", "2026-01-10")
    keep_from_others(event("b", "2026-05-12"), people.sato, people.tanaka)
    assert watch_trends(on=ON, actor=Actor.program("test")) == 1
    named, other = viewer(people.sato), viewer(people.ito)
    assert counts(named, device) == dict.fromkeys(("", "A14", "A1407"), (1, 2))
    assert counts(other, device) == dict.fromkeys(("", "A14", "A1407"), (0, 1))
    (asked,) = questions_of(named, device)
    assert questions_of(other, device) == ()
    assert [seen(one, Task).filter(kind="judge_trend").count() for one in (named, other)] == [1, 0]
    spoken = set(
        AuditSubject.objects.filter(subject=f"obligation:{asked.obligation}").values_list("entry", flat=True)
    )
    assert spoken <= set(hidden_entries(other).values_list("entry_id", flat=True))
    with pytest.raises(Refused, match="there is no obligation"):
        judge_trend(asked.obligation, "no_trend", "x", password=PASSWORD, on=ON, actor=people.ito)
    judge_trend(asked.obligation, "no_trend", "x", password=PASSWORD, on=ON, actor=people.sato)
    assert Obligation.objects.get(pk=asked.obligation).state == "ended"


def test_a_question_that_counts_what_is_secret_leaves_the_house_without_its_name_also_for_who_sees_it() -> None:
    """The calendar, the mail and the printed pack tell the day; the term and month are told on the page alone."""
    device, people = pump(), Office()
    event("a", "2026-01-10")
    keep_from_others(event("b", "2026-05-12"), people.sato, people.tanaka)
    watch_trends(on=ON, actor=Actor.program("test"))
    (asked,) = questions_of(viewer(people.sato), device)
    row = Obligation.objects.get(pk=asked.obligation)
    secret = "期限のある事項"
    in_calendar = [one.words for one in days_of(viewer(people.sato), ON) if one.on == row.due_on]
    assert in_calendar
    assert all(secret in words for words in in_calendar)
    pack = emergency_pack(Viewer(None, "program", "ja"), datetime(2026, 5, 20, 3, tzinfo=UTC))
    told = [cells for table in pack.sections for cells in table["rows"] if cells[0] == str(row.due_on)]
    assert told
    assert all(secret in cells[2] for cells in told)
    values = values_of([(row.pk, Reminder("waits", 0))], ON)
    notice = Notice(kind="reminder", key="x", person_id=person_of(people.sato), values=values)
    mail = letter_of(notice, "")
    assert name_of(row, "ja") not in f"{mail.subject}{mail.body}"


def test_what_is_counted_later_under_embargo_hides_the_question_that_stood_before() -> None:
    device, people = pump(), Office()
    event("a", "2026-01-10")
    event("b", "2026-05-12")
    watch_trends(on=ON, actor=Actor.program("test"))
    other = viewer(people.ito)
    assert len(questions_of(other, device)) == 1
    secret = event("c", "2026-05-18")
    keep_from_others(secret, people.sato, people.tanaka)
    watch_trends(on=ON, actor=Actor.program("test"))
    assert [row.item for row in questions_of(other, device) if row.item.startswith("A1407")] == []
    keep_from_others(secret, people.sato, people.tanaka, embargoed=False)
    assert questions_of(other, device) == questions_of(viewer(people.sato), device) != ()


def test_a_periodic_report_is_written_seen_and_moved_by_who_sees_all_that_it_tells(office: Office) -> None:
    wanted = period()
    device = Device.objects.get(key="pump").pk
    hand_over(office, light_case("a", "2025-08-01"))
    secret = light_case("b", "2025-09-01")
    hand_over(office, secret)
    keep_from_others(secret, office.tanaka, office.ito)
    named, other = viewer(office.ito), viewer(office.sato)
    with pytest.raises(Refused, match="somebody else") as refused:
        draft_period_report(wanted, SAID, actor=office.sato)
    number = draft_period_report(wanted, SAID, actor=office.ito)
    (mine,), (theirs,) = (periods_of(one, device) for one in (named, other))
    assert ([row.id for row in mine.reports], mine.handed_over) == ([number], 2)
    assert ((theirs.reports, theirs.handed_over)) == ((), 1)
    assert printed_period_report(named, device, number) is not None
    assert printed_period_report(other, device, number) is None
    with pytest.raises(Refused, match="there is no periodreport"):
        request_period_review(number, on=SENT, actor=office.sato)
    with pytest.raises(Refused) as again:
        draft_period_report(wanted, SAID, actor=office.sato)
    assert str(again.value) == str(refused.value), "that one stands is not told either"
    request_period_review(number, on=SENT, actor=office.ito)
    assert [seen(one, PeriodReportStep).count() for one in (named, other)] == [1, 0]
    tasks = [seen(one, Task).filter(subject=f"period_report:{number}").count() for one in (named, other)]
    assert tasks == [1, 0]


def risen() -> int:
    """The case of a rate above the one known beforehand, of which form 9 is owed."""
    rate = {"observed": 0.02, "expected": 0.006, "known_beforehand": True, "scope": "death_serious"}
    matter = {"kind": "rate", "learned_on": ON.isoformat(), "locus": "domestic"}
    facts = {
        "device": {"own": True, "reporter": "mah", "combination": False, "designated": True},
        "matters": [{**matter, "rate": {**rate, "includes_deaths": False}}],
    }
    problems = {"device_problems": [{"code": "A1407", "known": True, "causality": "suspected", "risk": "occurred"}]}
    entry = CaseEntry("rate", "pump", "発生率の上昇", facts, parts={"event": problems}, opened_on=ON)
    return open_case(entry, on=None, actor=TESTER)


def test_a_report_on_form_9_is_read_by_who_sees_all_that_its_rate_counts() -> None:
    pump()
    people = Office()
    open_to_all, secret = event("a", "2026-03-10"), event("b", "2026-05-12")
    keep_from_others(secret, people.sato, people.tanaka)
    case = risen()
    named, other = viewer(people.sato), viewer(people.ito)
    with pytest.raises(Refused, match="somebody else"):
        draft_form(case, 9, actor=people.ito)
    report = draft_form(case, 9, actor=people.sato)
    assert set(RatedCase.objects.values_list("report_id", "case_id")) == {(report, open_to_all), (report, secret)}
    assert [seen(one, Case).filter(pk=case).exists() for one in (named, other)] == [True, True]
    for model in (Report, ReportObligation):
        assert [seen(one, model).exists() for one in (named, other)] == [True, False]
    assert [keys_seen(one, Report, [report]) for one in (named, other)] == [{report}, set()]
    with pytest.raises(Refused, match="there is no report"):
        request_review(report, on=SENT, actor=people.ito)
    spoken = set(AuditSubject.objects.filter(subject=f"report:{report}").values_list("entry", flat=True))
    assert spoken
    assert spoken <= set(hidden_entries(other).values_list("entry_id", flat=True))
    keep_from_others(secret, people.sato, people.tanaka, embargoed=False)
    assert keys_seen(other, Report, [report]) == {report}


def test_a_form_9_of_before_this_was_kept_is_taken_to_count_every_case_of_its_device() -> None:
    """The upgrade, on rows as they stood before it."""
    pump()
    cases = {event("a", "2026-03-10"), risen()}
    report = draft_form(max(cases), 9, actor=TESTER)
    upgrade = import_module("kizuki.store.migrations.0046_what_a_report_counts")
    with planted():
        RatedCase.objects.all().delete()
        upgrade.name_every_case(apps, SimpleNamespace(connection=connection))
    assert set(RatedCase.objects.values_list("report_id", "case_id")) == {(report, case) for case in cases}


def test_a_period_without_anything_secret_is_reported_by_whoever_sees_its_device(office: Office) -> None:
    """What was learned after the period is in no report of it."""
    wanted = period()
    light_case("a", "2025-08-01")
    keep_from_others(light_case("b", "2026-05-20"), office.tanaka, office.ito)
    assert draft_period_report(wanted, SAID, actor=office.sato)
    assert date(2026, 5, 20) > periods_of(viewer(office.sato), Device.objects.get(key="pump").pk)[0].last_on


def test_what_stood_before_this_was_kept_is_taken_to_tell_of_every_case_of_its_device(office: Office) -> None:
    """The upgrade, on rows as they stood before it."""
    case = light_case("a", "2025-08-01")
    report = draft_period_report(period(), SAID, actor=office.ito)
    upgrade = import_module("kizuki.store.migrations.0042_what_was_counted")
    with planted():
        ToldCase.objects.all().delete()
        upgrade.name_every_case(apps, SimpleNamespace(connection=connection))
    assert list(ToldCase.objects.values_list("report_id", "case_id")) == [(report, case)]
