"""Whose move it is stands on every line of home, of the work and of a case: by name, and by post where nobody has it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.people.signing import person_of
from kizuki.store.models import Report, User
from kizuki.store.queries.hands import hands
from kizuki.store.queries.viewer import PROGRAM, Viewer
from kizuki.web.pages.case import case_page
from kizuki.web.pages.home import CaseLine, home_page
from kizuki.web.pages.work import work_page
from kizuki.web.whose_move import of_posts
from tests.actions.obligations.desk import ON, Desk, event, harmed
from tests.planted import planted

pytestmark = pytest.mark.django_db

SEVERE = {"predictable": False, "criterion": 3}


def viewer(desk: Desk, name: str = "sato") -> Viewer:
    user = User.objects.get(pk=person_of(getattr(desk.office, name)))
    return Viewer(user.pk, user.role, "ja")


def line(desk: Desk, case: int, name: str = "sato") -> CaseLine:
    return next(row for row in home_page(viewer(desk, name), ON).cases if row.id == case)


def test_home_and_work_name_who_holds_the_posts_that_are_asked() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    said = line(desk, case)
    assert said.clock == "first_report"
    assert said.who == "sato（安全管理責任者）、ito（安全管理実施責任者）、kato（薬事担当）"
    assert said.law_who == "ito（安全管理実施責任者）、kato（薬事担当）", "whose report is another one's"
    page = work_page(viewer(desk), ON, everybody=True)
    assert page.lines
    assert all(row.who for row in page.lines)
    shown = case_page(viewer(desk), case, ON)
    assert shown is not None
    assert {row.row.kind: row.posts for row in shown.owed}["first_report"] == said.who


def test_a_report_that_waits_for_a_signature_is_the_move_of_who_may_give_it() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", **SEVERE)]))
    report = desk.draft(case)
    for state, signs in (
        ("draft", "ito（安全管理実施責任者）、kato（薬事担当）"),
        ("in_review", "sato（安全管理責任者）"),
        ("in_approval", "tanaka（総括製造販売責任者）"),
    ):
        with planted():
            Report.objects.filter(pk=report).update(state=state)
        shown = case_page(viewer(desk), case, ON)
        assert shown is not None
        assert {row.posts for row in shown.owed if row.row.kind == "item" and row.row.state == "owed"} == {signs}


def test_nobody_is_named_who_may_not_act_on_the_case() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    named = [person_of(desk.office.sato), person_of(desk.office.tanaka)]
    set_embargo(f"case:{case}", True, named, "調整中", actor=desk.office.sato)
    assert line(desk, case).who == "sato（安全管理責任者）"


def test_a_post_that_nobody_holds_falls_to_those_who_are_told_then() -> None:
    desk = Desk()
    acting = hands(PROGRAM, [])
    assert of_posts(("psirt",), acting, "ja") == "sato（安全管理責任者）、tanaka（総括製造販売責任者）"
    User.objects.update(is_active=False)
    assert of_posts(("psirt",), hands(PROGRAM, []), "en") == "Product security (PSIRT)"
    assert desk.office


def asked(page: Any, *args: Any, **named: Any) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        page(*args, **named)
    return len(found)


def test_home_and_work_ask_no_more_for_more_cases() -> None:
    desk = Desk()
    desk.open(event(harms=[harmed()]), key="a")
    desk.open(event(harms=[harmed()]), key="b")
    of = viewer(desk)
    home_page(of, ON), work_page(of, ON, everybody=True)
    before = asked(home_page, of, ON), asked(work_page, of, ON, everybody=True)
    for key in "cdef":
        desk.open(event(harms=[harmed()]), key=key)
    assert (asked(home_page, of, ON), asked(work_page, of, ON, everybody=True)) == before
