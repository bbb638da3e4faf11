"""The extended vector, out and in."""

import pytest

from kizuki.core.refusal import Refused
from kizuki.core.scoring import read_answers, score
from kizuki.core.scoring.extended import read_extended
from kizuki.core.scoring.rubric import DERIVED_CODES, PIPS_CODES, QUESTIONS
from tests.core.scoring.answering import EZ, NET, scored

ICD = (
    "XAVN:Y/XAVT:N/XAVW:Y/XAVR:N/XAVP:NA/XAVPA:NA/XACL:Y/XPRL:N/XPRZ:NA/XPRS:NA/XUI:N/XS:Y/"
    "XCP:N/XCPM:NA/XIP:N/XAP:N/XCD:N/XID:N/XAD:N/XCT:N/XIT:H/XAT:H/XCW:N/XIW:N/XAW:N/XCS:N/XIS:N/XAS:N/"
    "XCO:N/XIO:N/XAO:N/XCH:N/XCL:N/XIH:Y/XIL:NA/XAH:Y/XAL:NA"
)


def test_the_rubric_has_103_elements_of_which_twelve_are_derived_and_thirteen_marked() -> None:
    assert (len(QUESTIONS), len(DERIVED_CODES), len(PIPS_CODES)) == (103, 12, 13)
    assert sum(row.informational for row in QUESTIONS.values()) == 3


def test_the_base_part_is_written_in_the_order_of_the_tables() -> None:
    given = "XAVN:Y XAVT:N XAVW:Y XAVR:N XACL:Y XPRL:N XUI:N XS:Y XIT:H XAT:H"
    assert scored(given).extended == ICD


def test_a_group_shows_whole_or_by_its_skip_flag_or_not_at_all() -> None:
    result = scored(f"{NET} {EZ} XES:N XEC:N XEF:U XRLS:Y XMACS:N XMACC:Y XMACB:N XMACM:N")
    groups = result.extended.partition("/XES:")[2]
    assert (
        f"XES:{groups}" == "XES:N/XEC:N/XEW:NA/XEF:U/XEP:NA/XRLS:Y/XMACS:N/XMACC:Y/XMACB:N/XMACM:N/XMACY:Y/XMACO:NA"
    )


def test_derived_environmental_codes_are_worked_out() -> None:
    site = "XARS:N XARD:N XARI:N XARP:N XARR:N XARF:N XARW:U XMAVS:N XMAVD:N XMAVF:N XMAVG:N XMAVV:N XMAVZ:Y"
    extended = read_extended(scored(f"{NET} {EZ} XAD:H {site}").extended)
    assert {code: extended[code] for code in ("XARY", "XARA", "XMAVR", "XMAVL")} == {
        "XARY": "Y",
        "XARA": "NA",
        "XMAVR": "N",
        "XMAVL": "N",
    }


def test_a_vector_reads_with_and_without_the_prefix() -> None:
    plain, prefixed = (score(read_answers({"extended": text})) for text in (ICD, f"XMD:0.12.04/{ICD}"))
    assert plain.cvss30.vector == prefixed.cvss30.vector == "CVSS:3.0/AV:A/AC:L/PR:N/UI:N/S:C/C:N/I:H/A:H"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (ICD.replace("XS:Y", "XS"), "extended"),
        (ICD.replace("XS:Y", ""), "extended"),
        (ICD + "/", "extended"),
        ("", "extended"),
        (f"XMD:0.13/{ICD}", "extended"),
        (ICD + "/XS:Y", "extended.XS"),
        (ICD + "/JAC:Y", "extended.JAC"),
        (ICD.replace("XS:Y", "XS:H"), "extended.XS"),
        (ICD.replace("XIT:H/", ""), "answers.XIT"),
        (ICD.replace("XAVT:N", "XAVT:NA"), "answers.XAVT"),
        (ICD.replace("XIH:Y", "XIH:N"), "answers.XIH"),
    ],
)
def test_a_vector_that_cannot_be_read_is_refused_by_place(text: str, place: str) -> None:
    with pytest.raises(Refused) as refusal:
        score(read_answers({"extended": text}))
    assert refusal.value.place == place


def test_answers_beside_a_vector_may_add_and_may_not_contradict() -> None:
    added = score(read_answers({"extended": ICD, "answers": {"JSI": "H", "JSA": "H", "JHI": "Y", "XS": "Y"}}))
    assert added.cvss40 is not None
    with pytest.raises(Refused) as refusal:
        read_answers({"extended": ICD, "answers": {"XS": "N"}})
    assert refusal.value.place == "answers.XS"
