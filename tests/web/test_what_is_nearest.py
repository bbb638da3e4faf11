"""What is nearest to whoever looks: the question that is asked today, and the signature that a report waits for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string

from kizuki.actions.people.signing import person_of
from kizuki.actions.verb import Actor
from kizuki.core.people.matrix import ROLES
from kizuki.store.models import Report, Task
from kizuki.store.queries.obligations import ObligationRow
from kizuki.store.queries.viewer import Viewer
from kizuki.web.case_lines import CaseLine
from kizuki.web.doors.last_resorts import LAST_RESORTS, is_usual
from kizuki.web.pages.case import case_page
from kizuki.web.pages.home import home_page
from kizuki.web.pages.work import work_page
from tests.actions.obligations.desk import ON, Desk, clock, draft_form, event, harmed
from tests.planted import planted

pytestmark = pytest.mark.django_db

__all__ = ["clock"]

ROW = ObligationRow(
    *(1, "item", "1-ハ", "", "", "", "", "", "owed", "", None, None, None, None, None, ""),
    *((), (), 1, "", None, 0, ()),
)
"""Something that is owed."""


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


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    "told",
    [
        event(harms=[harmed("serious", criterion=3) | {"predictable": False}]),
        event(harms=[harmed()]),
        {"kind": "foreign_measure", "locus": "foreign", "learned_on": "2026-06-01"},
    ],
)
def test_to_give_up_or_to_say_that_it_was_not_done_is_never_the_button_of_a_list(
    role: str, told: dict[str, Any]
) -> None:
    """The people to whom only such an end is left find it on the page of the case, below its own name."""
    desk = Desk()
    case = desk.open(told)
    seen = line(case, desk.office.tanaka, role)
    acts = [way.act for way in (seen.way, *(one.way for one in seen.besides)) if way]
    assert not LAST_RESORTS & set(acts), acts


@pytest.mark.parametrize("state", ["owed", "open", "sent", "lapse_proposed"])
def test_a_follow_up_and_a_withdrawal_are_not_given_up_from_a_list(state: str) -> None:
    row = replace(ROW, kind="follow_up", state=state, ends=("give_up_asking", "decide_withdrawal", "take_over"))
    assert not [act for act in row.ends if is_usual(act, row)]
    late = replace(ROW, kind="late", ends=("record_not_fulfilled", "take_over"))
    assert [act for act in late.ends if is_usual(act, late)] == ["record_not_fulfilled"]
    withdrawn = replace(ROW, kind="withdrawal", ends=("record_receipt", "decide_withdrawal"))
    assert is_usual("decide_withdrawal", withdrawn)


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
