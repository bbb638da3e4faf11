"""Patches from available to applied, and units with their history: what nobody said is never counted as done."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.actions.devices.move_patch import move_patch
from kizuki.actions.devices.move_units import move_units
from kizuki.actions.devices.record_patch_on_units import record_patch_on_units
from kizuki.actions.devices.register_hospital import register_hospital
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.devices.register_units import UnitEntry, register_units
from kizuki.actions.devices.start_patch import start_patch
from kizuki.core.refusal import Refused
from kizuki.store.models import KeptText, Unit, UnitPatchMove
from kizuki.store.queries.patches import PatchProgress, patch_progress, patches_of_device
from kizuki.store.queries.units import lacking_contacts, unit_history, units_of_device
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.record import TESTER, TODAY, company_and_pump

pytestmark = pytest.mark.django_db


def five_pumps() -> int:
    """Five units of release 1.0 at one hospital, and release 1.1; returns the id of the pump."""
    pump = company_and_pump()
    register_release("pump", "1.0", None, actor=TESTER)
    register_release("pump", "1.1", None, actor=TESTER)
    contacts = [{"role": "device_safety", "name": "臨床工学"}]
    register_hospital(key="kakuu", name="架空病院", contacts=contacts, actor=TESTER)
    entries = [
        UnitEntry(serial=f"U{number}", hospital="kakuu", release="1.0", delivered_on=date(2024, 1, number))
        for number in range(1, 6)
    ]
    register_units("pump", entries, actor=TESTER)
    return pump


def shipped_patch() -> int:
    patch = start_patch("pump", "p1", fixes=["CVE-2026-0001"], release="1.1", on=date(2026, 5, 1), actor=TESTER)
    move_patch(patch, "validated", on=date(2026, 5, 10), actor=TESTER)
    move_patch(patch, "shipped", on=date(2026, 5, 20), actor=TESTER)
    return patch


def progress(patch: int) -> PatchProgress:
    found = patch_progress(PROGRAM, patch)
    assert found is not None
    return found


def test_a_patch_that_was_shipped_to_silent_hospitals_is_on_no_unit() -> None:
    five_pumps()
    found = progress(shipped_patch())
    assert (found.done, found.in_use, found.untold, found.on_all_units) == (0, 5, 5, False)


def test_units_done_of_units_in_use_counts_each_answer_once() -> None:
    pump = five_pumps()
    patch = shipped_patch()
    record_patch_on_units(patch, ["U1", "U2"], "applied", on=TODAY, actor=TESTER)
    record_patch_on_units(patch, ["U3"], "refused", on=TODAY, remark="診療に支障", actor=TESTER)
    record_patch_on_units(patch, ["U4"], "unanswered", on=TODAY, actor=TESTER)
    found = progress(patch)
    assert (found.done, found.refused, found.unanswered, found.untold, found.in_use) == (2, 1, 1, 1, 5)
    assert [unit.release for unit in units_of_device(PROGRAM, pump)] == ["1.1", "1.1", "1.0", "1.0", "1.0"]
    assert KeptText.objects.get().body == "診療に支障"
    assert patches_of_device(PROGRAM, pump)[0].moves[-1] == ("shipped", date(2026, 5, 20))


def test_all_units_means_all_that_are_in_use_or_cannot_be_found() -> None:
    five_pumps()
    patch = shipped_patch()
    record_patch_on_units(patch, ["U1", "U2", "U3"], "applied", on=TODAY, actor=TESTER)
    move_units("pump", ["U4"], state="discarded", on=TODAY, actor=TESTER)
    move_units("pump", ["U5"], state="unknown", on=TODAY, actor=TESTER)
    assert (progress(patch).done, progress(patch).in_use) == (3, 4)
    move_units("pump", ["U5"], state="returned", on=TODAY, actor=TESTER)
    assert progress(patch).on_all_units


def test_a_unit_delivered_with_the_release_counts_and_one_rolled_back_counts_no_more() -> None:
    five_pumps()
    patch = shipped_patch()
    register_units("pump", [UnitEntry(serial="U6", hospital="kakuu", release="1.1")], actor=TESTER)
    assert progress(patch).done == 1
    record_patch_on_units(patch, ["U1"], "applied", on=TODAY, actor=TESTER)
    record_patch_on_units(patch, ["U1"], "rolled_back", on=TODAY, actor=TESTER)
    assert (progress(patch).done, progress(patch).rolled_back) == (1, 1)
    assert Unit.objects.get(serial="U1").release_id is None


def test_a_withdrawn_patch_protects_nobody() -> None:
    five_pumps()
    patch = shipped_patch()
    serials = ["U1", "U2", "U3", "U4", "U5"]
    record_patch_on_units(patch, serials, "applied", on=TODAY, actor=TESTER)
    assert progress(patch).on_all_units
    move_patch(patch, "withdrawn", on=TODAY, actor=TESTER)
    assert not progress(patch).on_all_units


def test_a_device_without_units_has_no_patch_on_all_units() -> None:
    company_and_pump()
    register_release("pump", "1.1", None, actor=TESTER)
    assert not progress(shipped_patch()).on_all_units


@pytest.mark.parametrize(
    ("serials", "state", "why"),
    [
        (["U1", "U9"], "applied", "'U9' is not registered"),
        (["U1", "U1"], "applied", "comes twice"),
        ([], "applied", "at least one unit"),
        (["U1"], "refused", "must not be empty"),
        (["U1"], "rolled_back", "from there it goes to"),
    ],
)
def test_what_cannot_be_said_of_units_is_refused_and_nothing_is_kept(
    serials: list[str], state: str, why: str
) -> None:
    five_pumps()
    patch = shipped_patch()
    with pytest.raises(Refused, match=why):
        record_patch_on_units(patch, serials, state, on=TODAY, actor=TESTER)
    assert not UnitPatchMove.objects.exists()


def test_a_patch_reaches_units_only_once_it_is_shipped() -> None:
    five_pumps()
    patch = start_patch("pump", "p1", fixes=["CVE-2026-0001"], on=TODAY, actor=TESTER)
    with pytest.raises(Refused, match="is available"):
        record_patch_on_units(patch, ["U1"], "applied", on=TODAY, actor=TESTER)


def test_the_history_of_a_unit_says_where_it_stood_and_when() -> None:
    pump = five_pumps()
    register_hospital(key="other", name="別病院", actor=TESTER)
    move_units("pump", ["U1"], hospital="other", place="ICU", on=date(2026, 2, 1), actor=TESTER)
    move_units("pump", ["U1"], state="discarded", on=date(2026, 3, 1), actor=TESTER)
    unit = Unit.objects.get(serial="U1").pk
    stood = [(row.on, row.hospital, row.state) for row in unit_history(PROGRAM, unit)]
    assert stood == [
        (date(2024, 1, 1), "架空病院", "in_use"),
        (date(2026, 2, 1), "別病院", "in_use"),
        (date(2026, 3, 1), "別病院", "discarded"),
    ]
    with pytest.raises(Refused, match="is discarded"):
        move_units("pump", ["U2", "U1"], hospital="other", on=TODAY, actor=TESTER)
    assert Unit.objects.get(serial="U2").hospital is not None
    assert units_of_device(PROGRAM, pump)[-1].serial == "U1"


def test_a_hospital_with_units_lacks_the_contact_that_nobody_named() -> None:
    five_pumps()
    found = lacking_contacts(PROGRAM)
    assert [(row.name, row.lacking) for row in found] == [("架空病院", ("information_system",))]
