"""The defects of the rubric are read as the ruling set says, and a case may choose another reading by name."""

import pytest

from kizuki.core.glossary import say
from kizuki.core.refusal import Refused
from kizuki.core.scoring import read_answers, score
from kizuki.core.scoring.rulings import RULING_SET, RULINGS
from tests.core.scoring.answering import EZ, NET, answers, metrics, scored

BASE = f"{NET} {EZ} XIT:H"


def test_the_set_names_all_twelve_defects() -> None:
    assert RULING_SET == "2026-11"
    assert [ruling.id for ruling in RULINGS.values()] == [f"E{number}" for number in range(1, 13)]
    for ruling in RULINGS.values():
        assert ruling.value in ruling.allowed
        assert say(f"scoring.ruling.{ruling.id}", "ja") != say(f"scoring.ruling.{ruling.id}", "en")


def test_unknown_reasonable_grounds_are_r_and_c_where_the_case_says_so() -> None:
    unknown = f"{BASE} XRCS:N XRCV:N XRCF:N XRCR:U"
    assert metrics(scored(unknown))["RC"] == "R"
    overridden = scored(unknown, ruling={"XRCR_unknown": "C"})
    assert metrics(overridden)["RC"] == "C"
    assert overridden.rulings.overridden == (("XRCR_unknown", "C"),)


def test_the_skip_flag_of_rc_can_be_read_as_printed() -> None:
    printed = {"XRCS_yes": "continue"}
    assert "RC" not in metrics(scored(f"{BASE} XRCS:N", ruling=printed))
    assert metrics(scored(f"{BASE} XRCS:Y XRCV:Y", ruling=printed))["RC"] == "C"


def test_low_for_patient_data_is_refused_on_entry_and_read_as_high_on_import() -> None:
    with pytest.raises(Refused) as refusal:
        scored(f"{NET} {EZ} XCP:L")
    assert refusal.value.place == "answers.XCP"
    imported = scored(f"{NET} {EZ} XCP:H").extended.replace("XCP:H", "XCP:L")
    result = score(read_answers({"extended": imported}))
    assert metrics(result)["C"] == "H"
    assert "phi_low_read_as_high" in [caution.code for caution in result.cautions]
    allowed = scored(f"{NET} {EZ} XCP:L", ruling={"XCP_low": "H"})
    assert metrics(allowed)["C"] == "H"
    assert "phi_low_read_as_high" in [caution.code for caution in allowed.cautions]


@pytest.mark.parametrize(
    ("ruling", "place"),
    [
        ({"XRCR_unknown": "U"}, "ruling.XRCR_unknown"),
        ({"XRCR": "C"}, "ruling.XRCR"),
        ({"set": "2019-01"}, "ruling.set"),
        (["XRCR_unknown"], "ruling"),
    ],
)
def test_a_ruling_that_does_not_exist_is_refused_by_name(ruling: object, place: str) -> None:
    with pytest.raises(Refused) as refusal:
        scored(BASE, ruling=ruling)
    assert refusal.value.place == place


def test_attack_vector_at_the_site_is_only_suggested_until_confirmed() -> None:
    segmented = f"{BASE} XMAVS:N XMAVD:N XMAVF:N XMAVG:Y XMAVV:N XMAVZ:N"
    suggested = scored(segmented)
    assert [(row.metric, row.value, row.answers) for row in suggested.suggestions] == [("MAV", "A", ("XMAVG",))]
    assert suggested.cvss31.environmental is None
    confirmed = scored(segmented, confirmed=["MAV"])
    assert metrics(confirmed)["MAV"] == "A"
    assert confirmed.suggestions == ()
    assert confirmed.cvss31.environmental == 6.5


def test_a_locked_case_makes_a_local_attack_physical_and_no_other() -> None:
    locked = "XMAVS:N XMAVD:N XMAVF:N XMAVG:N XMAVV:N XMAVZ:Y"
    local = scored(f"XAVN:N XAVP:N {EZ} XIT:H {locked}", confirmed=["MAV"])
    assert metrics(local)["MAV"] == "P"
    assert "MAV" not in metrics(scored(f"{BASE} {locked}", confirmed=["MAV"]))


def test_disabled_services_are_no_impact_only_when_confirmed() -> None:
    disabled = f"{BASE} XMAVS:N XMAVD:Y"
    assert [row.metric for row in scored(disabled).suggestions] == ["MC", "MI", "MA"]
    assert scored(disabled).cvss31.environmental is None
    confirmed = scored(disabled, confirmed=["MC", "MI", "MA"])
    assert confirmed.cvss31.environmental == 0.0
    assert confirmed.cvss31.base == 7.5


def test_disabled_services_and_a_reevaluation_exclude_each_other() -> None:
    both = f"{BASE} XMAVS:N XMAVD:Y XMIS:N XMIM:Y"
    with pytest.raises(Refused) as refusal:
        scored(both, reevaluated={"XIT": "L"}, confirmed=["MI"])
    assert refusal.value.place == "confirmed"
    beside = scored(both, reevaluated={"XIT": "L"})
    assert beside.suggestions == ()
    assert metrics(beside)["MI"] == "L"


def test_impacts_answered_again_stand_behind_the_modified_impact() -> None:
    mitigated = f"{BASE} XID:L XMIS:N XMIM:Y"
    assert metrics(scored(mitigated, reevaluated={"XIT": "N"}))["MI"] == "L"
    assert metrics(scored(mitigated, reevaluated={"XIT": "N", "XID": "N"}))["MI"] == "N"
    unknown = scored(mitigated, reevaluated={"XIT": "U"})
    assert metrics(unknown)["MI"] == "H"
    assert unknown.unknowns == ("reevaluated.XIT",)


@pytest.mark.parametrize(
    ("given", "reevaluated", "place"),
    [
        ("XMIS:N XMIM:Y", {}, "reevaluated.XIP"),
        ("XMIS:N XMIM:N", {"XIT": "L"}, "reevaluated.XIT"),
        ("", {"XIT": "L"}, "reevaluated.XIT"),
        ("XMIS:N XMIM:Y", {"XAVN": "Y"}, "reevaluated.XAVN"),
        ("XMIS:N XMIM:Y", {"XIT": "Y"}, "reevaluated.XIT"),
    ],
)
def test_a_reevaluation_and_its_mitigation_belong_together(
    given: str, reevaluated: dict[str, str], place: str
) -> None:
    with pytest.raises(Refused) as refusal:
        scored(f"{BASE} {given}", reevaluated=reevaluated)
    assert refusal.value.place == place


def test_a_confirmation_of_nothing_is_pointed_out() -> None:
    cautions = scored(BASE, confirmed=["MAV"]).cautions
    assert [dict(caution.facts) for caution in cautions if caution.code == "nothing_to_confirm"] == [
        {"metrics": "MAV"}
    ]


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ([], ""),
        ({}, "answers"),
        ({"answer": {}}, "answer"),
        ({"answers": []}, "answers"),
        ({"answers": {"XAVN": "y"}}, "answers.XAVN"),
        ({"answers": {"XAVN": True}}, "answers.XAVN"),
        ({"answers": {"XACL": "NA"}}, "answers.XACL"),
        ({"answers": {"XIT": "Y"}}, "answers.XIT"),
        ({"answers": {"XFOO": "Y"}}, "answers.XFOO"),
        ({"answers": {"XES": "U"}}, "answers.XES"),
        ({"answers": {}, "unlisted_impacts": "L"}, "unlisted_impacts"),
        ({"answers": {}, "unlisted_impacts": "N", "confirmed": "MAV"}, "confirmed"),
        ({"answers": {}, "unlisted_impacts": "N", "confirmed": ["MAV", "MAC"]}, "confirmed.1"),
        ({"answers": {}, "unlisted_impacts": "N", "confirmed": [["MAV"]]}, "confirmed.0"),
        ({"extended": 3}, "extended"),
    ],
)
def test_what_does_not_exist_is_refused_by_name(value: object, place: str) -> None:
    with pytest.raises(Refused) as refusal:
        read_answers(value)
    assert refusal.value.place == place


def test_a_derived_code_that_contradicts_its_answers_is_refused() -> None:
    assert scored(f"{BASE} XIH:Y").extended == scored(BASE).extended
    with pytest.raises(Refused) as refusal:
        scored(f"{BASE} XIH:N")
    assert refusal.value.place == "answers.XIH"
    assert answers(BASE)["XIT"] == "H"
