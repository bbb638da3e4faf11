"""Profiles of devices and sites: kept as entries, refused by name, and never applied by themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kizuki.actions.devices.register_hospital import register_hospital
from kizuki.actions.devices.set_scoring_profile import set_scoring_profile
from kizuki.actions.devices.set_site_profile import SiteEntry, set_site_profile
from kizuki.core.refusal import Refused
from kizuki.store.audit.chain import head
from kizuki.store.models import Device, Hospital
from tests.actions.record import TESTER, company_and_pump

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def standing() -> None:
    company_and_pump()
    register_hospital(key="takadai", name="高台市立中央病院", actor=TESTER)


def test_a_device_profile_is_kept_once_and_survives_registering_the_device_again() -> None:
    from kizuki.actions.devices.register_device import DeviceEntry, register_device

    profile = {"id": "pump", "interfaces": [{"id": "usb1", "kind": "usb"}]}
    set_scoring_profile("pump", profile, actor=TESTER)
    before = head().seq
    set_scoring_profile("pump", profile, actor=TESTER)
    assert head().seq == before
    register_device(DeviceEntry(key="pump", brand="別名", facts={"own": True}), actor=TESTER)
    assert Device.objects.get().scoring_profile == profile


@pytest.mark.parametrize(
    ("profile", "place"),
    [
        ({}, "profile.id"),
        ({"id": "p", "interfaces": [{"id": "a", "kind": "telepathy"}]}, "profile.interfaces.0.kind"),
        ({"id": "p", "colour": "red"}, "profile.colour"),
    ],
)
def test_a_device_profile_that_cannot_be_read_is_refused_at_its_place(profile: dict[str, Any], place: str) -> None:
    with pytest.raises(Refused) as refused:
        set_scoring_profile("pump", profile, actor=TESTER)
    assert refused.value.place == place


def test_a_site_profile_keeps_its_evidence_and_its_day() -> None:
    entry = SiteEntry("segmented_hospital", {"XMAVG": "Y"}, "NW構成図 第3版", date(2027, 3, 31))
    set_site_profile("takadai", entry, actor=TESTER)
    assert Hospital.objects.get().scoring_profile == {
        "kind": "segmented_hospital",
        "answers": {"XMAVG": "Y"},
        "evidence": "NW構成図 第3版",
        "expires_on": "2027-03-31",
    }


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        (SiteEntry("castle"), "site.kind"),
        (SiteEntry("home", {"XAVN": "N"}), "site.answers.XAVN"),
        (SiteEntry("home", {"XARD": "H"}), "site.answers.XARD"),
        (SiteEntry("home", {"XMAVG": "Y"}), "site.evidence"),
        (SiteEntry("home", {"XMAVG": "Y"}, "DOC-1"), "site.evidence"),
    ],
)
def test_a_site_profile_that_cannot_stand_is_refused_at_its_place(entry: SiteEntry, place: str) -> None:
    with pytest.raises(Refused) as refused:
        set_site_profile("takadai", entry, actor=TESTER)
    assert refused.value.place == place
