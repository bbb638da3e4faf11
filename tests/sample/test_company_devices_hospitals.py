"""The holder, its devices and the hospitals: complete, linked, and plainly fictional."""

import re

import pytest

from tests.sample.portfolio import COMPANY, DEVICES, HOSPITALS, ROOT, SBOMS

CLASSES = {
    "class1": {"high_iv", "high_iii", "controlled", "general"},
    "class2": {"biological", "specified_biological", "other"},
    "class3": {"single_use", "repeated_use"},
}


def test_the_holder_is_plainly_an_example() -> None:
    contact = COMPANY["contact"]
    assert contact["phone"] == contact["fax"] == "00-0000-0000"
    assert COMPANY["licence"]["is_example"] is True
    assert [person["email"].endswith("example.co.jp") for person in COMPANY["people"]] == [True] * 4


def test_each_of_the_four_people_has_a_role_and_a_name_to_sign_in_but_no_password() -> None:
    people = COMPANY["people"]
    assert {person["role"] for person in people} == {"safety_manager", "psirt_engineer", "approver", "regulatory"}
    assert {person["sign_in"] for person in people} == {"anzen", "psirt", "shonin", "yakuji"}
    assert not [key for person in people for key in person if "pass" in key]


def test_the_devices_are_those_of_the_notification_and_the_programmer() -> None:
    assert set(DEVICES) == {"infusion-pump", "insulin-pump", "icd", "icd-programmer", "imaging-workstation"}


@pytest.mark.parametrize("key", DEVICES)
def test_a_device_tells_what_a_report_asks_of_it(key: str) -> None:
    device = DEVICES[key]
    assert device["brand"]["ja"]
    assert device["brand"]["en"]
    assert re.fullmatch(r"\d{8}", device["jmdn"]["code"])
    assert re.fullmatch(r"[0-9A-Z]{16}", device["licence"]["approval_no"])
    assert device["jmdn"]["is_example"] is True
    assert device["licence"]["is_example"] is True
    assert device["intended_use"]["ja"]
    assert device["body_site"]["ja"]
    assert len(device["precautions"]) >= 3
    assert isinstance(device["periodic"]["designated"], bool)


@pytest.mark.parametrize("key", DEVICES)
def test_the_form_repeats_the_master_data_and_uses_the_values_of_the_form(key: str) -> None:
    device = DEVICES[key]
    form = device["form"]
    assert form["brand"] == device["brand"]["ja"]
    assert form["generic"] == device["generic_name"]["ja"]
    assert form["jmdn"] == device["jmdn"]["code"]
    assert form["approval_no"] == device["licence"]["approval_no"]
    assert {name: form[name] in values for name, values in CLASSES.items()} == dict.fromkeys(CLASSES, True)


@pytest.mark.parametrize("key", DEVICES)
def test_each_device_has_one_release_with_its_sbom_and_units(key: str) -> None:
    (release,) = DEVICES[key]["releases"]
    assert DEVICES[key]["form"]["software_version"] == release["version"]
    assert release["sbom"] in SBOMS
    assert release["units"]["domestic"] > 0


def test_the_legacy_device_is_past_its_end_of_support_and_says_why() -> None:
    legacy = [device for device in DEVICES.values() if device["lifecycle"]["legacy"]]
    assert [device["key"] for device in legacy] == ["imaging-workstation"]
    lifecycle = legacy[0]["lifecycle"]
    assert lifecycle["eol_on"] < lifecycle["eos_on"] < "2026-06-01"
    assert lifecycle["legacy_reason"]["ja"]
    assert lifecycle["legacy_reason"]["en"]


def test_units_in_hospitals_are_of_known_devices_and_releases_and_their_serials_are_unique() -> None:
    units = [unit for hospital in HOSPITALS.values() for unit in hospital["units"]]
    known = {(key, release["version"]) for key, device in DEVICES.items() for release in device["releases"]}
    assert {(unit["device"], unit["release"]) for unit in units} == known
    assert len({unit["serial"] for unit in units}) == len(units)
    assert len(HOSPITALS) == 20
    assert all(hospital["units"] for hospital in HOSPITALS.values())


def test_no_text_of_the_portfolio_holds_a_password_or_a_reachable_address() -> None:
    for path in sorted(ROOT.rglob("*.toml")):
        text = path.read_text(encoding="utf-8")
        # Facts that hospitals ask for are called after passwords; none of them is one.
        told = re.sub(r'"(?:access|company|doc|installation)\.[a-z_]+"', "", text)
        assert not re.search(r"password|passwd|secret", told, re.IGNORECASE), path.name
        reachable = [at for at in re.findall(r"@[\w.-]+", text) if not at.endswith(".example.co.jp")]
        assert reachable == [], path.name
