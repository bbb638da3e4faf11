"""EOL is a formal process with a notice to customers (notification 3(3)): every hospital with a unit is told, with its
day and what proves it, and until then it is owed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kizuki.actions.devices.move_units import move_units
from kizuki.actions.devices.owe_lists import owe_lists
from kizuki.actions.devices.record_milestone_notice import Noticed, record_milestone_notice
from kizuki.actions.devices.register_hospital import register_hospital
from kizuki.actions.devices.register_units import UnitEntry, register_units
from kizuki.actions.devices.set_milestone import set_milestone
from kizuki.core.refusal import Refused
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import Device, Milestone, MilestoneNotice, Obligation
from kizuki.store.obligations.lists import devices_that_may_owe
from kizuki.store.queries.milestone_notices import announced
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record import clock
from tests.actions.record import TESTER, company_and_pump
from tests.planted import planted

pytestmark = pytest.mark.django_db

EOS = date(2030, 3, 31)
LETTER = b"%PDF-1.7 notice"


def at_two_hospitals() -> int:
    """A pump at two hospitals of three; its id."""
    company_and_pump()
    for key, name in (("h1", "第一病院"), ("h2", "第二病院"), ("h3", "第三病院")):
        register_hospital(key=key, name=name, actor=TESTER)
    register_units("pump", [UnitEntry("A-1", "h1"), UnitEntry("A-2", "h1"), UnitEntry("A-3", "h2")], actor=TESTER)
    return int(Device.objects.get(key="pump").pk)


def owed() -> list[tuple[str, str, date | None, str]]:
    rows = Obligation.objects.filter(kind="milestone_notice").order_by("pk")
    return [(row.item, row.state, row.due_on, row.ended_by) for row in rows]


def tell(*hospitals: str, name: str = "eos", **values: Any) -> int:
    said = {"told_on": clock.today(), "way": "paper", "document": LETTER} | values
    return record_milestone_notice("pump", name, Noticed(hospitals, **said), on=clock.today(), actor=TESTER)


def test_a_day_of_the_end_owes_a_notice_until_every_hospital_with_a_unit_was_told() -> None:
    device = at_two_hospitals()
    set_milestone("pump", "sale", date(2020, 1, 1), actor=TESTER)
    assert owed() == []
    set_milestone("pump", "eos", EOS, actor=TESTER)
    assert owed() == [("eos", "owed", EOS, "")]
    assert tell("h1") == 1
    assert owed() == [("eos", "owed", EOS, "")]
    (found,) = announced(PROGRAM, device)
    assert [(row.key, row.told_on is not None) for row in found.rows] == [("h2", False), ("h1", True)]
    assert (found.told, [row.key for row in found.waiting]) == (1, ["h2"])
    assert tell("h1", "h2", way="telephone", document=b"") == 1
    assert owed() == [("eos", "ended", EOS, "record_milestone_notice")]
    assert not verify_record().faults


def test_a_day_that_changes_is_told_anew_and_one_that_falls_away_is_not() -> None:
    at_two_hospitals()
    set_milestone("pump", "eos", EOS, actor=TESTER)
    tell("h1", "h2")
    later = date(2031, 3, 31)
    set_milestone("pump", "eos", later, actor=TESTER)
    assert owed()[1:] == [("eos", "owed", later, "")]
    latest = date(2032, 3, 31)
    set_milestone("pump", "eos", latest, actor=TESTER)
    assert owed()[1:] == [("eos", "ended", later, "set_milestone"), ("eos", "owed", latest, "")]
    set_milestone("pump", "eos", EOS, actor=TESTER)
    assert owed()[-1][1:] == ("ended", latest, "set_milestone"), "both were told of this day before"
    set_milestone("pump", "eos", None, actor=TESTER)
    assert [row for row in owed() if row[1] == "owed"] == []


def test_a_hospital_that_gets_its_first_unit_is_to_be_told_and_one_without_is_not() -> None:
    at_two_hospitals()
    set_milestone("pump", "eol", EOS, actor=TESTER)
    tell("h1", "h2", name="eol")
    move_units("pump", ["A-3"], on=clock.today(), hospital="h3", actor=TESTER)
    assert owed()[-1][:2] == ("eol", "owed")
    move_units("pump", ["A-3"], on=clock.today(), state="returned", actor=TESTER)
    assert owed()[-1][1:] == ("ended", EOS, "move_units")


def test_what_is_over_already_is_told_today() -> None:
    at_two_hospitals()
    set_milestone("pump", "eol", date(2020, 1, 1), actor=TESTER)
    assert owed() == [("eol", "owed", clock.today(), "")]


def test_a_day_that_comes_nearer_or_is_over_by_now_is_owed_by_then_and_by_no_later_day() -> None:
    at_two_hospitals()
    set_milestone("pump", "eos", EOS, actor=TESTER)
    set_milestone("pump", "eos", date(2029, 3, 31), actor=TESTER)
    assert owed()[-1][1:3] == ("owed", date(2029, 3, 31))
    set_milestone("pump", "eos", date(2020, 3, 31), actor=TESTER)
    assert [row[1:3] for row in owed() if row[1] == "owed"] == [("owed", clock.today())]


def test_a_unit_of_which_nobody_knows_where_it_stands_keeps_the_notice_owed() -> None:
    device = at_two_hospitals()
    register_units("pump", [UnitEntry("A-9")], actor=TESTER)
    set_milestone("pump", "eos", EOS, actor=TESTER)
    tell("h1", "h2")
    (found,) = announced(PROGRAM, device)
    assert (found.waiting, found.unplaced) == ((), 1)
    assert owed() == [("eos", "owed", EOS, "")]
    move_units("pump", ["A-9"], on=clock.today(), hospital="h1", actor=TESTER)
    assert owed() == [("eos", "ended", EOS, "move_units")]


@pytest.mark.parametrize(
    ("name", "hospitals", "values", "place"),
    [
        ("sale", ("h1",), {}, "is not one of: eol"),
        ("eol", ("h1",), {}, "no day is set"),
        ("eos", (), {}, "who was told"),
        ("eos", ("h3",), {}, "no unit of the device"),
        ("eos", ("h9",), {}, "h9"),
        ("eos", ("h1",), {"way": "page"}, "is not one of: paper"),
        ("eos", ("h1",), {"document": b""}, "is kept with it"),
        ("eos", ("h1",), {"told_on": date(2099, 1, 1)}, "lies after today"),
    ],
)
def test_a_notice_that_cannot_be_is_refused_and_nothing_is_kept(
    name: str, hospitals: tuple[str, ...], values: dict[str, Any], place: str
) -> None:
    at_two_hospitals()
    set_milestone("pump", "eos", EOS, actor=TESTER)
    with pytest.raises(Refused, match=place):
        tell(*hospitals, name=name, **values)
    assert not MilestoneNotice.objects.exists()


def test_a_record_of_before_owes_its_notices_once_it_is_brought_up_to_date() -> None:
    device = at_two_hospitals()
    with planted():
        Milestone.objects.create(device_id=device, name="eos", on=EOS, recorded_at=clock.now())
    assert owed() == []
    assert device in devices_that_may_owe()
    owe_lists(device, actor=TESTER)
    assert owed() == [("eos", "owed", EOS, "")]
