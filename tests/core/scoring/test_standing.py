"""A sheet in progress: what is due, and the score meanwhile."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kizuki.core.refusal import Refused
from kizuki.core.scoring.answers import read_draft
from kizuki.core.scoring.movement import with_answer
from kizuki.core.scoring.rubric import EXTRA_QUESTIONS, IMPACT_CODES, QUESTIONS
from kizuki.core.scoring.standing import Standing, stand
from tests.core.scoring.answering import EZ, NET, answers, scored

IMPACTS = [code for codes in IMPACT_CODES.values() for code in codes]


def standing(text: str, **keys: object) -> Standing:
    return stand(read_draft({"answers": answers(text), **keys}))


def test_an_empty_sheet_is_the_worst_case_and_every_first_question_is_due() -> None:
    empty = standing("")
    assert empty.result.cvss31.base == 10.0
    assert empty.due[:5] == ("XAVN", "XACL", "XPRL", "XUI", "XS")
    assert set(IMPACTS) <= set(empty.due)
    assert not {"XAVT", "XAVP", "XES", "XCRS", "XMAVS"} & set(empty.due)
    assert len(empty.result.pips) == 13


def test_an_answer_brings_the_next_question_of_its_branch() -> None:
    assert "XAVT" in standing("XAVN:Y").due
    assert "XAVP" in standing("XAVN:N").due
    assert "XAVW" in standing("XAVN:Y XAVT:N").due
    assert not {"XAVT", "XAVP"} & set(standing("XAVN:U").due)


def test_a_group_that_was_begun_is_due_as_a_whole_and_one_that_was_not_is_skipped() -> None:
    begun = standing(f"{NET} {EZ} XEP:Y", unlisted_impacts="N")
    assert begun.due == ("XES", "XEC")
    assert begun.result.cvss31.vector.endswith("/E:H")
    assert standing(f"{NET} {EZ}", unlisted_impacts="N").due == ()


def test_a_mitigation_counts_as_unknown_until_an_impact_is_answered_again() -> None:
    text = f"{NET} {EZ} XIT:H XMIS:N XMIM:Y"
    waiting = standing(text, unlisted_impacts="N")
    assert waiting.due == tuple(f"reevaluated.{code}" for code in IMPACT_CODES["I"])
    assert waiting.result.cvss31.environmental is None
    again = stand(with_answer(waiting.answers, "reevaluated.XIT", "L"))
    assert again.due == ()
    assert again.result.cvss31.vector.endswith("/MI:L")


def test_our_own_questions_are_due_where_they_matter() -> None:
    assert standing(f"{NET} {EZ} XS:Y XIT:H", unlisted_impacts="N").due == ("JSI",)


def test_an_answer_of_ours_that_the_rubric_s_answers_exclude_by_now_is_due_again() -> None:
    milder = standing(f"{NET} {EZ} XS:Y XIT:L JSI:H", unlisted_impacts="N")
    assert (milder.excluded, milder.due) == (("JSI",), ("JSI",))
    gone = standing(f"{NET} {EZ} XIT:N JHI:Y", unlisted_impacts="N")
    assert (gone.excluded, gone.due) == (("JHI",), ())


def test_open_questions_are_those_due_and_the_unknown_ones_that_matter() -> None:
    found = standing(f"XAVN:Y XAVT:N XAVW:U {EZ} XACL:U XIT:H", unlisted_impacts="N")
    assert found.open == ("XAVW", "XACL")
    assert standing(f"{NET} {EZ} XAVW:U XIT:H XEW:U XES:N XEC:Y", unlisted_impacts="N").open == ()


def test_a_whole_sheet_stands_as_it_is_scored() -> None:
    text = f"{NET} {EZ} XIT:H XES:N XEC:N XEF:N XEP:Y"
    assert standing(text, unlisted_impacts="N").result.cvss31 == scored(text).cvss31


def test_contradictions_are_refused_in_a_draft_as_well() -> None:
    with pytest.raises(Refused) as refusal:
        standing("XCP:L")
    assert refusal.value.place == "answers.XCP"
    with pytest.raises(Refused) as refusal:
        standing(f"{NET} XIT:H XIH:N")
    assert refusal.value.place == "answers.XIH"


VALUES = {code: row.values for code, row in {**QUESTIONS, **EXTRA_QUESTIONS}.items() if not row.derived}


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(list(VALUES)), st.integers(0, 3)))
def test_any_part_of_a_sheet_can_stand_and_what_is_due_settles_it(picked: dict[str, int]) -> None:
    given_answers = {code: VALUES[code][place % len(VALUES[code])] for code, place in picked.items()}
    found = stand(read_draft({"answers": given_answers}))
    for _ in range(120):
        if not found.due:
            break
        name = found.due[0]
        values = [value for value in VALUES[name.rpartition(".")[2]] if value != "NA"]
        found = stand(with_answer(found.answers, name, values[-1]))
    assert found.due == ()
