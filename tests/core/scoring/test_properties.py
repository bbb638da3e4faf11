"""What holds for every set of answers."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kizuki.core.scoring import read_answers, score
from kizuki.core.scoring.rubric import EXTRA_QUESTIONS, METRICS, QUESTIONS
from tests.core.scoring.exact_v3 import exact_scores

INFORMATIONAL = ("XAVPA", "XCPM", "XEW")
FLAGS = tuple(code for code, row in QUESTIONS.items() if row.values == ("Y", "N", "NA") and not row.derived)
ASKED = tuple(
    code for code, row in QUESTIONS.items() if not row.derived and code not in (*FLAGS, "XMCM", "XMIM", "XMAM")
)
WORST_WHEN_UNKNOWN = tuple(
    code
    for code in ASKED
    if code not in INFORMATIONAL
    and (METRICS[QUESTIONS[code].metric].part != "environmental" or QUESTIONS[code].metric in ("CR", "IR", "AR"))
)
MITIGATIONS = tuple(code for code in ASKED if code.startswith("XM"))


@st.composite
def any_answers(draw: st.DrawFn) -> dict[str, Any]:
    """Answers to every question, groups skipped or not, suggestions confirmed or not."""
    answers = {code: draw(st.sampled_from([v for v in QUESTIONS[code].values if v != "NA"])) for code in ASKED}
    answers |= {code: draw(st.sampled_from(["Y", "N", "N"])) for code in FLAGS}
    answers |= {code: draw(st.sampled_from(["N", "U"])) for code in ("XMCM", "XMIM", "XMAM")}
    confirmed = draw(st.lists(st.sampled_from(["MAV", "MC", "MI", "MA"]), unique=True))
    return {"answers": answers, "confirmed": confirmed}


def with_answer(value: dict[str, Any], code: str, answer: str) -> dict[str, Any]:
    return {**value, "answers": {**value["answers"], code: answer}}


@settings(max_examples=60, deadline=None)
@given(any_answers(), st.sampled_from(WORST_WHEN_UNKNOWN))
def test_an_unknown_never_lowers_a_score(value: dict[str, Any], code: str) -> None:
    known, unknown = score(read_answers(value)), score(read_answers(with_answer(value, code, "U")))
    assert unknown.cvss31.base >= known.cvss31.base
    assert (unknown.cvss31.temporal or 0) >= (known.cvss31.temporal or 0)
    if unknown.cvss31.environmental is not None and known.cvss31.environmental is not None:
        assert unknown.cvss31.environmental >= known.cvss31.environmental


@settings(max_examples=60, deadline=None)
@given(any_answers(), st.sampled_from(MITIGATIONS))
def test_an_unknown_mitigation_never_lowers_a_score(value: dict[str, Any], code: str) -> None:
    known = score(read_answers(with_answer(value, code, "Y")))
    unknown = score(read_answers(with_answer(value, code, "U")))
    assert unknown.cvss31.base == known.cvss31.base
    environmental = exact_scores(unknown.cvss31.vector)[2]
    assert environmental >= exact_scores(known.cvss31.vector)[2]


@settings(max_examples=60, deadline=None)
@given(any_answers(), st.sampled_from(INFORMATIONAL), st.sampled_from(["Y", "N", "U", "NA"]))
def test_an_informational_answer_never_changes_a_vector(value: dict[str, Any], code: str, answer: str) -> None:
    before, after = score(read_answers(value)), score(read_answers(with_answer(value, code, answer)))
    assert (after.cvss30, after.cvss31, after.cvss40) == (before.cvss30, before.cvss31, before.cvss40)
    assert (after.bands.base, after.pips, after.because) == (before.bands.base, before.pips, before.because)


@settings(max_examples=60, deadline=None)
@given(any_answers())
def test_the_extended_vector_reads_back_to_the_same_result(value: dict[str, Any]) -> None:
    first = score(read_answers(value))
    again = score(read_answers({"extended": first.extended, "confirmed": value["confirmed"]}))
    assert again.extended == first.extended
    assert (again.cvss30, again.cvss31, again.pips) == (first.cvss30, first.cvss31, first.pips)
    assert (again.because, again.suggestions, again.bands.base) == (
        first.because,
        first.suggestions,
        first.bands.base,
    )


@settings(max_examples=60, deadline=None)
@given(any_answers(), st.data())
def test_cvss_40_is_scored_once_its_questions_are_answered(value: dict[str, Any], data: st.DataObject) -> None:
    needs = score(read_answers(value)).cvss40_needs
    extra = {
        code: data.draw(st.sampled_from([v for v in EXTRA_QUESTIONS[code].values if v not in "HL"])) for code in needs
    }
    result = score(read_answers({**value, "answers": {**value["answers"], **extra}}))
    assert result.cvss40_needs == ()
    assert result.cvss40 is not None
    assert 0.0 <= result.cvss40.score <= 10.0
