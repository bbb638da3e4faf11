"""The range over every completion of the Unknown answers, against trying every completion."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kizuki.core.scoring import ScoreResult, read_answers, score
from kizuki.core.scoring.rubric import METRICS, QUESTIONS
from kizuki.core.scoring.vectors import scores_3
from tests.core.scoring.answering import EZ, NET, scored

FLAGS = [code for code, row in QUESTIONS.items() if row.values == ("Y", "N", "NA") and not row.derived]
OPEN = [
    code
    for code, row in QUESTIONS.items()
    if not (row.derived or row.informational or code in FLAGS or code in ("XMCM", "XMIM", "XMAM"))
]
UNKNOWN_COUNT = 4


def definite(code: str) -> list[str]:
    return [value for value in QUESTIONS[code].values if value not in ("U", "NA")]


@st.composite
def partly_unknown(draw: st.DrawFn) -> tuple[dict[str, str], list[str], list[str]]:
    """Answers to everything, the codes made Unknown, and the suggestions that are confirmed."""
    every = {code: draw(st.sampled_from(definite(code))) for code in OPEN}
    every |= dict.fromkeys(FLAGS, "N") | {"XMCM": "N", "XMIM": "N", "XMAM": "N"}
    unknown = draw(st.lists(st.sampled_from(OPEN), min_size=1, max_size=UNKNOWN_COUNT, unique=True))
    confirmed = draw(st.lists(st.sampled_from(["MAV", "MC", "MI", "MA"]), unique=True))
    return every, unknown, confirmed


def results_of_completions(every: dict[str, str], unknown: list[str], confirmed: list[str]) -> list[ScoreResult]:
    results = []
    for values in product(*(definite(code) for code in unknown)):
        completed = {**every, **dict(zip(unknown, values, strict=True))}
        results.append(score(read_answers({"answers": completed, "confirmed": confirmed})))
    return results


@settings(max_examples=50, deadline=None)
@given(partly_unknown())
def test_the_range_is_that_of_all_completions(case: tuple[dict[str, str], list[str], list[str]]) -> None:
    every, unknown, confirmed = case
    answered = {**every, **dict.fromkeys(unknown, "U")}
    bands = score(read_answers({"answers": answered, "confirmed": confirmed})).bands
    scores = [scores_3(result.cvss31.vector) for result in results_of_completions(every, unknown, confirmed)]
    for band, index in ((bands.base, 0), (bands.temporal, 1), (bands.environmental, 2)):
        assert band is not None
        assert (band.lowest, band.highest) == (
            min(found[index] for found in scores),
            max(found[index] for found in scores),
        )


@pytest.mark.parametrize(
    ("text", "lowest", "highest"),
    [
        (f"{NET} {EZ} XIT:H XAT:U", 7.5, 9.1),
        (f"{NET} {EZ} XIT:U", 0.0, 7.5),
        (f"{NET} {EZ} XCP:U", 0.0, 7.5),
        (f"{NET} {EZ} XCD:L XCP:U", 5.3, 7.5),
        (f"XAVN:U {EZ} XIT:H", 4.6, 7.5),
        (f"XAVN:N XAVP:U {EZ} XIT:H", 4.6, 6.2),
        (f"{NET} XACL:Y XPRL:U XUI:N XS:N XIT:H", 4.9, 7.5),
        (f"{NET} {EZ} XIT:H", 7.5, 7.5),
    ],
)
def test_the_base_range_counts_questions_that_an_unknown_left_unasked(
    text: str, lowest: float, highest: float
) -> None:
    result = scored(text)
    assert (result.bands.base.lowest, result.bands.base.highest) == (lowest, highest)
    assert result.cvss31.base == highest
    assert (result.bands.temporal, result.bands.environmental) == (None, None)


def test_an_unknown_mitigation_of_impact_leaves_every_impact_open() -> None:
    required = "XIRS:N XIRD:Y XIRI:N XIRP:N XIRR:N XIRF:N XIRW:N XMIS:N XMIM:U"
    band = scored(f"{NET} {EZ} XIT:L {required}").bands.environmental
    assert band is not None
    assert (band.lowest, band.highest) == (0.0, 9.3)


def test_the_range_is_exact_even_where_the_value_of_an_unknown_is_worse_than_any_completion() -> None:
    """XAVN unknown counts as Network; a network that is known to be below layer 3 could only be Adjacent."""
    result = scored(f"XAVN:U XAVT:N XAVW:N XAVP:Y {EZ} XIT:H")
    assert result.cvss31.base == 7.5
    assert (result.bands.base.lowest, result.bands.base.highest) == (4.6, 6.5)


def test_unknowns_are_listed_where_they_matter_and_only_there() -> None:
    result = scored(f"{NET} {EZ} XAVW:U XIT:H XAT:U XES:N XEC:N XEF:N XEP:U XEW:U")
    assert result.unknowns == ("XAT", "XEW", "XEP")
    assert METRICS["E"].worst_first[0] == "H"
