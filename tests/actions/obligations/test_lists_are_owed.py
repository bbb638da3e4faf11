"""What has no component list is owed, until there is one or somebody signs that it is not to be had."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.actions.devices.declare_not_to_be_had import declare_not_to_be_had
from kizuki.actions.devices.move_units import move_units
from kizuki.actions.devices.owe_lists import owe_lists
from kizuki.actions.devices.register_hospital import register_hospital
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.devices.register_units import UnitEntry, register_units
from kizuki.actions.devices.register_user import register_user
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.findings.match_release import match_release
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.store.audit.chain import head
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import Obligation, Release, Unit
from kizuki.store.queries.no_list import no_lists
from kizuki.store.queries.spread import spread
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.record import TESTER, advisory, company_and_pump, library, sbom
from tests.planted import planted

pytestmark = pytest.mark.django_db

DAY, PASSWORD = date(2026, 6, 1), "hibari-0472-kenshin"


def _owed() -> list[tuple[str, str, str, str]]:
    rows = Obligation.objects.exclude(kind="information_decision").order_by("pk")
    return [(row.kind, row.owner.partition(":")[0], row.state, row.ended_by) for row in rows]


def _person() -> Actor:
    pk = register_user(
        sign_in_name="abe", display_name="阿部", role="safety_manager", password=PASSWORD, actor=TESTER
    )
    return Actor.user(pk)


def test_a_release_without_a_list_owes_one_and_the_list_ends_it() -> None:
    company_and_pump()
    release = register_release("pump", "1.0", None, actor=TESTER).release
    assert _owed() == [("component_list_missing", "device", "open", "")]
    assert Obligation.objects.get().item == f"release:{release}"
    register_release("pump", "1.0", None, actor=TESTER)
    assert len(_owed()) == 1
    told = register_release("pump", "1.0", sbom(library("jinja2", "2.10")), actor=TESTER)
    assert (told.release, told.new, told.components) == (release, True, 1)
    assert _owed() == [("component_list_missing", "device", "ended", "register_release")]
    with pytest.raises(Refused, match="another component list"):
        register_release("pump", "1.0", sbom(library("jinja2", "2.11")), actor=TESTER)
    assert verify_record().intact


def test_a_unit_whose_release_nobody_knows_owes_it_and_a_device_in_use_owes_a_list() -> None:
    company_and_pump()
    register_units("pump", [UnitEntry(serial="A1"), UnitEntry(serial="A2")], actor=TESTER)
    assert sorted(row[:3] for row in _owed()) == [
        ("component_list_missing", "device", "open"),
        ("unit_release_unknown", "unit", "open"),
        ("unit_release_unknown", "unit", "open"),
    ]
    register_release("pump", "1.0", sbom(library("jinja2", "2.10")), actor=TESTER)
    register_units("pump", [UnitEntry(serial="A1", release="1.0")], actor=TESTER)
    move_units("pump", ["A2"], on=DAY, state="discarded", actor=TESTER)
    assert {(row[0], row[2], row[3]) for row in _owed()} == {
        ("component_list_missing", "ended", "register_release"),
        ("unit_release_unknown", "ended", "register_units"),
        ("unit_release_unknown", "ended", "move_units"),
    }
    assert no_lists(PROGRAM).any is False


def test_a_person_signs_that_a_list_is_not_to_be_had_and_it_still_counts_as_possible() -> None:
    company_and_pump()
    register_release("pump", "0.9", None, actor=TESTER)
    owed, person = Obligation.objects.get(), _person()
    for reason, password, place in ((" ", PASSWORD, "reason"), ("提供元が倒産した", "wrong", "password")):
        with pytest.raises(Refused, match=place):
            declare_not_to_be_had(owed.pk, reason, password=password, on=DAY, actor=person)
    declare_not_to_be_had(owed.pk, "提供元が倒産した", password=PASSWORD, on=DAY, actor=person)
    assert _owed() == [("component_list_missing", "device", "ended", "not_to_be_had")]
    with pytest.raises(Refused, match="still owed"):
        declare_not_to_be_had(owed.pk, "二度目", password=PASSWORD, on=DAY, actor=person)
    # Nothing asks again, and nothing forgets.
    register_units("pump", [UnitEntry(serial="A1", release="0.9")], actor=TESTER)
    assert len(_owed()) == 1
    assert (no_lists(PROGRAM).releases, no_lists(PROGRAM, with_owed=True).owed) == (1, ())
    assert [row.without_list for row in spread(PROGRAM, component="openssl").possible] == [("0.9",)]
    assert verify_record().intact


def test_a_record_of_before_owes_what_it_has_not_once() -> None:
    device = company_and_pump()
    with planted():
        Release.objects.create(device_id=device, version="0.1", state="kept")
        Unit.objects.create(device_id=device, serial="A1")
    owe_lists(device, actor=TESTER)
    assert sorted(row[0] for row in _owed()) == ["component_list_missing", "unit_release_unknown"]
    before = head().seq
    owe_lists(device, actor=TESTER)
    assert head().seq == before


def test_spread_counts_units_of_unknown_release_and_of_a_release_without_list_as_possible() -> None:
    company_and_pump()
    register_hospital(key="takadai", name="高台病院", prefecture="東京都", actor=TESTER)
    register_release("pump", "1.0", sbom(library("Linux_Kernel", "2.10")), actor=TESTER)
    register_release("pump", "0.9", None, actor=TESTER)
    units = (("A1", "1.0"), ("A2", "0.9"), ("A3", None))
    register_units("pump", [UnitEntry(serial=s, release=r, hospital="takadai") for s, r in units], actor=TESTER)
    reached = spread(PROGRAM, component="linux kernel")
    assert (reached.units, reached.unknown_units, reached.possible) == (1, 2, ())
    assert reached.devices[0].without_list == ("0.9",)
    assert [site.units[0][1:] for site in reached.sites] == [(1, 2)]
    nowhere = spread(PROGRAM, component="openssl")
    assert (nowhere.known, nowhere.units) == (False, 0)
    assert [(row.unknown_units, row.without_list) for row in nowhere.possible] == [(2, ("0.9",))]


def test_a_vulnerability_that_nothing_is_known_to_have_is_not_said_to_reach_nothing() -> None:
    company_and_pump()
    keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER)
    release = register_release("pump", "1.0", sbom(library("flask", "1")), actor=TESTER).release
    match_release(release, on=DAY, actor=TESTER)
    assert spread(PROGRAM, vulnerability="CVE-2026-0001").possible == ()
    register_units("pump", [UnitEntry(serial="A1")], actor=TESTER)
    told = spread(PROGRAM, vulnerability="CVE-2026-0001")
    assert [(row.brand != "", row.unknown_units) for row in told.possible] == [(True, 1)]
