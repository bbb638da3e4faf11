"""What each answer moves, and which open question tells most."""

from kizuki.core.scoring.answers import read_draft
from kizuki.core.scoring.movement import MostTelling, most_telling, movement, what_if, with_answer
from kizuki.core.scoring.standing import Standing, stand
from tests.core.scoring.answering import EZ, NET, answers


def standing(text: str, **keys: object) -> Standing:
    return stand(read_draft({"answers": answers(text), "unlisted_impacts": "N", **keys}))


def test_an_answer_moves_a_metric_and_both_reasons_are_named() -> None:
    before = standing(f"XAVN:Y XAVT:N {EZ} XIT:H")
    after = stand(with_answer(before.answers, "XAVW", "Y"))
    again = stand(with_answer(after.answers, "XAVR", "Y"))
    assert movement(before, after).moved == ()
    assert movement(before, after).due_now == ("XAVR",)
    (moved,) = movement(after, again).moved
    assert (moved.metric, moved.before, moved.after) == ("AV", "A", "L")
    assert moved.answers_after == ("XAVN", "XAVT", "XAVW", "XAVR")
    assert moved.page == "10-14"
    assert movement(after, again).changed == (("XAVR", "", "Y"),)
    scores = {row.kind: (row.before, row.after) for row in movement(after, again).scores}
    assert scores["base"] == (6.5, 6.2)


def test_a_skipped_metric_moves_from_undefined_with_the_flag_as_its_reason() -> None:
    before = standing(f"{NET} {EZ} XIT:H XES:Y")
    after = standing(f"{NET} {EZ} XIT:H XES:N XEC:N XEF:N XEP:Y")
    moved = {row.metric: row for row in movement(before, after).moved if row.version == "3.1"}
    assert (moved["E"].before, moved["E"].after) == ("X", "P")
    assert (moved["E"].answers_before, moved["E"].answers_after) == (("XES",), ("XEC", "XEF", "XEP"))
    assert {(row.kind, row.before) for row in movement(before, after).scores} >= {("temporal", None)}


def test_safety_relevant_answers_are_raised_and_settled() -> None:
    before, after = standing(f"{NET} {EZ} XIT:U"), standing(f"{NET} {EZ} XIT:N XAT:L")
    found = movement(before, after)
    assert (found.pips_raised, found.pips_settled) == (("XAT",), ("XIT",))


def test_nothing_moves_where_an_answer_changes_nothing_that_counts() -> None:
    before, after = standing(f"{NET} {EZ} XCP:H XCPM:N"), standing(f"{NET} {EZ} XCP:H XCPM:Y")
    found = movement(before, after)
    assert found.changed == (("XCPM", "N", "Y"),)
    assert (found.moved, found.scores) == ((), ())


def test_each_possible_answer_shows_its_metrics_and_score() -> None:
    now = standing(f"{NET} XACL:U XPRL:N XUI:N XS:N XIT:H")
    easy, hard = what_if(now, "XACL")
    assert (easy.answer, easy.movement.moved) == ("Y", ())
    assert (hard.answer, hard.standing.result.cvss31.base) == ("N", 5.9)
    assert [row.metric for row in hard.movement.moved if row.version == "3.1"] == ["AC"]
    assert hard.movement.due_now == ("JAC", "JAT")


def test_a_second_answer_can_be_tried_too() -> None:
    now = standing(f"{NET} {EZ} XIT:H XMIS:N XMIM:Y")
    tried = {case.answer: case.standing.result.cvss31.environmental for case in what_if(now, "reevaluated.XIT")}
    assert tried == {"H": 7.5, "L": 5.3, "N": 0.0}


def telling(text: str) -> MostTelling:
    return most_telling(standing(text))


def test_the_most_telling_question_is_the_one_whose_answers_lie_farthest_apart() -> None:
    """Computed by hand: XUI moves 7.5 to 6.5, XACL to 5.9, XIT (the only impact) to 0.0."""
    found = telling(f"{NET} XACL:U XPRL:N XUI:U XS:N XIT:U")
    assert found.score is not None
    assert (found.score.code, found.score.lowest, found.score.highest, found.score.spread) == ("XIT", 0.0, 7.5, 7.5)
    assert [row.code for row in found.questions] == ["XIT", "XACL", "XUI"]
    assert [row.spread for row in found.questions] == [7.5, 1.6, 1.0]


def test_the_decision_waits_for_safety_relevant_answers_and_not_for_others() -> None:
    found = telling(f"{NET} XACL:U XPRL:N XUI:N XS:N XIT:H XID:U XAT:U XCD:U")
    assert found.decision is not None
    assert (found.decision.code, found.decision.blocks, found.decision.blocked_after) == ("XAT", True, 1)
    assert {row.code for row in found.questions if row.blocks} == {"XID", "XAT"}
    none = telling(f"{NET} XACL:U XPRL:N XUI:N XS:N XIT:H")
    assert none.decision is None


def test_a_question_that_moves_no_score_is_listed_all_the_same() -> None:
    found = telling(f"{NET} {EZ} XIT:H XID:U")
    assert [(row.code, row.spread, row.blocks) for row in found.questions] == [("XID", 0.0, True)]
    assert found.score is None
    assert found.decision is not None


def test_the_leading_score_is_the_environmental_one_where_there_is_one() -> None:
    imaging = f"{NET} {EZ} XAD:H XARS:N XARD:N XARI:N XARP:N XARR:N XARF:N XARW:U XARA:N"
    found = telling(imaging)
    assert found.score is not None
    assert (found.score.code, found.score.lowest, found.score.highest) == ("XARW", 5.7, 9.3)


def test_an_empty_sheet_asks_for_something() -> None:
    found = most_telling(stand(read_draft({"answers": {}})))
    assert found.score is not None
    assert found.decision is not None
    assert found.decision.blocked_after == 12
