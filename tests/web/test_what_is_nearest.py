"""What is nearest to whoever looks: the question that is asked today, and the signature that a report waits for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.template.loader import render_to_string

from kizuki.actions.people.signing import person_of
from kizuki.actions.verb import Actor
from kizuki.store.models import Report, Task
from kizuki.store.queries.viewer import Viewer
from kizuki.web.case_lines import CaseLine
from kizuki.web.pages.case import case_page
from kizuki.web.pages.home import home_page
from kizuki.web.pages.work import work_page
from tests.actions.obligations.desk import ON, Desk, clock, draft_form, event, harmed
from tests.planted import planted

pytestmark = pytest.mark.django_db

__all__ = ["clock"]


def line(case: int, who: Actor, role: str = "safety_manager") -> CaseLine:
    return next(row for row in home_page(Viewer(person_of(who), role, "ja"), ON).cases if row.id == case)


def test_whether_anybody_died_is_asked_today_however_far_its_working_day_is() -> None:
    desk = Desk()
    said = line(desk.open(event(learned_on=ON.isoformat())), desk.office.sato)
    assert (said.clock, said.countdown.due_on) == ("death_question", ON + timedelta(days=15))
    assert (said.countdown.kind, said.countdown.words("ja")) == ("today", "本日確認")
    assert home_page(Viewer(person_of(desk.office.sato), "safety_manager", "ja"), ON).due_today == 1


def test_a_working_day_that_has_gone_by_is_said_and_the_question_still_counts_for_today() -> None:
    desk = Desk()
    said = line(desk.open(event(learned_on="2026-05-20")), desk.office.sato)
    assert (said.clock, said.countdown.kind) == ("death_question", "past")
    assert "today" in said.kinds


@pytest.mark.parametrize(
    ("state", "role", "act"),
    [
        ("in_review", "safety_manager", "review_report"),
        ("in_approval", "general_manager", "approve_report"),
        ("in_approval", "psirt", None),
    ],
)
def test_the_signature_that_its_report_waits_for_comes_before_any_other_end(
    state: str, role: str, act: str | None
) -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", criterion=3) | {"predictable": False}]))
    report = draft_form(case, 8, actor=desk.office.ito)
    with planted():
        Report.objects.filter(case=case).update(state=state)
    way = line(case, desk.office.tanaka, role).way
    assert (way.act if way else None) == act or (act is None and way is not None and way.act not in _SIGNED)
    assert Report.objects.filter(pk=report).exists()
    own = line(case, desk.office.ito, role).way
    assert own is None or own.act not in _SIGNED, "who drew it up does not sign it"


_SIGNED = ("review_report", "approve_report")


def test_that_a_report_was_not_made_is_never_the_button_of_a_list() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", criterion=3) | {"predictable": False}]))
    for role in ("safety_manager", "general_manager", "regulatory"):
        way = line(case, desk.office.tanaka, role).way
        assert way is None or way.act != "record_not_fulfilled"


def test_the_work_of_all_lists_what_the_cases_owe_also_to_who_may_not_do_it() -> None:
    desk = Desk()
    desk.open(event(harms=[harmed()]))
    Task.objects.all().delete()
    reader = Viewer(person_of(desk.office.tanaka), "auditor", "ja")
    first = [row for row in work_page(reader, ON, everybody=True).lines if "第一報" in row.words]
    assert [(row.way, bool(row.who)) for row in first] == [(None, True)]
    assert not work_page(reader, ON, everybody=False).lines


def test_until_the_class_is_confirmed_no_longer_period_stands_alone_in_the_head_of_a_case() -> None:
    """Of a foreseeable malfunction that could have killed the rules name 第2号ロ, thirty days; 第1号ハ is still open."""
    desk = Desk()
    case = desk.open(event())
    page = case_page(Viewer(person_of(desk.office.sato), "safety_manager", "ja"), case, ON)
    assert page is not None
    assert page.determined is not None
    primary = page.determined.primary
    assert primary is not None
    assert (primary.period, page.class_open) == ("30_days", True)
    head = render_to_string("kizuki/parts/case_head.html", {"page": page, "lang": "ja"})
    assert "確認されるまで、15日の報告（作業期限）として扱います。" in head
