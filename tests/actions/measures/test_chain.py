"""The written chain of GVP: proposal, decision, instruction, result, completion, hand-over; each signed, each owed."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.actions.cases.close_case import close_case
from kizuki.actions.measures.carry_out import hand_over_measure, instruct_measure, report_measure_result
from kizuki.actions.measures.chain import Written
from kizuki.actions.measures.decide_measure import Decision, decide_measure
from kizuki.actions.measures.propose_measure import Plan, propose_measure
from kizuki.core.refusal import Refused
from kizuki.store.models import Measure, MeasureStep, Obligation, ObligationStep
from kizuki.store.queries.measures import measures_of
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.measures.acting import Measures, who
from tests.actions.office import ON, PASSWORD

pytestmark = pytest.mark.django_db


def test_each_step_is_owed_when_the_one_before_was_signed_and_ends_by_its_own_act() -> None:
    it = Measures()
    measure = it.proposed()
    assert it.owed() == ["decide"]
    it.decided(measure)
    assert it.owed() == ["hand_over", "instruct"]
    it.instructed(measure)
    assert it.owed() == ["hand_over", "result"]
    it.handed_over(measure)
    it.reported(measure)
    assert it.owed() == ["complete"]
    it.completed(measure)
    assert it.owed() == []
    assert Measure.objects.get(pk=measure).state == "completed"
    ended = Obligation.objects.filter(kind="measure_step").order_by("pk").values_list("item", "ended_by")
    assert dict(ended) == {
        f"measure:{measure}/decide": "decide_measure",
        f"measure:{measure}/instruct": "instruct_measure",
        f"measure:{measure}/hand_over": "hand_over_measure",
        f"measure:{measure}/result": "report_measure_result",
        f"measure:{measure}/complete": "complete_measure",
    }


def test_every_step_of_the_chain_carries_its_day_its_signer_and_a_digest_of_its_own() -> None:
    it = Measures()
    measure = it.approved()
    it.instructed(measure)
    it.handed_over(measure)
    it.reported(measure)
    it.completed(measure)
    steps = list(MeasureStep.objects.filter(measure=measure).order_by("position"))
    told = [(step.step, step.person_id, step.to_id) for step in steps]
    sato, tanaka, ito, mori = (who(one) for one in (it.office.sato, it.office.tanaka, it.office.ito, it.mori))
    assert told == [
        ("propose", sato, None),
        ("decide", tanaka, None),
        ("instruct", sato, ito),
        ("hand_over", sato, mori),
        ("result", ito, None),
        ("complete", sato, None),
    ]
    assert len({step.sha256 for step in steps}) == 6
    assert {step.on for step in steps} == {ON}
    signed = ObligationStep.objects.filter(obligation__kind="measure_step", move="ended")
    assert set(signed.values_list("signed_sha256", flat=True)) <= {step.sha256 for step in steps}


def test_the_result_is_owed_by_the_day_of_the_instruction() -> None:
    it = Measures()
    measure = it.approved()
    it.instructed(measure, due_on=date(2026, 8, 27))
    assert Obligation.objects.get(item=f"measure:{measure}/result").due_on == date(2026, 8, 27)


def test_four_measures_run_at_once_each_with_its_own_chain() -> None:
    it = Measures()
    for kind in ("information", "recall", "revision", "stop"):
        it.approved(kind)
    assert it.owed() == ["hand_over"] * 4 + ["instruct"] * 4
    assert [row.number for row in measures_of(PROGRAM, it.case)] == [1, 2, 3, 4]


def test_who_proposed_it_does_not_decide_it_and_the_officer_never_does() -> None:
    it = Measures()
    plan = Plan("recall", "改修する。")
    measure = propose_measure(it.case, plan, password=PASSWORD, on=ON, actor=it.office.sato)
    for actor in (it.office.sato, it.office.ito):
        with pytest.raises(Refused):
            it.decided(measure, actor=actor)
    assert Measure.objects.get(pk=measure).state == "proposed"


def test_a_decision_is_signed_under_the_plan_that_was_read() -> None:
    it = Measures()
    measure = it.proposed()
    with pytest.raises(Refused, match="another plan"):
        decide_measure(measure, Decision(True, "可", "0" * 64), password=PASSWORD, on=ON, actor=it.office.tanaka)


def test_a_wrong_password_signs_nothing() -> None:
    it = Measures()
    with pytest.raises(Refused, match="wrong"):
        propose_measure(it.case, Plan("stop", "止める。"), password="x", on=ON, actor=it.office.sato)
    assert not Measure.objects.exists()


def test_a_measure_that_is_refused_owes_nothing_more_and_is_never_carried_out() -> None:
    it = Measures()
    measure = it.proposed()
    it.decided(measure, approved=False)
    assert it.owed() == []
    with pytest.raises(Refused, match="is refused"):
        it.instructed(measure)


def test_only_whoever_was_instructed_reports_the_result() -> None:
    it = Measures()
    measure = it.approved()
    it.instructed(measure)
    with pytest.raises(Refused, match="whoever was instructed"):
        report_measure_result(measure, Written(ON, "済んだ。"), password=PASSWORD, on=ON, actor=it.office.kato)


def test_the_hand_over_goes_to_the_quality_manager_once() -> None:
    it = Measures()
    measure = it.approved()
    for to in (who(it.office.ito), None):
        with pytest.raises(Refused, match="quality_manager"):
            hand_over_measure(measure, Written(ON, "提供", to=to), password=PASSWORD, on=ON, actor=it.office.sato)
    it.handed_over(measure)
    with pytest.raises(Refused, match="already"):
        it.handed_over(measure)


def test_what_did_not_help_is_instructed_anew_in_a_row_of_its_own() -> None:
    it = Measures()
    measure = it.approved()
    it.instructed(measure)
    it.reported(measure)
    it.completed(measure, "not_effective")
    assert it.owed() == ["hand_over", "instruct"]
    rounds = Obligation.objects.filter(item=f"measure:{measure}/instruct").order_by("round")
    assert list(rounds.values_list("round", flat=True)) == [1, 2]


def test_no_step_lies_ahead_or_before_the_one_that_it_follows() -> None:
    it = Measures()
    measure = it.approved()
    for day, why in ((date(2026, 8, 4), "after today"), (date(2026, 8, 2), "before the step")):
        written = Written(day, "指示", to=who(it.office.ito), due_on=date(2026, 8, 20))
        with pytest.raises(Refused, match=why):
            instruct_measure(measure, written, password=PASSWORD, on=ON, actor=it.office.sato)


@pytest.mark.parametrize(
    ("plan", "why"),
    [
        (Plan("information", "知らせる"), "names the hospitals"),
        (Plan("none", "不要", hospitals=("*",)), "none is for a hospital"),
        (Plan("none", "不要", brings="mitigation"), "none protects"),
        (Plan("recall", " "), "must not be empty"),
        (Plan("prayer", "祈る"), "is not one of"),
        (Plan("recall", "改修", hospitals=("nowhere",)), "there is no hospital"),
        (Plan("recall", "改修", brings="hope"), "is not one of"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_by_name(plan: Plan, why: str) -> None:
    it = Measures(hospitals=1)
    with pytest.raises(Refused, match=why):
        propose_measure(it.case, plan, password=PASSWORD, on=ON, actor=it.office.sato)


def test_a_case_with_a_step_that_is_owed_is_not_closed() -> None:
    it = Measures()
    it.proposed()
    with pytest.raises(Refused, match="measure_step"):
        close_case(it.case, "reported", "終わった", actor=it.office.sato)
