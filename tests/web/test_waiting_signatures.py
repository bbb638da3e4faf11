"""What waits for a second person: who is offered to sign it, by which act it ends, and how a case tells of it after."""

from __future__ import annotations

from typing import Any

import pytest

from kizuki.actions.cases.mark_case_duplicate import mark_case_duplicate
from kizuki.actions.obligations.propose_end import propose_end
from kizuki.actions.people.signing import person_of
from kizuki.actions.verb import Actor
from kizuki.store.models import User
from kizuki.store.obligations.ledger import ledger_of
from kizuki.store.queries.timeline import timeline_of
from kizuki.store.queries.viewer import PROGRAM, Viewer
from kizuki.web.doors.ways import Way
from kizuki.web.pages.case import CasePage, case_page
from kizuki.web.pages.home import home_page
from tests.actions.obligations.desk import ON, Desk, event, harmed, one, owed

pytestmark = pytest.mark.django_db


def viewer(actor: Actor) -> Viewer:
    user = User.objects.get(pk=person_of(actor))
    return Viewer(user_id=user.pk, role=user.role, lang="ja")


def page_of(case: int, actor: Actor) -> CasePage:
    page = case_page(viewer(actor), case, ON)
    assert page is not None
    return page


def ways(case: int, kind: str, actor: Actor, item: str = "") -> list[Way]:
    lines = [line for line in page_of(case, actor).owed if line.row.kind == kind and item in ("", line.row.item)]
    return list(lines[0].ways)


def no_death(matters: list[dict[str, Any]]) -> None:
    matters[0]["harms"] = []


def test_who_may_sign_is_led_to_the_signature_from_every_row_that_waits() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    desk.answer(case, no_death)
    for kind in ("second_signature", "first_report", "item"):
        assert ways(case, kind, desk.office.tanaka)[0].address == f"/cases/{case}/do/sign_change"
    assert [way.act for way in ways(case, "second_signature", desk.office.tanaka)] == ["sign_change"]


def test_who_made_the_change_is_not_offered_to_sign_it() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    desk.answer(case, no_death, by=desk.office.sato)
    for kind in ("second_signature", "first_report", "item"):
        assert "sign_change" not in [way.act for way in ways(case, kind, desk.office.sato)]


def test_a_signature_ends_the_duty_to_sign_and_stands_behind_it() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    desk.answer(case, no_death)
    desk.sign(case)
    (line,) = [line for line in page_of(case, desk.office.sato).ended if line.row.kind == "second_signature"]
    assert (line.row.ended_by, line.how.person) == ("二人目の署名", "tanaka")


def proposed(desk: Desk) -> tuple[int, int]:
    """A judgement not to report, proposed by the safety manager."""
    case = desk.open(event(harms=[harmed("serious", predictable=False)]))
    row = next(row for row in ledger_of(case) if row.kind == "beside")
    told = {"how": "none"}
    made = propose_end(case, [row.id or 0], "decide_beside", told, reason="不要", actor=desk.office.sato)
    return case, made


def test_a_proposed_end_is_signed_from_its_row_and_not_proposed_again() -> None:
    desk = Desk()
    case, made = proposed(desk)
    first, *rest = ways(case, "beside", desk.office.tanaka)
    assert first.address == f"/cases/{case}/do/sign_end?proposal={made}"
    assert "decide_beside" not in [way.act for way in rest]
    assert "sign_end" not in [way.act for way in ways(case, "beside", desk.office.sato)]


def test_home_offers_the_signature_where_what_is_owed_next_was_proposed_to_end() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    row = one(case, "first_report")
    pmda = {"pmda": {"at": "2026-06-01", "unit": "課", "person": "山田", "answer": "様式で可"}}
    made = propose_end(case, [row.id or 0], "record_word_of_pmda", pmda, reason="指示", actor=desk.office.sato)
    (line,) = home_page(viewer(desk.office.tanaka), ON).cases
    assert line.way is not None
    assert line.way.address == f"/cases/{case}/do/sign_end?proposal={made}"


def test_an_item_of_the_first_two_kinds_is_never_offered_to_a_period() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    for line in page_of(case, desk.office.sato).owed:
        if line.row.kind == "item" and not line.row.item.startswith("3-"):
            assert "hand_over" not in line.row.ends
            assert "hand_over" not in [way.act for way in line.ways]


def said(case: int) -> list[str]:
    return [entry.said("ja") for entry in timeline_of(PROGRAM, f"case:{case}", case_id=case)]


def test_the_timeline_names_the_facts_that_were_answered_and_what_a_sheet_ended() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    desk.answer(case, lambda matters: matters[0]["harms"][0].update(severity="serious"))
    assert any("事実を更新（第 2 版）：健康被害の程度" in line for line in said(case))
    desk.fax(case, one(case, "first_report"))
    (line,) = [line for line in said(case) if line.startswith("第一報を記録")]
    assert "終了：第一報" in line
    assert "事項 、" not in line
    assert owed(case, "arrival")


def test_a_duplicate_that_is_proposed_is_not_told_as_the_end_of_the_case() -> None:
    desk = Desk()
    case, kept = desk.open(event(harms=[harmed()])), desk.open(event(harms=[harmed()]), key="kept")
    mark_case_duplicate(case, kept, "同じ事象", actor=desk.office.sato)
    (line,) = [line for line in said(case) if "重複" in line]
    assert "提案" in line
    assert "終了" not in line
