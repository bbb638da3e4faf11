"""A case closes when nothing is owed, open or unanswered, whatever the reason that is given."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.actions.cases.close_case import close_case
from kizuki.actions.cases.link_vulnerabilities import link_vulnerabilities
from kizuki.actions.cases.reopen_case import reopen_case
from kizuki.actions.cases.watch_cases import watch_cases
from kizuki.actions.devices.register_hospital import register_hospital
from kizuki.actions.disclosure.parties import Turn, open_disclosure, record_party_turn, register_disclosure_party
from kizuki.actions.measures.propose_measure import Plan, propose_measure
from kizuki.actions.obligations.close_task import close_task
from kizuki.actions.reports.approve_report import approve_report
from kizuki.core.refusal import Refused
from kizuki.store.models import Case, Report, Task
from tests.actions.obligations.desk import ON, Desk, clock, event, harmed, one, owed
from tests.actions.office import PASSWORD
from tests.actions.record import TESTER, opened_case
from tests.actions.register.holes import kev

pytestmark = pytest.mark.django_db

NEXT = date(2026, 7, 1)


def close(desk: Desk, case: int, why: str = "reported") -> None:
    close_case(case, why, "終了", actor=desk.office.sato)  # type: ignore[arg-type]


def approved(desk: Desk, report: int) -> None:
    read = str(Report.objects.get(pk=report).document_id)
    approve_report(report, read_sha256=read, password=PASSWORD, on=ON, actor=desk.office.tanaka)


def reported(desk: Desk) -> tuple[int, int]:
    """A case whose report was sent, accepted and approved afterwards."""
    case = desk.open(event(harms=[], potential="serious"))
    report = desk.draft(case)
    desk.send(report)
    desk.received(report)
    approved(desk, report)
    desk.settled(case)
    return case, report


def test_a_case_with_measures_undecided_stays_open() -> None:
    desk = Desk()
    case, _ = reported(desk)
    with pytest.raises(Refused, match=r"still owed: .*safety_measures"):
        close(desk, case)
    desk.end_by_two(case, owed(case, "beside"), "decide_beside", how="none")
    close(desk, case)
    assert Case.objects.get(pk=case).state == "closed"


def test_a_case_whose_disclosure_left_a_party_without_a_word_stays_open() -> None:
    desk = Desk()
    case, _ = reported(desk)
    desk.end_by_two(case, owed(case, "beside"), "decide_beside", how="none")
    for key, kind in (("jpcert", "jpcert"), ("kata", "distributor")):
        register_disclosure_party(key, kind, f"相手 {key}", actor=desk.office.sato)
    disclosure = open_disclosure(case, "AMBER", actor=desk.office.sato)
    record_party_turn(disclosure, Turn("jpcert", "investigating", "told", ON), on=ON, actor=desk.office.sato)
    with pytest.raises(Refused, match="neither told nor left out for a reason: 相手 kata"):
        close(desk, case)
    left_out = Turn("kata", "not_answered", "not_told", ON, "この販売業者は取り扱っていない。")
    record_party_turn(disclosure, left_out, on=ON, actor=desk.office.sato)
    close(desk, case)
    assert Case.objects.get(pk=case).state == "closed"


def test_withdrawn_is_no_way_around_what_is_owed() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    with pytest.raises(Refused, match="still owed"):
        close(desk, case, "withdrawn")


def test_a_report_without_the_authoritys_word_is_unanswered() -> None:
    desk = Desk()
    case = desk.open(event(harms=[], potential="serious"))
    report = desk.draft(case)
    desk.send(report)
    approved(desk, report)
    desk.end_by_two(case, owed(case, "beside"), "decide_beside", how="none")
    desk.settled(case)
    with pytest.raises(Refused, match="2-ロ sent"):
        close(desk, case)
    desk.received(report)
    close(desk, case)


def test_an_afterwards_approval_ends_by_the_approval_and_by_nobodys_click() -> None:
    desk = Desk()
    case = desk.open(event(harms=[], potential="serious"))
    report = desk.draft(case)
    desk.send(report)
    task = Task.objects.get(kind="approve_afterwards", state="open")
    with pytest.raises(Refused, match="afterwards_approval"):
        close_task(task.pk, "done", actor=desk.office.sato)
    assert owed(case, "afterwards_approval")
    approved(desk, report)
    assert not owed(case, "afterwards_approval")
    assert Task.objects.get(pk=task.pk).state == "done"


def test_no_measure_needs_a_second_person_and_a_measure_does_not() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious")]))
    first, *others = owed(case, "beside")
    with pytest.raises(Refused, match="needs a second person"):
        desk.end(case, first, "decide_beside", how="none")
    desk.end(case, first, "decide_beside", how="measure", measure="使用停止を依頼した")
    desk.end_by_two(case, others, "decide_beside", how="none")
    assert not owed(case, "beside")


def test_a_periodic_item_without_its_approval_day_has_a_clock() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("non_serious", predictable=False)], potential="non_serious"))
    assert one(case, "item", "3-ロ").due_on is None
    assert clock(case)[1] == date(2026, 6, 16)
    desk.confirm(case)
    assert clock(case)[:2] == ("cycle_anchor", date(2026, 8, 1))
    with pytest.raises(Refused, match="cycle_anchor is not ended by hand_over"):
        desk.end(case, one(case, "cycle_anchor"), "hand_over", to="period")
    assert clock(case)[:2] == ("cycle_anchor", date(2026, 8, 1)), "no period takes over that nobody knows it"


def test_a_light_vulnerability_keeps_its_working_day_before_the_periodic_one() -> None:
    desk = Desk()
    light = {
        "kind": "vulnerability",
        "learned_on": "2026-06-01",
        "locus": "domestic",
        "component_present": True,
        "attackable": True,
        "affects_function": True,
        "mitigation": {"state": "none"},
        "exploited": "none_known",
        "potential": "non_serious",
        "malfunction_predictable": False,
    }
    case = desk.open(light, cycle_anchor_on="2024-04-10")
    assert clock(case)[1] == date(2026, 6, 16)


def test_a_periodic_item_goes_to_its_period_and_one_of_the_first_number_never_does() -> None:
    desk = Desk()
    light = event(harms=[harmed("non_serious", predictable=False)], potential="non_serious")
    case = desk.open(light, cycle_anchor_on="2024-04-10")
    desk.end(case, one(case, "item", "3-ロ"), "hand_over", to="period")
    assert one(case, "item", "3-ロ").state == "handed_over"
    grave = desk.open(event(harms=[harmed()]), key="grave")
    with pytest.raises(Refused, match="never handed over"):
        desk.end(grave, one(grave, "item", "1-イ"), "hand_over", to="period")


def test_a_case_is_reopened_by_a_person_with_a_reason() -> None:
    desk = Desk()
    case, _ = reported(desk)
    desk.end_by_two(case, owed(case, "beside"), "decide_beside", how="none")
    close(desk, case)
    with pytest.raises(Refused, match="reason"):
        reopen_case(case, " ", actor=desk.office.sato)
    reopen_case(case, "病院から連絡があった", actor=desk.office.sato)
    assert Case.objects.get(pk=case).state == "open"


def test_a_follow_up_that_is_owed_is_given_up_only_after_three_attempts_and_by_two_persons() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", predictable=False)]))
    desk.send(desk.draft(case, desk.persons(case)[0], next_on=NEXT))
    rows = owed(case, "follow_up")
    asked = [{"on": f"2026-06-{day}", "whom": "病院", "how": "電話"} for day in ("03", "08")]
    with pytest.raises(Refused, match="2 attempts"):
        desk.end_by_two(case, rows, "give_up_asking", attempts=asked)
    asked.append({"on": "2026-06-12", "whom": "病院", "how": "文書"})
    desk.end_by_two(case, rows, "give_up_asking", attempts=asked)
    assert not owed(case, "follow_up")


def test_what_was_sent_late_stays_visible_until_its_delay_is_recorded_by_both_managers() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", predictable=False)]))
    desk.send(desk.draft(case, desk.persons(case)[0]), on=date(2026, 6, 18))
    (late,) = owed(case, "late")
    said = {"told_on": "2026-06-18", "told_whom": "医療機器安全対策課", "corrective_action": "当番表を見直す"}
    desk.end_by_two(case, [late], "record_not_fulfilled", **said)
    assert not owed(case, "late")
    assert one(case, "item", "1-ハ").state == "sent"


def test_no_measure_for_one_matter_says_nothing_of_the_next() -> None:
    desk = Desk()
    case = desk.open(event(harms=[]))
    desk.end_by_two(case, owed(case, "beside"), "decide_beside", how="none")
    desk.answer(case, lambda matters: matters[0].update(notes="続報"))
    assert not owed(case, "beside")
    desk.answer(case, lambda matters: matters.append(event(learned_on="2026-06-10", harms=[])))
    assert owed(case, "beside", "safety_measures")


def test_no_measure_before_a_death_says_nothing_of_what_is_done_after_it() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    desk.end_by_two(case, owed(case, "beside"), "decide_beside", how="none")
    desk.answer(case, lambda matters: matters[0]["harms"].append(harmed(learned_on="2026-06-10")))
    assert owed(case, "beside", "urgent_safety_information")


def test_no_report_left_before_its_matter_was_learned() -> None:
    desk = Desk()
    case = desk.open(event(harms=[], potential="serious"))
    report = desk.draft(case)
    with pytest.raises(Refused, match="lies before 2026-06-01"):
        desk.send(report, left_on=date(2026, 5, 29))


def test_whether_units_in_japan_have_the_same_hole_has_a_day_and_keeps_the_case_open() -> None:
    desk = Desk()
    case = desk.open(event(locus="foreign", identical=False, harms=[]))
    (asked,) = owed(case, "open_question")
    assert (asked.item, asked.due_on) == ("also_in_domestic_units", date(2026, 6, 16))
    with pytest.raises(Refused, match="open_question"):
        close(desk, case)


def test_a_case_of_which_everything_went_to_its_period_waits_for_that_day_and_is_not_closed() -> None:
    desk = Desk()
    light = event(harms=[harmed("non_serious", predictable=False)], potential="non_serious")
    case = desk.open(light, cycle_anchor_on="2024-04-10")
    desk.end(case, one(case, "item", "3-ロ"), "hand_over", to="period")
    for row in owed(case, "judgement"):
        desk.end(case, row, "record_judgement", answer="report")
    desk.end_by_two(case, owed(case, "beside"), "decide_beside", how="none")
    desk.confirm(case)
    assert not owed(case)
    assert clock(case)[:2] == ("long_term", one(case, "item", "3-ロ").due_on)
    with pytest.raises(Refused, match="nothing was reported"):
        close(desk, case)
    died = [harmed("non_serious", predictable=False), harmed(learned_on="2026-06-10")]
    desk.answer(case, lambda matters: matters[0].update(potential="death", harms=died))
    assert clock(case)[:2] == ("first_report", date(2026, 6, 10))


def test_a_signal_on_a_vulnerability_of_a_closed_case_opens_it_and_is_answered_within_fifteen_days() -> None:
    desk = Desk()
    case, _ = reported(desk)
    desk.end_by_two(case, owed(case, "beside"), "decide_beside", how="none")
    link_vulnerabilities(case, ["CVE-2026-0001"], actor=desk.office.ito)
    close(desk, case)
    assert watch_cases(actor=TESTER) == []
    kev("CVE-2026-0001")
    assert watch_cases(actor=TESTER) == [case]
    (asked,) = owed(case, "joined_information")
    assert (asked.item, asked.because, asked.due_on) == ("signal", ("exploited",), date(2026, 7, 1))
    assert Case.objects.get(pk=case).state == "open"
    assert watch_cases(actor=TESTER) == []
    with pytest.raises(Refused, match="joined_information"):
        close(desk, case)
    desk.answer(case, lambda matters: matters[0].update(notes="悪用の公表"), tells=["signal"])
    close(desk, case)


def test_how_a_report_stands_to_the_hospitals_own_is_owed_until_somebody_says_it() -> None:
    desk = Desk()
    register_hospital(key="h1", name="見本病院", actor=TESTER)
    facts = {"device": {"own": True, "designated": False}, "matters": [event(harms=[], potential="serious")]}
    case = opened_case("of a hospital", facts, hospital="h1")
    report = desk.draft(case)
    desk.send(report)
    desk.received(report)
    approved(desk, report)
    desk.end_by_two(case, owed(case, "beside"), "decide_beside", how="none")
    desk.settled(case)
    with pytest.raises(Refused, match="alignment"):
        close(desk, case)
    (row,) = owed(case, "alignment")
    with pytest.raises(Refused, match="'ours is right' is not one of"):
        desk.end(case, row, "align", state="ours is right")
    desk.end(case, row, "align", state="asked_not_disclosed")
    close(desk, case)


def test_a_measure_that_is_proposed_on_a_closed_case_opens_it_again() -> None:
    desk = Desk()
    case, _ = reported(desk)
    desk.end_by_two(case, owed(case, "beside"), "decide_beside", how="none")
    close(desk, case)
    propose_measure(case, Plan("recall", "改修する。"), password=PASSWORD, on=ON, actor=desk.office.sato)
    assert [row.kind for row in owed(case)] == ["measure_step"]
    row = Case.objects.get(pk=case)
    assert (row.state, row.clock) == ("open", "measure_step")
