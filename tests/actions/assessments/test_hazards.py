"""Hazards behind safety-relevant answers: an absent one is open, whatever the score."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from kizuki.actions.assessments.add_hazard import HazardEntry, add_hazard
from kizuki.actions.assessments.approve_severity_mapping import approve_severity_mapping
from kizuki.actions.assessments.propose_severity_mapping import propose_severity_mapping
from kizuki.actions.assessments.review_hazard import review_hazard
from kizuki.actions.assessments.save_assessment import save_assessment
from kizuki.actions.assessments.sign_assessment import state_no_hazard
from kizuki.actions.assessments.withdraw_hazard import withdraw_hazard
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.store.models import Assessment, Hazard
from kizuki.store.queries.hazards import pips_open
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.sealing.field import sealed_anew
from tests.actions.assessments.desk import ON, Desk, furnished, person, sheet

pytestmark = pytest.mark.django_db

LEVELS = {
    "minor": {"severity": "non_serious"},
    "critical": {"severity": "serious", "criterion": 2},
    "catastrophic": {"severity": "death"},
}
OVERDOSE = HazardEntry(pips=["XIT"], situation="流量が変わる", harm="過量投与", severity="catastrophic")


@pytest.fixture
def desk() -> Desk:
    made = furnished()
    save_assessment(made.device, made.advisory, sheet(XIT="H"), on=ON, actor=made.author)
    return made


@pytest.fixture
def manager(desk: Desk) -> Actor:
    return person("tanaka", "general_manager")


def _open(desk: Desk) -> list[tuple[str, str]]:
    return [(row.code, row.about) for row in pips_open(PROGRAM, desk.device, [desk.advisory])]


def _in_force(desk: Desk, manager: Actor) -> None:
    approve_severity_mapping(propose_severity_mapping(LEVELS, actor=desk.second), actor=manager)


def test_an_answer_without_an_entry_is_open_and_one_with_a_rated_entry_is_not(desk: Desk, manager: Actor) -> None:
    assert ("no_entry", "XIT") in _open(desk)
    entry = add_hazard(desk.device, desk.advisory, OVERDOSE, actor=desk.author)
    assert [code for code, _ in _open(desk)] == ["mapping_not_approved"]
    _in_force(desk, manager)
    assert _open(desk) == []
    withdraw_hazard(entry, because="別の記載に統合", actor=desk.second)
    assert ("no_entry", "XIT") in _open(desk)


def test_an_entry_that_nobody_rated_leaves_its_answer_open(desk: Desk, manager: Actor) -> None:
    _in_force(desk, manager)
    add_hazard(
        desk.device, desk.advisory, HazardEntry(pips=["XIT"], situation="停止", harm="遅れ"), actor=desk.author
    )
    assert [code for code, _ in _open(desk)] == ["level_missing"]


def test_what_nobody_assessed_is_open(desk: Desk) -> None:
    assert [(row.advisory_id, row.code) for row in pips_open(PROGRAM, desk.device, [0])] == [(0, "not_assessed")]


def test_an_unknown_answer_stays_open_though_a_hazard_is_entered(desk: Desk, manager: Actor) -> None:
    _in_force(desk, manager)
    save_assessment(desk.device, desk.advisory, sheet(XIT="U"), on=ON, actor=desk.author)
    add_hazard(desk.device, desk.advisory, OVERDOSE, actor=desk.author)
    assert _open(desk) == [("answer_unknown", "XIT")]


def test_where_every_answer_is_none_somebody_else_still_has_to_say_so(desk: Desk) -> None:
    save_assessment(desk.device, desk.advisory, sheet(), on=ON, actor=desk.author)
    assert [code for code, _ in _open(desk)] == ["no_statement"]
    made = Assessment.objects.get(current=True)
    state_no_hazard(made.pk, reason="影響なし", actor=desk.second)
    assert _open(desk) == []


def test_a_situation_held_not_credible_counts_until_another_person_reviewed_it(desk: Desk, manager: Actor) -> None:
    with pytest.raises(Refused, match="needs the reason"):
        add_hazard(desk.device, desk.advisory, HazardEntry(["XIT"], "a", "b", credible=False), actor=desk.second)
    entry = HazardEntry(["XIT"], "流量が変わる", "過量", "minor", credible=False, not_credible_because="物理的な制限")
    number = add_hazard(desk.device, desk.advisory, entry, actor=desk.second)
    with pytest.raises(Refused, match="author"):
        review_hazard(number, actor=desk.second)
    review_hazard(number, actor=person("yamada", "quality_manager"))
    _in_force(desk, manager)
    assert ("no_credible_entry", "XIT") in _open(desk)


def test_the_table_is_approved_by_another_person_than_who_proposed_it_and_then_stays(desk: Desk) -> None:
    version = propose_severity_mapping(LEVELS, actor=desk.second)
    with pytest.raises(Refused, match="who proposed"):
        approve_severity_mapping(version, actor=desk.second)
    approve_severity_mapping(version, actor=person("tanaka", "general_manager"))
    with pytest.raises(Refused, match="waits for approval"):
        approve_severity_mapping(version, actor=person("yamada", "quality_manager"))
    assert propose_severity_mapping(LEVELS, actor=desk.second) == 2


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        ({}, "rows"),
        ({"grave": {"severity": "awful"}}, "rows.grave.severity"),
        ({"grave": {"severity": "serious"}}, "rows.grave.criterion"),
        ({"mild": {"severity": "none", "criterion": 3}}, "rows.mild.criterion"),
        ({"mild": {"severity": "none", "else": 1}}, "rows.mild"),
    ],
)
def test_a_table_that_cannot_stand_is_refused_at_its_level(desk: Desk, rows: dict, place: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(Refused) as refused:
        propose_severity_mapping(rows, actor=desk.second)
    assert refused.value.place == place


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        (HazardEntry([], "a", "b"), "hazard.pips"),
        (HazardEntry(["XCP"], "a", "b"), "hazard.pips"),
        (HazardEntry(["XIT"], " ", "b"), "hazard.situation"),
        (HazardEntry(["XIT"], "a", "b", severity="awful"), "hazard.severity"),
        (HazardEntry(["XIT"], "a", "b", harm_kinds=["bad"]), "hazard.harm_kinds"),
        (HazardEntry(["XIT"], "a", "b", patients_exposed=-1), "hazard.patients_exposed"),
    ],
)
def test_an_entry_that_cannot_stand_is_refused_at_its_place(desk: Desk, entry: HazardEntry, place: str) -> None:
    with pytest.raises(Refused) as refused:
        add_hazard(desk.device, desk.advisory, entry, actor=desk.author)
    assert refused.value.place == place
    assert not Hazard.objects.exists()


def _said(number: int, **words: object) -> list[dict[str, object]]:
    return [sealed_anew(Hazard, number, **{name: value}) for name, value in words.items()]


def test_an_entry_is_never_changed_and_a_withdrawn_one_stays_withdrawn(desk: Desk) -> None:
    number = add_hazard(desk.device, desk.advisory, OVERDOSE, actor=desk.author)
    for change in ({"severity": "minor"}, {"credible": False}, *_said(number, harm="なし", controls=["alarm"])):
        with pytest.raises(DatabaseError, match="is not changed"), transaction.atomic():
            Hazard.objects.filter(pk=number).update(**change)
    withdraw_hazard(number, because="誤り", actor=desk.second)
    with pytest.raises(DatabaseError, match="is not changed"), transaction.atomic():
        Hazard.objects.filter(pk=number).update(withdrawn_at=None)
