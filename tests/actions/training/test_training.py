"""Procedures in editions, training by plan, results, and who acted without."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kizuki.actions.people.retire_user import retire_user
from kizuki.actions.questionnaires.tell_sheet_facts import FactEntry, tell_sheet_facts
from kizuki.actions.training.plan_training import plan_training
from kizuki.actions.training.record_training import TrainingEntry, record_training
from kizuki.actions.training.set_procedure import ProcedureEntry, set_procedure
from kizuki.actions.training.watch_training import watch_training
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.store.models import Obligation, Procedure, TrainingResult, User
from kizuki.store.notices.due import reminded
from kizuki.store.queries.training import owed_trainings, procedures_of, results_of, untrained
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record import clock
from tests.actions.office import Office, person
from tests.actions.record import company_and_pump

pytestmark = pytest.mark.django_db

ON = date(2026, 8, 3)
WORKER = Actor.program("worker")


@pytest.fixture
def office() -> Office:
    company_and_pump()
    return Office()


def number(actor: Actor) -> int:
    return int(actor.code.removeprefix("user:"))


def entry(edition: str = "1", on: date = ON, **more: Any) -> ProcedureEntry:
    told: dict[str, Any] = {"areas": ["measures"]} | more
    return ProcedureEntry("GVP-05", edition, "安全確保措置手順書", on, **told)


def said(on: date = ON, *, passed: bool = True, way: str = "course", words: str = "") -> TrainingEntry:
    return TrainingEntry(way, on, passed, "外部講師", words)


def told_by(actor: Actor, on: date) -> None:
    """Work that a procedure on what hospitals are told governs."""
    tell_sheet_facts("company:1", [FactEntry("company.system_security_officer", "yes", on)], on=on, actor=actor)


def planned(office: Office, role: str = "safety_officer", days: int = 14, months: int = 0) -> int:
    made = set_procedure(entry(), on=ON, actor=office.sato)
    plan_training("GVP-05", role, days, months, actor=office.sato)
    watch_training(on=ON, actor=WORKER)
    return made


def owed() -> list[tuple[str, str, date | None]]:
    rows = Obligation.objects.filter(kind="training", ended_at=None).order_by("pk")
    return list(rows.values_list("owner", "item", "due_on"))


def test_people_of_the_role_owe_the_training_by_the_day_of_the_plan_and_nobody_else_does(office: Office) -> None:
    made = planned(office)
    assert owed() == [(f"person:{number(office.ito)}", f"procedure:{made}", ON + timedelta(days=14))]
    assert watch_training(on=ON, actor=WORKER) == []


def test_a_result_that_was_passed_ends_it_and_one_that_was_not_leaves_it_owed(office: Office) -> None:
    made = planned(office)
    record_training(made, [number(office.ito)], said(passed=False), on=ON, actor=office.sato)
    assert len(owed()) == 1
    record_training(made, [number(office.ito)], said(), on=ON, actor=office.sato)
    assert owed() == []
    assert Obligation.objects.get(kind="training").ended_by == "record_training"
    assert watch_training(on=ON, actor=WORKER) == []
    shown = results_of(PROGRAM)
    assert [(row.person, row.passed, row.trainer) for row in shown] == [
        ("ito", True, "外部講師"),
        ("ito", False, "外部講師"),
    ]


def test_a_new_edition_asks_everybody_again_and_ends_what_was_owed_of_the_one_before(office: Office) -> None:
    planned(office)
    later = set_procedure(entry("2", ON + timedelta(days=60)), on=ON, actor=office.sato)
    watch_training(on=ON, actor=WORKER)
    assert owed() == [(f"person:{number(office.ito)}", f"procedure:{later}", ON + timedelta(days=60))]
    assert Obligation.objects.filter(kind="training", ended_by="watch_training").count() == 1


def test_what_is_overdue_stands_first_in_the_list_and_reminds_the_person_themselves(office: Office) -> None:
    planned(office)
    kimura = person("kimura", "psirt")
    plan_training("GVP-05", "psirt", 90, actor=office.sato)
    watch_training(on=ON, actor=WORKER)
    late = ON + timedelta(days=15)
    rows = owed_trainings(PROGRAM, late)
    assert [(row.person, row.late) for row in rows] == [("ito", True), ("kimura", False)]
    User.objects.filter(pk=number(office.ito)).update(mail="ito@example.org")
    told = [row for row in reminded(late) if row.person == number(office.ito)]
    assert [row.owner for row in told] == [f"person:{number(office.ito)}"]
    assert number(kimura) not in {row.person for row in reminded(late)}


def test_who_leaves_owes_nothing_any_more(office: Office) -> None:
    planned(office)
    retire_user(number(office.ito), actor=office.tanaka)
    watch_training(on=ON, actor=WORKER)
    assert owed() == []


def test_a_training_that_is_repeated_is_owed_again_a_month_before_its_day(office: Office) -> None:
    made = planned(office, months=12)
    record_training(made, [number(office.ito)], said(), on=ON, actor=office.sato)
    watch_training(on=date(2027, 7, 3), actor=WORKER)
    assert owed() == []
    watch_training(on=date(2027, 7, 4), actor=WORKER)
    assert [due for _, _, due in owed()] == [date(2027, 8, 3)]


def test_nobody_is_their_own_proof(office: Office) -> None:
    made = planned(office, "safety_manager")
    with pytest.raises(Refused, match="keeps the document"):
        record_training(made, [number(office.sato)], said(), on=ON, actor=office.sato)
    record_training(made, [number(office.sato)], said(way="outside"), b"%PDF-1.7 x", on=ON, actor=office.sato)
    assert owed() == []


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (said(ON + timedelta(days=1)), "after today"),
        (said(way="hearsay"), "is not one of"),
        (said(way="drill"), "must not be empty"),
    ],
)
def test_a_result_that_cannot_be_is_refused_and_nothing_is_kept(
    office: Office, told: TrainingEntry, why: str
) -> None:
    made = planned(office)
    with pytest.raises(Refused, match=why):
        record_training(made, [number(office.ito)], told, on=ON, actor=office.sato)
    assert not TrainingResult.objects.exists()


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (entry(), "recorded already"),
        (entry("2", ON - timedelta(days=1)), "lies before edition 1"),
        (entry("2", areas=["nothing"]), "is not one of"),
        (entry("2", areas=[]), "name at least one"),
        (entry("第2版"), "is letters"),
    ],
)
def test_an_edition_that_cannot_be_is_refused(office: Office, told: ProcedureEntry, why: str) -> None:
    planned(office)
    with pytest.raises(Refused, match=why):
        set_procedure(told, on=ON, actor=office.sato)
    assert Procedure.objects.count() == 1


def test_a_plan_speaks_of_a_procedure_that_there_is_and_the_same_again_keeps_nothing(office: Office) -> None:
    with pytest.raises(Refused, match="there is no procedure"):
        plan_training("GVP-09", "psirt", 14, actor=office.sato)
    set_procedure(entry(), on=ON, actor=office.sato)
    first = plan_training("GVP-05", "psirt", 14, actor=office.sato)
    assert plan_training("GVP-05", "psirt", 14, actor=office.sato) == first
    with pytest.raises(Refused):
        plan_training("GVP-05", "psirt", 14, actor=office.ito)


def test_an_act_is_governed_by_the_edition_in_force_and_who_did_it_untrained_is_listed(office: Office) -> None:
    """The act keeps its edition by its day: editions never begin before they were recorded."""
    day = clock.today()
    made = set_procedure(entry(on=day, areas=["hospitals"]), on=day, actor=office.sato)
    told_by(office.ito, day)
    (row,) = untrained(PROGRAM)
    assert (row.person, row.found.edition.id, row.found.times) == ("ito", made, 1)
    assert (row.found.last_on, row.found.trained_on) == (day, None)
    record_training(made, [number(office.ito)], said(day), on=day, actor=office.sato)
    assert untrained(PROGRAM) == ()


def test_an_edition_never_governs_what_was_done_before_it_was_recorded(office: Office) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=2)
    with clock.standing_at(yesterday):
        told_by(office.ito, clock.today())
    set_procedure(
        entry(on=clock.today() - timedelta(days=30), areas=["hospitals"]), on=clock.today(), actor=office.sato
    )
    assert untrained(PROGRAM) == ()
    assert [row.state for row in procedures_of(PROGRAM, clock.today())] == ["in_force"]
