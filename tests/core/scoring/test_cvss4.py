"""CVSS 4.0 from the rubric's answers and our own questions."""

import pytest

from kizuki.core.refusal import Refused
from kizuki.core.scoring.vectors import score_4
from tests.core.scoring.answering import EZ, NET, scored

WIRED = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:H/VA:N/SC:N/SI:N/SA:N"
ADJACENT = "XAVN:Y XAVT:N XAVW:N"


@pytest.mark.parametrize(
    ("vector", "expected"),
    [
        (WIRED, 8.7),
        (f"{WIRED}/S:P", 8.7),
        (f"{WIRED}/MSI:S", 9.7),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:H/VA:H/SC:N/SI:N/SA:N/MSI:S/MSA:S", 9.8),
        ("CVSS:4.0/AV:A/AC:L/AT:N/PR:N/UI:N/VC:N/VI:H/VA:N/SC:N/SI:N/SA:N", 7.1),
        ("CVSS:4.0/AV:A/AC:L/AT:N/PR:N/UI:N/VC:N/VI:H/VA:N/SC:N/SI:N/SA:N/MSI:S", 9.2),
        ("CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:N/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N/MSI:S", 7.8),
        ("CVSS:4.0/AV:A/AC:L/AT:P/PR:N/UI:N/VC:N/VI:H/VA:N/SC:N/SI:N/SA:N/E:U/MSI:S", 5.7),
        ("CVSS:4.0/AV:P/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:H/SA:N/S:P/V:D", 8.3),
    ],
)
def test_the_reference_vectors_have_their_scores(vector: str, expected: float) -> None:
    assert score_4(vector) == expected


@pytest.mark.parametrize(
    ("given", "vector", "expected"),
    [
        (f"{NET} {EZ} XIT:H", WIRED, 8.7),
        (f"{NET} {EZ} XIT:H JHI:Y", f"{WIRED}/MSI:S/S:P", 9.7),
        (f"{NET} {EZ} XIT:H JHI:N", f"{WIRED}/S:N", 8.7),
        (f"{NET} {EZ} XIT:H JHI:U", WIRED, 8.7),
        (f"{NET} {EZ} XIT:H XAT:H JHI:Y JHA:Y", f"{WIRED.replace('VA:N', 'VA:H')}/MSI:S/MSA:S/S:P", 9.8),
        (f"{ADJACENT} {EZ} XIT:H", WIRED.replace("AV:N", "AV:A"), 7.1),
        (f"{ADJACENT} {EZ} XIT:H JHI:Y", f"{WIRED.replace('AV:N', 'AV:A')}/MSI:S/S:P", 9.2),
        (
            f"XAVN:N XAVP:N {EZ} XCT:L XIT:L JHI:Y",
            "CVSS:4.0/AV:L/AC:L/AT:N/PR:N/UI:N/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N/MSI:S/S:P",
            7.8,
        ),
        (
            f"{ADJACENT} {EZ} XACL:N JAC:N JAT:Y XIT:H JHI:Y XES:N XEC:N XEF:N XEP:N",
            "CVSS:4.0/AV:A/AC:L/AT:P/PR:N/UI:N/VC:N/VI:H/VA:N/SC:N/SI:N/SA:N/E:U/MSI:S/S:P",
            5.7,
        ),
    ],
)
def test_answers_lead_to_the_reference_scores(given: str, vector: str, expected: float) -> None:
    forty = scored(given).cvss40
    assert forty is not None
    assert (forty.vector, forty.score) == (vector, expected)


@pytest.mark.parametrize(
    ("given", "needs"),
    [
        ("", ()),
        ("XACL:N", ("JAC", "JAT")),
        ("XACL:N JAC:Y", ("JAT",)),
        ("XUI:Y", ("JUI",)),
        ("XS:Y", ("JSI",)),
        ("XS:U XAT:L", ("JSI", "JSA")),
        ("XACL:N XUI:Y XS:Y XCP:H", ("JAC", "JAT", "JUI", "JSC", "JSI")),
        ("XACL:U XUI:U", ()),
    ],
)
def test_only_the_questions_that_matter_are_needed(given: str, needs: tuple[str, ...]) -> None:
    result = scored(f"{NET} {EZ} XIT:H {given}")
    assert result.cvss40_needs == needs
    assert (result.cvss40 is None) == bool(needs)


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ("XACL:N JAC:U JAT:U", "/AC:L/AT:N/"),
        ("XACL:N JAC:Y JAT:Y", "/AC:H/AT:P/"),
        ("XUI:Y JUI:U", "/UI:P/"),
        ("XUI:Y JUI:A", "/UI:A/"),
        ("XS:Y JSI:U", "/SC:N/SI:H/SA:N"),
        ("XS:Y JSI:L", "/SC:N/SI:L/SA:N"),
        ("XS:Y JSI:N", "/SC:N/SI:N/SA:N"),
        ("XES:N XEC:N XEF:Y", "/E:A"),
        ("XES:N XEC:N XEF:N XEP:U", "/E:P"),
        ("XMPRS:N XMPRA:Y XMUIS:N XMUIP:Y", "/MPR:H/MUI:P"),
        ("XS:Y JSI:H XMSS:N XMSM:Y", "/MSI:N"),
        ("XS:Y JSI:H XMSS:N XMSM:Y JHI:Y", "/MSI:S/S:P"),
    ],
)
def test_where_a_choice_is_left_the_higher_reading_is_taken(given: str, fields: str) -> None:
    forty = scored(f"{NET} {EZ} XIT:H {given}").cvss40
    assert forty is not None
    assert fields in forty.vector


def test_impacts_answered_again_limit_both_systems() -> None:
    result = scored(f"{NET} {EZ} XIT:H XS:Y JSI:H XMIS:N XMIM:Y", reevaluated={"XIT": "L"})
    assert result.cvss40 is not None
    assert result.cvss40.vector.endswith("/SI:H/SA:N/MVI:L/MSI:L")
    assert result.cvss40.nomenclature == "CVSS-BE"
    assert result.cvss40.base > result.cvss40.score


@pytest.mark.parametrize(
    ("given", "place"),
    [("XS:Y XIT:L JSI:H", "answers.JSI"), ("JHA:Y XIT:H", "answers.JHA")],
)
def test_an_answer_that_the_rubric_excludes_is_refused(given: str, place: str) -> None:
    with pytest.raises(Refused) as refusal:
        scored(f"{NET} {EZ} {given}")
    assert refusal.value.place == place


def test_not_knowing_whether_a_person_may_be_harmed_is_said_with_the_score_it_would_have() -> None:
    cautions = {caution.code: dict(caution.facts) for caution in scored(f"{NET} {EZ} XIT:H").cautions}
    assert cautions["safety_unknown"] == {"codes": "JHI", "score": "9.7"}
    decided = scored(f"{NET} {EZ} XIT:H JHI:N").cautions
    assert "safety_unknown" not in [caution.code for caution in decided]


def test_a_hard_attack_that_nothing_explains_is_pointed_out() -> None:
    cautions = scored(f"{NET} {EZ} XIT:H XACL:N JAC:N JAT:N").cautions
    assert "attack_limits_unexplained" in [caution.code for caution in cautions]
