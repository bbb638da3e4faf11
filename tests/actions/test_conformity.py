"""Devices in use that are not confirmed to 12条3項 have a plan, or owe one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kizuki.actions.devices.describe_device import describe_device
from kizuki.actions.devices.plan_conformity import plan_conformity
from kizuki.actions.devices.watch_conformity import watch_conformity
from kizuki.actions.verb import Actor
from kizuki.core.lifecycle.conformity import PLAN_DAYS, needs_plan
from kizuki.core.refusal import Refused
from kizuki.store.models import Obligation
from kizuki.store.queries.conformity import unconfirmed
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.hospital_cast import ON, Told

pytestmark = pytest.mark.django_db

WORKER = Actor.program("worker")
CONFIRMED = {"essential_12_3": {"state": "yes", "confirmed_on": "2024-03-01", "evidence": "適合性確認書"}}
NO_PROGRAM = {
    "connectable": False, "connectable_media": False, "samd": False, "accessory_with_program": False
}  # fmt: skip


@pytest.fixture
def it() -> Told:
    return Told()


def owed() -> list[tuple[str, date | None]]:
    rows = Obligation.objects.filter(kind="conformity_plan", ended_at=None)
    return list(rows.values_list("item", "due_on"))


def test_a_device_in_use_of_which_nothing_was_told_owes_a_plan_and_stands_in_the_list(it: Told) -> None:
    assert watch_conformity(on=ON, actor=WORKER) == [it.device]
    assert watch_conformity(on=ON, actor=WORKER) == []
    assert owed() == [("", ON + timedelta(days=PLAN_DAYS))]
    (row,) = unconfirmed(PROGRAM, ON)
    assert (row.id, row.state, row.way, row.units, row.hospitals) == (it.device, "", "", 3, 2)


def test_the_plan_is_owed_by_its_day_until_the_device_is_confirmed(it: Told) -> None:
    watch_conformity(on=ON, actor=WORKER)
    day = date(2026, 12, 1)
    made = plan_conformity("pump", "patch", day, "2.1で対応する。", on=ON, actor=it.office.sato)
    assert owed() == [(f"conformity_plan:{made}", day)]
    assert watch_conformity(on=ON, actor=WORKER) == []
    (row,) = unconfirmed(PROGRAM, day + timedelta(days=1))
    assert (row.way, row.words, row.late) == ("patch", "2.1で対応する。", True)
    describe_device("pump", CONFIRMED, actor=it.office.sato)
    assert owed() == []
    assert unconfirmed(PROGRAM, ON) == ()


def test_a_device_that_is_out_of_scope_or_stands_nowhere_needs_none(it: Told) -> None:
    describe_device("pump", NO_PROGRAM, actor=it.office.sato)
    assert watch_conformity(on=ON, actor=WORKER) == []
    with pytest.raises(Refused, match="needs no plan"):
        plan_conformity("pump", "patch", ON, "対応する。", on=ON, actor=it.office.sato)


def test_an_unknown_is_never_a_yes() -> None:
    assert needs_plan({})
    assert needs_plan({"connectable": False})
    assert needs_plan({"essential_12_3": {"state": "not_confirmed"}})
    assert not needs_plan(CONFIRMED)
    assert not needs_plan(NO_PROGRAM)


def test_a_plan_that_cannot_be_is_refused(it: Told) -> None:
    for way, day, words in (
        ("hope", ON, "対応する。"),
        ("patch", ON - timedelta(days=1), "対応する。"),
        ("patch", ON, " "),
    ):
        with pytest.raises(Refused):
            plan_conformity("pump", way, day, words, on=ON, actor=it.office.sato)
    assert owed() == []
