"""Answers proposed from a device profile and signals: the worst case of what is known, and nothing from silence."""

from typing import Any

import pytest

from kizuki.core.glossary import all_words
from kizuki.core.refusal import Refused
from kizuki.core.scoring.profiles import (
    SITES,
    Origin,
    Proposal,
    Proposals,
    proposals_json,
    propose,
    read_device_profile,
)
from kizuki.core.scoring.profiles.device import INTERFACE_KINDS
from kizuki.core.scoring.rubric import PIPS_CODES, QUESTIONS
from kizuki.core.scoring.signals import EpssState, Fix, KevState, Signals

PUMP: dict[str, Any] = {
    "id": "pump-x",
    "version": "12",
    "interfaces": [{"id": "wlan0", "kind": "wifi"}, {"id": "usb0", "kind": "usb"}],
    "roles": [{"name": "nurse", "privilege": "user"}, {"name": "engineer", "privilege": "admin"}],
    "data_held": ["therapy", "system"],
    "patients_stored": 0,
    "intended_use": ["therapy"],
    "connected": [],
    "stores_credentials": True,
}


def proposed(change: dict[str, Any], **keys: Any) -> dict[str, Proposal]:
    found = propose(read_device_profile(PUMP | change), **keys)
    return {one.code: one for one in found.proposed}


def values(found: dict[str, Proposal], *codes: str) -> list[str]:
    return [found[code].value if code in found else "-" for code in codes]


def on(*kinds: str, **more: Any) -> dict[str, Any]:
    return {"interfaces": [{"id": f"i{place}", "kind": kind, **more} for place, kind in enumerate(kinds)]}


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        # Rubric p.9-11: BLE, Zigbee, NFC and inductive are Local; classic Bluetooth Adjacent; USB and media Physical.
        (("wifi", "usb"), "Y Y - - -"),
        (("ethernet",), "Y Y - - -"),
        (("bluetooth_low_energy",), "Y N Y Y -"),
        (("zigbee", "nfc", "inductive"), "Y N Y Y -"),
        (("bluetooth_classic", "bluetooth_low_energy"), "Y N Y N -"),
        (("fieldbus", "nfc"), "Y N N - -"),
        (("proprietary_radio",), "Y N Y U -"),
        (("usb", "removable_media"), "N - - - Y"),
        (("debug_port",), "N - - - Y"),
        (("usb", "local_session"), "N - - - N"),
        (("other",), "U - - - -"),
        (("other", "usb"), "U - - - -"),
        (("other", "nfc"), "Y U - - -"),
    ],
)
def test_the_attack_vector_is_the_worst_of_the_interfaces(kinds: tuple[str, ...], expected: str) -> None:
    found = proposed(on(*kinds))
    assert values(found, "XAVN", "XAVT", "XAVW", "XAVR", "XAVP") == expected.split()


def test_an_interface_may_say_more_than_its_kind() -> None:
    assert values(proposed(on("proprietary_radio", range_m=0.2)), "XAVR") == ["Y"]
    assert values(proposed(on("proprietary_radio", range_m=30)), "XAVR") == ["N"]
    assert values(proposed(on("bluetooth_low_energy", ip=True)), "XAVT") == ["Y"]


def test_only_the_interfaces_that_reach_the_component_count() -> None:
    assert values(proposed({}, reaching=frozenset({"usb0"})), "XAVN", "XAVP", "XAVPA") == ["N", "Y", "Y"]
    nowhere = propose(read_device_profile(PUMP), reaching=frozenset())
    assert "XAVN" not in [one.code for one in nowhere.proposed]
    assert ("XAVN", "no_interface_reaches") in [(one.code, one.reason) for one in nowhere.silent]


def test_a_port_inside_the_case_is_not_made_for_people() -> None:
    assert values(proposed(on("debug_port")), "XAVPA") == ["N"]


def test_what_the_profile_does_not_say_is_silent_and_never_no() -> None:
    found = propose(read_device_profile({"id": "unknown"}))
    assert found.proposed == ()
    reasons = {one.code: one.reason for one in found.silent}
    assert {reasons[code] for code in ("XAVN", "XPRL", "XS", "XCP", "XIT", "XCS", "XCPM")} == {"profile_silent"}
    assert {reasons[code] for code in ("XACL", "XPRZ", "XPRS", "XUI")} == {"for_a_person"}


@pytest.mark.parametrize(
    ("change", "code", "value"),
    [
        ({}, "XPRL", "Y"),
        ({"roles": [{"name": "nurse", "privilege": "user"}, {"name": "doctor", "privilege": "user"}]}, "XPRL", "N"),
        ({"roles": []}, "XPRL", "N"),
        ({}, "XS", "N"),
        ({"connected": [{"name": "server", "relation": "relays_data"}]}, "XS", "N"),
        ({"connected": [{"name": "implant", "relation": "programs"}]}, "XS", "Y"),
        ({"connected": [{"name": "server", "relation": "unknown"}]}, "XS", "U"),
        ({"data_held": ["patient"], "patients_stored": 500}, "XCPM", "Y"),
        ({"data_held": ["patient"], "patients_stored": 499}, "XCPM", "N"),
    ],
)
def test_roles_neighbours_and_stored_people_answer_their_question(
    change: dict[str, Any], code: str, value: str
) -> None:
    assert proposed(change)[code].value == value


def test_a_category_that_the_device_neither_holds_nor_serves_is_none_and_the_rest_is_for_a_person() -> None:
    found = proposed({})
    assert values(found, "XCP", "XIP", "XAP", "XCD", "XID", "XAD", "XCW", "XIW") == ["N"] * 8
    assert not {"XCT", "XIT", "XAT", "XCS", "XCO", "XIO", "XAO"} & found.keys()
    assert values(proposed({"intended_use": ["monitoring"]}), "XCD") == ["-"]
    assert values(proposed({"data_held": None}), "XCP", "XCD") == ["-", "-"]


def test_a_system_that_can_be_altered_and_work_that_can_wait_are_never_proposed_away() -> None:
    bare = {"data_held": [], "patients_stored": 0, "intended_use": [], "stores_credentials": False}
    found = proposed(bare)
    assert not {"XIS", "XAS", "XAW", "XIO", "XAO"} & found.keys()
    assert found["XCS"].value == "N"


def test_a_proposal_names_origin_entry_reason_and_page_and_whether_it_lowers() -> None:
    found = proposed(on("usb"))["XAVP"]
    assert (found.origin, found.entry, found.page) == (Origin.DEVICE, "interfaces.i0", "11")
    assert found.lowers
    assert not proposed({})["XAVN"].lowers


def signalled(**signals: Any) -> Proposals:
    return propose(signals=Signals(**signals))


@pytest.mark.parametrize(
    ("signals", "expected"),
    [
        ({"kev": KevState(True)}, "XES:N XEC:Y XEW:Y"),
        ({"kev": KevState(True), "exploitation": "P"}, "XES:N XEC:Y XEW:Y"),
        ({"kev": KevState(False), "exploitation": "A"}, "XES:N XEW:Y"),
        ({"exploitation": "P"}, "XES:N XEP:Y"),
        ({"kev": KevState(False)}, ""),
        ({"exploitation": "N"}, ""),
        ({"epss": EpssState(0.001, 0.2, "v2026.06.15")}, ""),
        ({"epss": EpssState(0.97, 0.999, "v2026.06.15")}, ""),
        ({"fix": Fix.OFFICIAL}, "XRLS:N XRLO:Y"),
        ({"fix": Fix.TEMPORARY}, "XRLS:N XRLO:N XRLT:Y"),
        ({"fix": Fix.WORKAROUND}, "XRLS:N XRLO:N XRLT:N XRLW:Y"),
        ({"fix": Fix.NONE}, "XRLS:N XRLO:N XRLT:N XRLW:N"),
        ({"fix": Fix.WITHDRAWN}, "XRLS:N XRLO:N"),
        ({"confirmed_by_vendor": True}, "XRCS:N XRCV:Y"),
        ({"confirmed_by_vendor": False}, ""),
    ],
)
def test_signals_speak_for_danger_and_a_fix_and_for_nothing_else(signals: dict[str, Any], expected: str) -> None:
    found = signalled(**signals)
    assert " ".join(f"{one.code}:{one.value}" for one in found.proposed) == expected
    assert all(one.origin in (Origin.KEV, Origin.SSVC, Origin.FIX) for one in found.proposed)


def test_absence_from_kev_is_silent_with_that_reason() -> None:
    reasons = {one.code: one.reason for one in signalled(kev=KevState(False)).silent}
    assert reasons["XEC"] == "not_in_kev"
    assert {one.code: one.reason for one in signalled().silent}["XEC"] == "kev_not_looked_up"


def test_only_a_fix_lowers_among_signals() -> None:
    everything = signalled(kev=KevState(True), exploitation="A", fix=Fix.OFFICIAL, confirmed_by_vendor=True)
    assert [one.code for one in everything.proposed if one.lowers] == ["XRLO"]


def test_every_proposal_is_an_answer_that_the_question_takes_and_can_be_said() -> None:
    for kind in INTERFACE_KINDS:
        for fix in Fix:
            signals = Signals(kev=KevState(True), exploitation="P", fix=fix)
            found = propose(read_device_profile(PUMP | on(kind)), signals, SITES["home"])
            assert all(one.value in QUESTIONS[one.code].values for one in found.proposed)
            japanese, english = proposals_json(found, "ja"), proposals_json(found, "en")
            assert len(japanese["proposed"]) == len(found.proposed)
            assert all(row["pips"] == (row["code"] in PIPS_CODES) for row in japanese["proposed"])
            assert english["silent"] != japanese["silent"]


def test_origins_and_sites_have_words() -> None:
    assert all(f"scoring.origin.{origin}" in all_words() for origin in Origin)
    assert all(f"scoring.site.{site}" in all_words() for site in SITES)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"id": ""}, "id"),
        ({"interfaces": [{"id": "a", "kind": "telepathy"}]}, "interfaces.0.kind"),
        ({"interfaces": [{"id": "a", "kind": "usb", "range_m": "near"}]}, "interfaces.0.range_m"),
        ({"interfaces": [{"id": "a", "kind": "usb", "ip": "no"}]}, "interfaces.0.ip"),
        ({"roles": [{"name": "nurse"}]}, "roles.0.privilege"),
        ({"data_held": ["genome"]}, "data_held.0"),
        ({"intended_use": "therapy"}, "intended_use"),
        ({"connected": [{"name": "a", "relation": "near"}]}, "connected.0.relation"),
        ({"patients_stored": -1}, "patients_stored"),
        ({"patients_stored": 5}, "patients_stored"),
        ({"stores_credentials": "yes"}, "stores_credentials"),
        ({"colour": "white"}, "colour"),
    ],
)
def test_a_wrong_profile_is_refused_by_its_place(change: dict[str, Any], place: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_device_profile(PUMP | change)
    assert refusal.value.place == place
