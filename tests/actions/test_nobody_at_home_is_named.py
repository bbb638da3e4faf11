"""Whoever has a device at home is a patient: no table that stands in the clear names them, whichever verb is told."""

from __future__ import annotations

import pytest

from kizuki.actions.devices.move_units import move_units
from kizuki.actions.devices.receive_upload import receive_upload
from kizuki.actions.devices.register_units import UnitEntry, register_units
from kizuki.actions.devices.take_upload import take_upload
from kizuki.actions.disclosure.parties import register_disclosure_party
from kizuki.actions.documents import keep_document
from kizuki.actions.loading.loading import preview_load
from kizuki.core.refusal import Refused
from kizuki.core.refusals import without_values
from kizuki.store.models import DisclosureParty, Unit, Upload
from tests.actions.office import person
from tests.actions.record import TESTER, TODAY, company_and_pump
from tests.planted import planted

pytestmark = pytest.mark.django_db

NAME = "朽木薫子"


@pytest.fixture(autouse=True)
def _pump() -> None:
    company_and_pump()


@pytest.mark.parametrize(
    "told", [{"place": f"{NAME}様宅"}, {"owner": NAME}, {"place": "Kutsuki's room on the 3rd floor"}]
)
def test_a_unit_at_home_stands_and_belongs_by_a_number(told: dict[str, str]) -> None:
    with pytest.raises(Refused, match="would name the patient"):
        register_units("pump", [UnitEntry("S-1", tenure="home", **told)], actor=TESTER)
    assert not Unit.objects.exists()


def test_a_number_a_home_and_nothing_are_kept_and_a_ward_is_told_as_before() -> None:
    home = [UnitEntry("S-1", tenure="home", place="在宅", owner="P-0123"), UnitEntry("S-2", tenure="home")]
    register_units(
        "pump", [*home, UnitEntry("S-3", tenure="leased", place="3階 ICU", owner="リース会社")], actor=TESTER
    )
    kept = Unit.objects.order_by("serial").values_list("place", "owner")
    assert list(kept) == [("在宅", "P-0123"), ("", ""), ("3階 ICU", "リース会社")]
    with pytest.raises(Refused, match="would name the patient"):
        move_units("pump", ["S-2"], on=TODAY, place=f"{NAME}様宅", actor=TESTER)


def test_a_tenure_is_one_of_four() -> None:
    with pytest.raises(Refused, match="tenure: is not one of: owned, leased, lent, home"):
        register_units("pump", [UnitEntry("S-1", tenure=NAME)], actor=TESTER)


def test_the_preview_of_a_list_of_units_says_so_before_anything_is_kept() -> None:
    listed = f"device,serial,tenure,owner\npump,S-1,home,{NAME}\n".encode()
    (row,) = preview_load("units", listed, {}, on=TODAY).rows
    assert (row.what, "would name the patient" in row.why) == ("refused", True)


def test_a_lay_user_is_a_party_by_a_number() -> None:
    with pytest.raises(Refused, match="is no number"):
        register_disclosure_party("u-1", "lay_user", NAME, actor=TESTER)
    register_disclosure_party("u-1", "lay_user", "P-0123", "03-1234-5678", actor=TESTER)
    register_disclosure_party("f-1", "finder", "発見 太郎", "finder@example.org", actor=TESTER)
    assert DisclosureParty.objects.count() == 2


def test_a_refused_upload_keeps_no_word_of_its_list() -> None:
    sender = person("sender", "safety_manager")
    listed = f'[{{"serial": "S-1", "hospital": "{NAME}"}}]'.encode()
    made = receive_upload("pump", "units", listed, actor=sender)
    take_upload(made, actor=TESTER)
    row = Upload.objects.get(pk=made)
    assert (row.state, row.place, row.reason) == ("refused", "units.0.hospital", "… is not registered")


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (f"{NAME!r} is not registered", "… is not registered"),
        ("S-1 stands twice", "… stands twice"),
        (f"nobody knows '{NAME}' nor {NAME}", "nobody knows … nor …"),
        ("must not be empty", "must not be empty"),
    ],
)
def test_a_reason_is_told_without_its_values(reason: str, told: str) -> None:
    assert without_values(reason) == told


def test_of_the_type_of_a_file_a_type_alone_is_kept() -> None:
    with planted():
        kept = {
            told: keep_document(told.encode(), told)[0].media_type
            for told in ("application/pdf", "text/plain; charset=utf-8", f"text/plain; name={NAME}", NAME)
        }
    assert list(kept.values()) == [
        "application/pdf",
        "text/plain; charset=utf-8",
        "application/octet-stream",
        "application/octet-stream",
    ]
