"""What is counted of many cases: the obligation arises from all of them, and who does not see one sees nothing of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.people.signing import person_of
from kizuki.actions.periods.draft_period_report import draft_period_report
from kizuki.actions.periods.request_period_review import request_period_review
from kizuki.actions.trends.judge_trend import judge_trend
from kizuki.actions.trends.watch_trends import watch_trends
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.core.reminding import Reminder
from kizuki.store.access.seen import hidden_entries, seen
from kizuki.store.models import AuditSubject, Device, Notice, Obligation, PeriodReportStep, Task, ToldCase
from kizuki.store.notices.wording import letter_of, values_of
from kizuki.store.queries.calendar import days_of
from kizuki.store.queries.emergency import emergency_pack
from kizuki.store.queries.obligations import name_of
from kizuki.store.queries.period_reports import periods_of, printed_period_report
from kizuki.store.queries.trends import questions_of, trend_rows
from kizuki.store.queries.viewer import Viewer
from tests.actions.office import PASSWORD, Office
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
