"""A report moves only as its table says, and each guard can refuse."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kizuki.core.lifecycle.report import CHAINS, MOVES, STATES, Situation, moved
from kizuki.core.refusal import Refused

AUTHOR, REVIEWER, DEPUTY, APPROVER = 1, 2, 3, 4
FRIDAY = date(2026, 6, 5)
MONDAY = date(2026, 6, 8)
FINE = Situation(
    state="draft",
    actor=REVIEWER,
    author=AUTHOR,
    on=date(2026, 6, 10),
    due_on=date(2026, 6, 16),
    sha256="a" * 64,
    read_sha256="a" * 64,
    missing=0,
    newest=True,
    comment="確認した",
    back_to="draft",
)


def refusal(move: str, **values: object) -> str:
    with pytest.raises(Refused) as found:
        moved(move, replace(FINE, **values))
    return found.value.place


@pytest.mark.parametrize(
    ("chain", "moves"),
    [(2, ("request_review", "approve", "submit")), (3, ("request_review", "review", "approve", "submit"))],
)
def test_a_report_goes_from_draft_to_submission_in_as_many_steps_as_the_company_says(
    chain: int, moves: tuple[str, ...]
) -> None:
    state = "draft"
    for move in moves:
        state = moved(move, replace(FINE, state=state, chain=chain))
    assert state == "submitted"


def test_a_company_chooses_between_two_steps_and_three_and_two_is_what_it_begins_with() -> None:
    assert CHAINS == (2, 3)
    assert moved("request_review", FINE) == "in_approval"


def test_a_person_signs_where_they_answer_for_the_document_and_only_there() -> None:
    signing = {"review", "approve", "submit_unapproved", "approve_afterwards"}
    assert {move.name for move in MOVES.values() if move.signs} == signing


def test_without_the_single_person_mode_nobody_is_their_own_second_person() -> None:
    own = replace(FINE, state="in_approval", actor=AUTHOR, own_step_on=FRIDAY)
    with pytest.raises(Refused, match="their own report"):
        moved("approve", own)


def test_in_two_steps_it_waits_for_approval_as_soon_as_it_is_handed_in() -> None:
    assert moved("request_review", replace(FINE, chain=2)) == "in_approval"
    assert moved("request_review", replace(FINE, chain=3)) == "in_review"


def test_what_is_under_review_goes_on_when_the_chain_becomes_shorter() -> None:
    assert moved("review", replace(FINE, state="in_review", chain=2)) == "in_approval"


@pytest.mark.parametrize("move", sorted(MOVES))
def test_a_move_from_any_other_state_is_refused(move: str) -> None:
    for state in set(STATES) - set(MOVES[move].before):
        assert refusal(move, state=state) == "report"


@pytest.mark.parametrize(("move", "state"), [("review", "in_review"), ("approve", "in_approval")])
def test_nobody_signs_what_they_wrote(move: str, state: str) -> None:
    assert refusal(move, state=state, actor=AUTHOR) == "the_actor_is_not_the_author"


def test_a_deputy_does_not_sign_in_the_name_of_the_author() -> None:
    place = refusal("approve", state="in_approval", actor=DEPUTY, on_behalf_of=AUTHOR)
    assert place == "the_actor_is_not_the_author"


@pytest.mark.parametrize(("move", "state"), [("review", "in_review"), ("approve", "in_approval")])
@pytest.mark.parametrize("pair", [(AUTHOR, DEPUTY), (DEPUTY, AUTHOR)], ids=["deputy of", "principal of"])
def test_neither_the_deputy_nor_the_principal_of_the_author_signs_it(
    move: str, state: str, pair: tuple[int, int]
) -> None:
    standing = {"state": state, "actor": DEPUTY}
    assert refusal(move, **standing, delegations=frozenset({pair})) == "the_actor_is_not_the_author"
    assert moved(move, replace(FINE, **standing)) != state


def test_a_signature_in_somebodys_name_is_theirs_and_needs_a_delegation_in_force() -> None:
    for_another = {"state": "in_approval", "actor": DEPUTY, "on_behalf_of": APPROVER}
    delegated = frozenset({(APPROVER, DEPUTY)})
    assert moved("approve", replace(FINE, **for_another, delegations=delegated)) == "approved"
    assert refusal("approve", **for_another) == "the_deputy_stands_in_today"
    of_the_author = delegated | {(APPROVER, AUTHOR)}
    assert refusal("approve", **for_another, delegations=of_the_author) == "the_actor_is_not_the_author"


@pytest.mark.parametrize("chain", [2, 3])
def test_who_reviewed_it_does_not_approve_it_nor_does_their_deputy(chain: int) -> None:
    reviewed = {"state": "in_approval", "chain": chain, "reviewers": (REVIEWER,)}
    assert refusal("approve", **reviewed) == "the_actor_is_not_the_reviewer"
    assert moved("approve", replace(FINE, **reviewed, actor=APPROVER)) == "approved"
    deputy = frozenset({(REVIEWER, APPROVER)})
    assert refusal("approve", **reviewed, actor=APPROVER, delegations=deputy) == "the_actor_is_not_the_reviewer"


def test_one_person_alone_signs_only_in_the_documented_mode_and_says_what_they_checked() -> None:
    alone = {"state": "in_approval", "actor": AUTHOR, "single_person": True, "own_step_on": date(2026, 6, 9)}
    assert moved("approve", replace(FINE, **alone)) == "approved"
    assert refusal("approve", **alone, comment="") == "the_actor_is_not_the_author"


def test_the_own_second_look_comes_from_the_next_business_day_on() -> None:
    alone = {"state": "in_approval", "actor": AUTHOR, "single_person": True, "own_step_on": FRIDAY}
    for day in range(5, 8):
        assert refusal("approve", **alone, on=date(2026, 6, day)) == "the_actor_is_not_the_author"
    assert moved("approve", replace(FINE, **alone, on=MONDAY)) == "approved"
    assert refusal("approve", **{**alone, "own_step_on": None}) == "the_actor_is_not_the_author"


def test_the_single_person_mode_makes_no_second_person_of_a_deputy() -> None:
    near = {"state": "in_approval", "actor": DEPUTY, "single_person": True, "own_step_on": FRIDAY}
    delegations = frozenset({(AUTHOR, DEPUTY)})
    assert refusal("approve", **near, delegations=delegations) == "the_actor_is_not_the_author"


@pytest.mark.parametrize(
    ("move", "state"), [("review", "in_review"), ("approve", "in_approval"), ("submit", "approved")]
)
def test_a_signature_stands_under_the_bytes_that_were_read(move: str, state: str) -> None:
    assert refusal(move, state=state, read_sha256="b" * 64) == "the_document_is_the_one_that_was_read"


def test_facts_that_changed_since_stop_an_approval_and_a_submission() -> None:
    assert refusal("approve", state="in_approval", newest=False) == "it_rests_on_the_newest_facts"
    stale = {"state": "approved", "newest": False}
    place = "it_rests_on_the_newest_facts_or_its_day_would_be_missed"
    assert refusal("submit", **stale) == refusal("submit", **stale, due_on=None) == place


def test_on_its_last_day_a_report_is_sent_although_the_facts_moved_and_what_takes_one_back_is_not() -> None:
    # 2026-06-16 is a Tuesday; a due day on Sunday 14 June moves the last day of the office to Friday 12.
    stale = replace(FINE, state="approved", newest=False)
    assert moved("submit", replace(stale, on=date(2026, 6, 16))) == "submitted"
    assert moved("submit", replace(stale, on=date(2026, 6, 20))) == "submitted"
    assert moved("submit", replace(stale, on=date(2026, 6, 12), due_on=date(2026, 6, 14))) == "submitted"
    assert refusal("submit", state="approved", newest=False, on=date(2026, 6, 15)).startswith("it_rests_on")
    assert moved("submit_unapproved", replace(stale, state="draft", on=date(2026, 6, 16))) == "submitted"
    for purpose in ("withdrawal", "not_reportable"):
        late = {"purpose": purpose, "on": date(2026, 6, 20)}
        assert refusal("submit", state="approved", newest=False, **late).startswith("it_rests_on")
        assert refusal("submit_unapproved", **late) == "it_takes_nothing_back"
        assert moved("submit", replace(FINE, state="approved", **late)) == "submitted"


def test_a_report_with_gaps_is_not_handed_in() -> None:
    assert refusal("request_review", missing=1) == "no_required_box_is_missing"


def test_a_report_goes_back_with_a_comment_to_a_step_that_it_has_passed() -> None:
    back = {"state": "approved", "back_to": "in_review"}
    assert moved("send_back", replace(FINE, **back, chain=3)) == "in_review"
    assert moved("send_back", replace(FINE, **back, chain=2, reviewers=(REVIEWER,))) == "in_review"
    assert refusal("send_back", **back, chain=2) == "it_goes_back_to_a_step_before"
    assert refusal("send_back", state="in_review", back_to="in_review") == "it_goes_back_to_a_step_before"
    assert refusal("send_back", state="approved", comment="") == "a_comment_says_why"


def test_only_its_author_pulls_a_report_back() -> None:
    assert refusal("pull_back", state="in_review") == "the_actor_is_the_author"
    assert moved("pull_back", replace(FINE, state="in_review", actor=AUTHOR)) == "draft"


def test_without_approval_a_report_goes_out_only_on_the_last_day_of_the_office() -> None:
    # 2026-06-16 is a Tuesday; a due day on Sunday 14 June moves the last day of the office to Friday 12.
    assert refusal("submit_unapproved", on=date(2026, 6, 15)) == "its_day_would_be_missed"
    assert moved("submit_unapproved", replace(FINE, on=date(2026, 6, 16))) == "submitted"
    assert moved("submit_unapproved", replace(FINE, on=date(2026, 6, 12), due_on=date(2026, 6, 14))) == "submitted"
    assert refusal("submit_unapproved", on=date(2026, 6, 16), due_on=None) == "its_day_would_be_missed"


def test_what_went_out_unapproved_is_approved_once_afterwards() -> None:
    assert moved("approve_afterwards", replace(FINE, state="submitted", approved_afterwards=False)) == "submitted"
    assert refusal("approve_afterwards", state="submitted") == "it_still_waits_for_approval"


def test_who_sent_it_without_approval_does_not_approve_it_afterwards() -> None:
    sent = {"state": "submitted", "approved_afterwards": False, "author": None}
    assert refusal("approve_afterwards", **sent, sender=REVIEWER) == "the_actor_is_not_who_sent_it"
    assert moved("approve_afterwards", replace(FINE, **sent, sender=AUTHOR)) == "submitted"


@pytest.mark.parametrize("state", ["draft", "in_review", "in_approval"])
@pytest.mark.parametrize("chain", [2, 3])
def test_a_missing_second_person_holds_back_no_report(state: str, chain: int) -> None:
    last_day = {"state": state, "chain": chain, "on": date(2026, 6, 16), "actor": AUTHOR, "single_person": False}
    assert moved("submit_unapproved", replace(FINE, **last_day)) == "submitted"


def test_a_program_takes_no_step() -> None:
    assert refusal("submit", state="approved", actor=None) == "the_actor_is_a_person"
