"""The rubric's branches: its own examples, its Unknowns, and what may not be left out."""

import pytest

from kizuki.core.refusal import Refused
from kizuki.core.scoring import read_answers
from tests.core.scoring.answering import EZ, NET, answers, metrics, scored

BASE = f"{NET} {EZ} XIT:H"


@pytest.mark.parametrize(
    ("scenario", "given", "expected"),
    [
        ("a raised privilege after a remote shell", "XAVN:N XAVP:N", "L"),
        ("Bluetooth Low Energy, Zigbee, inductive, NFC", "XAVN:Y XAVT:N XAVW:Y XAVR:Y", "L"),
        ("Wi-Fi or classic Bluetooth below layer 3", "XAVN:Y XAVT:N XAVW:Y XAVR:N", "A"),
        ("the same wired segment below layer 3", "XAVN:Y XAVT:N XAVW:N", "A"),
        ("USB, DVD, serial port, touch screen", "XAVN:N XAVP:Y XAVPA:Y", "P"),
        ("JTAG behind the case", "XAVN:N XAVP:Y XAVPA:N", "P"),
        ("reachable over IP inside the hospital only", "XAVN:Y XAVT:Y", "N"),
        ("protocol not known", "XAVN:Y XAVT:U", "N"),
        ("not known whether a network helps", "XAVN:U", "N"),
        ("not known whether it is wireless", "XAVN:Y XAVT:N XAVW:U", "A"),
        ("range not known", "XAVN:Y XAVT:N XAVW:Y XAVR:U", "A"),
        ("not known whether it is touched", "XAVN:N XAVP:U", "L"),
    ],
)
def test_attack_vector_follows_the_rubric(scenario: str, given: str, expected: str) -> None:
    assert metrics(scored(f"{given} {EZ} XIT:H"))["AV"] == expected, scenario


@pytest.mark.parametrize(
    ("given", "metric", "expected"),
    [
        ("XACL:N", "AC", "H"),
        ("XACL:U", "AC", "L"),
        ("XPRL:N", "PR", "N"),
        ("XPRL:U", "PR", "N"),
        ("XPRL:Y XPRZ:N", "PR", "N"),
        ("XPRL:Y XPRZ:U", "PR", "N"),
        ("XPRL:Y XPRZ:Y XPRS:Y", "PR", "H"),
        ("XPRL:Y XPRZ:Y XPRS:N", "PR", "L"),
        ("XPRL:Y XPRZ:Y XPRS:U", "PR", "N"),
        ("XUI:Y", "UI", "R"),
        ("XUI:U", "UI", "N"),
        ("XS:Y", "S", "C"),
        ("XS:U", "S", "C"),
        ("XIT:L XIO:N", "I", "L"),
        ("XIT:L XIO:U", "I", "H"),
    ],
)
def test_base_metric_follows_the_rubric(given: str, metric: str, expected: str) -> None:
    assert metrics(scored(f"{BASE} {given}"))[metric] == expected


@pytest.mark.parametrize(
    ("given", "metric", "expected"),
    [
        ("XES:N XEC:Y", "E", "H"),
        ("XES:N XEC:U", "E", "H"),
        ("XES:N XEC:N XEF:Y", "E", "F"),
        ("XES:N XEC:N XEF:U", "E", "F"),
        ("XES:N XEC:N XEF:N XEP:Y", "E", "P"),
        ("XES:N XEC:N XEF:N XEP:U", "E", "P"),
        ("XES:N XEC:N XEF:N XEP:N", "E", "U"),
        ("XRLS:N XRLO:Y", "RL", "O"),
        ("XRLS:N XRLO:U", "RL", "U"),
        ("XRLS:N XRLO:N XRLT:Y", "RL", "T"),
        ("XRLS:N XRLO:N XRLT:U", "RL", "U"),
        ("XRLS:N XRLO:N XRLT:N XRLW:Y", "RL", "W"),
        ("XRLS:N XRLO:N XRLT:N XRLW:U", "RL", "U"),
        ("XRLS:N XRLO:N XRLT:N XRLW:N", "RL", "U"),
        ("XRCS:N XRCV:Y", "RC", "C"),
        ("XRCS:N XRCV:U", "RC", "C"),
        ("XRCS:N XRCV:N XRCF:Y", "RC", "C"),
        ("XRCS:N XRCV:N XRCF:U", "RC", "C"),
        ("XRCS:N XRCV:N XRCF:N XRCR:Y", "RC", "R"),
        ("XRCS:N XRCV:N XRCF:N XRCR:N", "RC", "U"),
        ("XRCS:N XRCV:N XRCF:N XRCR:U", "RC", "R"),
        ("XCRS:N XCRD:N XCRI:N XCRP:N XCRR:N XCRF:N XCRW:U", "CR", "H"),
        ("XIRS:N XIRD:N XIRI:N XIRP:N XIRR:N XIRF:N XIRW:N XIRA:Y", "IR", "M"),
        ("XIRS:N XIRD:N XIRI:N XIRP:N XIRR:N XIRF:N XIRW:N XIRA:U", "IR", "M"),
        ("XARS:N XARD:N XARI:N XARP:N XARR:N XARF:N XARW:N XARA:N", "AR", "L"),
        ("XMACS:N XMACC:N XMACB:N XMACM:N XMACO:Y", "MAC", "H"),
        ("XMACS:N XMACC:Y XMACB:N XMACM:U", "MAC", "H"),
        ("XMPRS:N XMPRA:Y", "MPR", "H"),
        ("XMUIS:N XMUIP:Y", "MUI", "R"),
        ("XMSS:N XMSM:Y", "MS", "U"),
    ],
)
def test_temporal_and_environmental_metrics_follow_the_rubric(given: str, metric: str, expected: str) -> None:
    assert metrics(scored(f"{BASE} {given}"))[metric] == expected


@pytest.mark.parametrize(
    "given",
    [
        "XES:Y",
        "XRLS:Y",
        "XRCS:Y",
        "XCRS:Y",
        "XMACS:N XMACC:U XMACB:U XMACM:U XMACO:U",
        "XMPRS:N XMPRA:U",
        "XMUIS:N XMUIP:U",
        "XMSS:N XMSM:U",
        "XMCS:N XMCM:U",
        "XMAVS:N XMAVD:U",
        "XMAVS:N XMAVD:N XMAVF:U XMAVG:U XMAVV:U XMAVZ:U",
    ],
)
def test_a_skipped_group_and_an_unknown_mitigation_leave_no_metric_and_no_score(given: str) -> None:
    result = scored(f"{BASE} {given}")
    assert result.cvss31.vector == scored(BASE).cvss31.vector
    assert (result.cvss31.temporal, result.cvss31.environmental) == (None, None)
    assert result.suggestions == ()


@pytest.mark.parametrize(
    ("without", "given"),
    [
        ("XAVT", f"XAVN:Y {EZ}"),
        ("XAVP", f"XAVN:N {EZ}"),
        ("XAVR", f"XAVN:Y XAVT:N XAVW:Y {EZ}"),
        ("XAVN", f"XAVT:Y {EZ}"),
        ("XPRZ", f"{NET} XACL:Y XPRL:Y XUI:N XS:N"),
        ("XS", f"{NET} XACL:Y XPRL:N XUI:N"),
        ("XES", f"{NET} {EZ} XEC:Y"),
        ("XEP", f"{NET} {EZ} XES:N XEC:N XEF:N"),
        ("XCRA", f"{NET} {EZ} XCRS:N XCRD:N XCRI:N XCRP:N XCRR:N XCRF:N XCRW:N"),
        ("XCRW", f"{NET} {EZ} XCRS:N XCRD:Y XCRI:N XCRP:N XCRR:N XCRF:N"),
        ("XMAVZ", f"{NET} {EZ} XMAVS:N XMAVD:N XMAVF:Y XMAVG:N XMAVV:N"),
        ("XMACO", f"{NET} {EZ} XMACS:N XMACC:N XMACB:N XMACM:U"),
    ],
)
def test_a_question_on_the_way_without_an_answer_is_refused_by_name(without: str, given: str) -> None:
    for text in (given, f"{given} {without}:NA" if without not in ("XAVN", "XS") else given):
        with pytest.raises(Refused) as refusal:
            scored(text)
        assert refusal.value.place == f"answers.{without}"


def test_an_impact_question_without_an_answer_is_not_taken_as_none() -> None:
    listed = answers(
        "XCP:N XIP:N XAP:N XCD:N XID:N XAD:N XCT:N XIT:N XAT:N XCW:N XIW:N XAW:N XCS:N XIS:N XAS:N XCO:N XIO:N"
    )
    with pytest.raises(Refused) as refusal:
        read_answers({"answers": {"XAVN": "Y", "XAVT": "Y", **listed}})
    assert refusal.value.place == "answers.XAO"


def test_an_answer_that_the_branch_skips_is_kept_and_named() -> None:
    result = scored(f"{BASE} XAVW:Y")
    assert "XAVW:Y" in result.extended
    assert [dict(caution.facts) for caution in result.cautions if caution.code == "answers_not_used"] == [
        {"codes": "XAVW"}
    ]


def test_each_metric_names_the_answers_that_caused_it() -> None:
    result = scored(
        f"XAVN:Y XAVT:N XAVW:Y XAVR:N {EZ} XIT:H XID:L XAW:L XIRS:N XIRD:N XIRI:Y XIRP:U XIRR:N XIRF:N XIRW:N"
    )
    because = {metric.metric: metric.answers for metric in result.because}
    assert because["AV"] == ("XAVN", "XAVT", "XAVW", "XAVR")
    assert because["I"] == ("XIT",)
    assert because["A"] == ("XAW",)
    assert because["C"] == ("XCP", "XCD", "XCT", "XCW", "XCS", "XCO")
    assert because["IR"] == ("XIRI", "XIRP")


def test_high_through_reputation_alone_is_pointed_out() -> None:
    alone = "XCRS:N XCRD:N XCRI:N XCRP:N XCRR:Y XCRF:N XCRW:N"
    assert "requirement_without_patient" in [caution.code for caution in scored(f"{BASE} {alone}").cautions]
    with_patient = scored(f"{BASE} {alone} XCRD:Y")
    assert "requirement_without_patient" not in [caution.code for caution in with_patient.cautions]
