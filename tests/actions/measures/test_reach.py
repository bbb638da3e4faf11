"""How far a measure reached every hospital, the check of the delivery, and to whom it was reported."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kizuki.actions.measures.add_measure_targets import add_measure_targets
from kizuki.actions.measures.chain import Written
from kizuki.actions.measures.confirm_delivery import confirm_delivery
from kizuki.actions.measures.record_measure_telling import Telling, record_measure_telling
from kizuki.core.refusal import Refused
from kizuki.store.models import MeasureTarget, Obligation, ReachEntry
from kizuki.store.queries.measures import first_information_days, measures_of, targets_of
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.measures.acting import Measures
from tests.actions.office import ON, PASSWORD

pytestmark = pytest.mark.django_db


def confirm(it: Measures, measure: int, words: str = "電話で確かめた。") -> None:
    confirm_delivery(measure, Written(ON, words), password=PASSWORD, on=ON, actor=it.office.sato)


def test_every_hospital_has_its_own_state_with_day_way_and_proof() -> None:
    it = Measures()
    measure = it.approved()
    it.reached(measure, "sent")
    it.reached(measure, "read", "hospital-1", words="臨床工学技士 木村")
    (row,) = measures_of(PROGRAM, it.case)
    assert row.reach["sent"] == 2
    assert row.reach["read"] == 1
    assert (row.hospitals, row.units) == (3, 3)
    one = next(target for target in targets_of(PROGRAM, measure) if target.key == "hospital-1")
    assert one.serials == ("SN-1",)
    assert [(entry.state, entry.on, entry.channel) for entry in one.entries] == [
        ("sent", ON, "email"),
        ("read", ON, "email"),
    ]
    assert one.entries[-1].words == "臨床工学技士 木村"
    assert [target.key for target in targets_of(PROGRAM, measure, "sent")] == ["hospital-0", "hospital-2"]


def test_the_first_information_opens_the_check_in_thirty_days_and_the_answer_in_fourteen() -> None:
    it = Measures()
    measure = it.approved()
    it.reached(measure, "sent", "hospital-0")
    it.reached(measure, "sent", "hospital-1")
    assert Obligation.objects.get(kind="delivery_check").due_on == date(2026, 9, 2)
    assert Obligation.objects.get(kind="hospital_acknowledgement").due_on == date(2026, 8, 17)


def test_the_acknowledgement_ends_with_the_last_answer_and_opens_again_for_a_hospital_informed_later() -> None:
    it = Measures()
    measure = it.approved()
    it.reached(measure, "sent", "hospital-0", "hospital-1")
    it.reached(measure, "read", "hospital-0")
    assert it.owed("hospital_acknowledgement") == [f"measure:{measure}"]
    it.reached(measure, "done", "hospital-1")
    assert it.owed("hospital_acknowledgement") == []
    it.reached(measure, "sent", "hospital-2")
    assert it.owed("hospital_acknowledgement") == [f"measure:{measure}"]
    assert Obligation.objects.filter(kind="hospital_acknowledgement").count() == 2


def test_the_delivery_is_confirmed_only_when_every_hospital_is_accounted_for() -> None:
    it = Measures()
    measure = it.approved()
    with pytest.raises(Refused, match="no hospital was informed"):
        confirm(it, measure)
    it.reached(measure, "sent", "hospital-0", "hospital-1")
    it.reached(measure, "read", "hospital-0")
    with pytest.raises(Refused, match="of 2 nobody can say"):
        confirm(it, measure)
    it.reached(measure, "received", "hospital-1")
    it.reached(measure, "not_reached", "hospital-2", words="閉院していた")
    confirm(it, measure)
    assert it.owed("delivery_check") == it.owed("hospital_acknowledgement") == []


@pytest.mark.parametrize(
    ("state", "told", "why"),
    [
        ("not_reached", {}, "must not be empty"),
        ("sent", {"channel": ""}, "names the way"),
        ("sent", {"reference": ""}, "proves it"),
        ("sent", {"channel": "pigeon"}, "is not one of"),
        ("read", {}, "is planned"),
    ],
)
def test_what_proves_nothing_or_cannot_follow_is_refused(state: str, told: dict[str, Any], why: str) -> None:
    it = Measures()
    measure = it.approved()
    with pytest.raises(Refused, match=why):
        it.reached(measure, state, **told)
    assert not ReachEntry.objects.exists()


def test_one_hospital_that_cannot_go_there_keeps_the_whole_entry_back() -> None:
    it = Measures()
    measure = it.approved()
    it.reached(measure, "sent", "hospital-0")
    with pytest.raises(Refused, match="hospital-1"):
        it.reached(measure, "read", "hospital-0", "hospital-1")
    assert set(MeasureTarget.objects.values_list("state", flat=True)) == {"sent", "planned"}


def test_nobody_is_informed_of_what_was_not_approved_or_what_is_not_for_them() -> None:
    it = Measures()
    measure = it.proposed()
    with pytest.raises(Refused, match="is proposed"):
        it.reached(measure, "sent")
    it.decided(measure)
    with pytest.raises(Refused, match="not for hospital-9"):
        it.reached(measure, "sent", "hospital-9")


def test_a_measure_is_widened_and_never_narrowed() -> None:
    it = Measures()
    measure = it.approved("recall", hospitals=("hospital-0",))
    assert add_measure_targets(measure, ("*",), actor=it.office.ito) == 2
    assert add_measure_targets(measure, ("hospital-0",), actor=it.office.ito) == 0
    assert MeasureTarget.objects.filter(measure=measure).count() == 3


def test_days_to_the_first_information_are_a_figure_of_the_case() -> None:
    it = Measures()
    measure = it.approved()
    assert first_information_days(PROGRAM, it.case) is None
    it.reached(measure, "sent")
    assert first_information_days(PROGRAM, it.case) == 28, "learned on 6 July, sent on 3 August"


def test_whom_it_was_reported_to_and_why_somebody_is_not_told_stand_beside_it() -> None:
    it = Measures()
    measure = it.approved()
    told = Telling("prefecture", True, ON, "青森県薬務課に電話で報告", way="direct", channel="phone")
    record_measure_telling(measure, told, on=ON, actor=it.office.sato)
    record_measure_telling(measure, Telling("patient", False, ON, "使用者がいない"), on=ON, actor=it.office.sato)
    (row,) = measures_of(PROGRAM, it.case)
    assert [(one.party, one.told, one.words) for one in row.tellings] == [
        ("prefecture", True, "青森県薬務課に電話で報告"),
        ("patient", False, "使用者がいない"),
    ]
    for wrong in (
        Telling("neighbour", True, ON, "x", way="direct"),
        Telling("mhlw", True, ON, "x", way="publicly"),
        Telling("mhlw", False, ON, " "),
        Telling("mhlw", False, date(2026, 8, 4), "x"),
    ):
        with pytest.raises(Refused):
            record_measure_telling(measure, wrong, on=ON, actor=it.office.sato)


def test_a_measure_that_ends_before_every_hospital_was_informed_still_owes_the_check_of_its_delivery() -> None:
    it = Measures()
    measure = it.approved()
    it.instructed(measure)
    it.handed_over(measure)
    it.reported(measure)
    it.completed(measure)
    assert it.owed("delivery_check") == [f"measure:{measure}"]
    it.reached(measure, "sent")
    it.reached(measure, "read")
    confirm(it, measure)
    assert it.owed("delivery_check") == []
