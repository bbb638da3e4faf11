"""Self-inspection by somebody else than the doer, findings as corrective actions, and whether they helped."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kizuki.actions.questionnaires.tell_sheet_facts import FactEntry, tell_sheet_facts
from kizuki.actions.training.check_correction import check_correction
from kizuki.actions.training.correcting import CHECK_DAYS, Finding
from kizuki.actions.training.open_correction import open_correction
from kizuki.actions.training.record_self_inspection import InspectionEntry, record_self_inspection
from kizuki.actions.training.report_correction import report_correction
from kizuki.actions.training.set_procedure import ProcedureEntry, set_procedure
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.store.models import CorrectiveAction, Obligation, SelfInspection
from kizuki.store.queries.inspections import corrections, inspections
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record import clock
from tests.actions.office import Office
from tests.actions.record import company_and_pump

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    company_and_pump()
    found, on = Office(), clock.today()
    told = ProcedureEntry("GVP-07", "1", "情報提供手順書", on, ["hospitals"])
    set_procedure(told, on=on, actor=found.sato)
    tell_sheet_facts("company:1", [FactEntry("company.system_security_officer", "yes", on)], on=on, actor=found.ito)
    return found


def number(actor: Actor) -> int:
    return int(actor.code.removeprefix("user:"))


def inspection(**more: Any) -> InspectionEntry:
    on = clock.today()
    told: dict[str, Any] = {
        "procedures": ["GVP-07"], "from_on": on, "to_on": on, "told_on": on, "words": "記録を確認した。"
    }  # fmt: skip
    return InspectionEntry(**(told | more))


def finding(office: Office, days: int = 30) -> Finding:
    return Finding("回答日の記載漏れを手順に加える", number(office.ito), clock.today() + timedelta(days=days))


def owed() -> list[tuple[str, date | None]]:
    return list(Obligation.objects.filter(ended_at=None).order_by("pk").values_list("kind", "due_on"))


def test_nobody_inspects_what_they_did_themselves(office: Office) -> None:
    with pytest.raises(Refused, match="did what is inspected"):
        record_self_inspection(inspection(), on=clock.today(), actor=office.ito)
    assert not SelfInspection.objects.exists()
    record_self_inspection(inspection(), on=clock.today(), actor=office.tanaka)
    (row,) = inspections(PROGRAM)
    assert (row.by, row.procedures, row.findings, row.words) == ("tanaka", ("GVP-07",), 0, "記録を確認した。")


def test_somebody_from_outside_may_inspect_and_is_named(office: Office) -> None:
    record_self_inspection(inspection(outside="外部監査 山本"), on=clock.today(), actor=office.ito)
    assert inspections(PROGRAM)[0].by == "外部監査 山本"


def test_each_finding_is_owed_by_its_owner_until_it_was_done_and_somebody_else_found_that_it_helped(
    office: Office,
) -> None:
    on, told = clock.today(), finding(office)
    record_self_inspection(inspection(), [told], on=on, actor=office.tanaka)
    action = CorrectiveAction.objects.get().pk
    assert owed() == [("corrective_action", told.due_on)]
    report_correction(action, on, "手順書に欄を加えた。", on=on, actor=office.ito)
    assert owed() == [("effect_check", on + timedelta(days=CHECK_DAYS))]
    with pytest.raises(Refused):
        check_correction(action, True, "確認した。", on=on, actor=office.ito)
    check_correction(action, True, "3件を確認した。", on=on, actor=office.sato)
    assert owed() == []
    (row,) = corrections(PROGRAM, on)
    assert [(step.step, step.person) for step in row.steps] == [("done", "ito"), ("effective", "sato")]


def test_what_did_not_help_is_owed_again(office: Office) -> None:
    on = clock.today()
    action = open_correction(finding(office), on=on, actor=office.sato)
    report_correction(action, on, "周知した。", on=on, actor=office.ito)
    with pytest.raises(Refused, match="goes with what did not help"):
        check_correction(action, False, "再発した。", on=on, actor=office.sato)
    check_correction(action, False, "再発した。", on + timedelta(days=10), on=on, actor=office.sato)
    assert owed() == [("corrective_action", on + timedelta(days=10))]
    (row,) = corrections(PROGRAM, on + timedelta(days=11))
    assert (row.owed, row.late) == ("corrective_action", True)


def test_whoever_carried_it_out_does_not_check_it_though_somebody_else_owns_it(office: Office) -> None:
    on = clock.today()
    action = open_correction(finding(office), on=on, actor=office.tanaka)
    report_correction(action, on, "代わりに行った。", on=on, actor=office.sato)
    with pytest.raises(Refused, match="somebody else"):
        check_correction(action, True, "確認した。", on=on, actor=office.sato)


def test_nothing_is_reported_twice_or_checked_before_it_was_done(office: Office) -> None:
    on = clock.today()
    action = open_correction(finding(office), on=on, actor=office.tanaka)
    with pytest.raises(Refused, match="no effect_check of it is owed"):
        check_correction(action, True, "確認した。", on=on, actor=office.sato)
    report_correction(action, on, "行った。", on=on, actor=office.ito)
    with pytest.raises(Refused, match="no corrective_action of it is owed"):
        report_correction(action, on, "行った。", on=on, actor=office.ito)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"procedures": ["GVP-99"]}, "was not in force"),
        ({"procedures": []}, "names at least one"),
        ({"from_on": date(2999, 1, 1)}, "the period ends before"),
        ({"words": " "}, "must not be empty"),
    ],
)
def test_an_inspection_that_cannot_be_is_refused(office: Office, told: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        record_self_inspection(inspection(**told), on=clock.today(), actor=office.tanaka)


def test_a_finding_without_a_day_to_come_keeps_the_whole_inspection_back(office: Office) -> None:
    with pytest.raises(Refused, match="has passed already"):
        record_self_inspection(inspection(), [finding(office, -1)], on=clock.today(), actor=office.tanaka)
    assert not SelfInspection.objects.exists()
