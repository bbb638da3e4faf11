"""A report from draft to submission: its states, the moves between them, and what each move asks for.

Words of the office: 申請 (request_review), 確認 (review), 承認 (approve), 差戻し (send_back), 引戻し (pull_back),
提出 (submit), 後閲 (submit_unapproved, then approve_afterwards). What was submitted is never edited: a new one follows.
The company's chain has two steps (作成→承認) or three (作成→確認→承認). Nobody's second person is themselves, their
principal or their deputy.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kizuki.core.clocks import previous_business_day
from kizuki.core.people import own_second_look_from, too_near
from kizuki.core.refusal import Refused

STATES = ("draft", "in_review", "in_approval", "approved", "submitted")

CHAINS = (2, 3)
"""Steps that a company's chain may have."""

BACK_TO = ("draft", "in_review")
"""Steps that a report can be sent back to."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What the guards look at. People are ids; `author` None: the program drafted it. `on` is today in Japan.

    `read_sha256` is the document that the person says they read, `sha256` the one that stands. `missing` counts the
    required boxes without a value; `newest` whether the determination behind the draft is the newest of newest facts.
    `purpose` is `report`, `not_reportable` (報告対象外) or `withdrawal` (取下げ).

    `chain` is the number of steps of the company. `reviewers` are those whose review stands under this document, with
    the persons in whose name they gave it; `sender` is who sent it unapproved. `delegations` are principal and deputy
    of each delegation in force today; `own_step_on` is the day of the actor's own last step as author, reviewer or
    sender (None: they took none, or its day is not known).
    """

    state: str
    actor: int | None
    author: int | None
    on: date
    due_on: date | None
    sha256: str
    read_sha256: str
    missing: int
    newest: bool
    comment: str = ""
    back_to: str = ""
    single_person: bool = False
    approved_afterwards: bool = True
    on_behalf_of: int | None = None
    chain: int = 2
    reviewers: tuple[int, ...] = ()
    sender: int | None = None
    delegations: frozenset[tuple[int, int]] = frozenset()
    own_step_on: date | None = None
    purpose: str = "report"


Guard = Callable[[Situation], str]
"""Answers "" where the proposition holds, else why it does not."""


def the_actor_is_a_person(it: Situation) -> str:
    """Nothing but a person reviews, approves or submits."""
    return "" if it.actor is not None else "only a person can do this"


def the_actor_is_not_the_author(it: Situation) -> str:
    """Four eyes: neither the author, nor their principal or deputy of that day, in whoever's name."""
    return _second_look(it, it.author, "the author")


def the_actor_is_not_the_reviewer(it: Situation) -> str:
    """Where somebody reviewed it, somebody else approves it."""
    found = (_second_look(it, reviewer, "the reviewer") for reviewer in it.reviewers)
    return next((reason for reason in found if reason), "")


def the_actor_is_not_who_sent_it(it: Situation) -> str:
    """Who sent it without approval does not approve it afterwards."""
    return _second_look(it, it.sender, "the sender")


def the_deputy_stands_in_today(it: Situation) -> str:
    """A delegation that ended, or is over, signs nothing."""
    if it.on_behalf_of is None or it.actor is None or (it.on_behalf_of, it.actor) in it.delegations:
        return ""
    return "the delegation is not in force"


def _second_look(it: Situation, first: int | None, who: str) -> str:
    """Why the actor is no second person to whoever took the first step; in the single-person mode one person may be,
    with a comment and not before the next business day after their own step."""
    near = too_near(it.actor, it.on_behalf_of, first, it.delegations) if it.actor is not None else ""
    if near in ("deputy", "principal"):
        return f"the {near} of {who} may not sign the report (four eyes)"
    if not near:
        return ""
    if not it.single_person:
        return f"{who} may not sign their own report (four eyes)"
    if not it.comment:
        return "in the single-person mode a comment says on what the person checked their own work"
    if it.own_step_on is None:
        return "the day of their own step is not known, so nobody looks at their own work again"
    first_on = own_second_look_from(it.own_step_on)
    return "" if it.on >= first_on else f"in the single-person mode the own second look comes from {first_on} on"


def the_actor_is_the_author(it: Situation) -> str:
    """Only who asked for the review takes it back."""
    return "" if it.author is not None and it.actor == it.author else "only the author can pull it back"


def the_document_is_the_one_that_was_read(it: Situation) -> str:
    """A signature stands under the bytes that were read."""
    return "" if it.read_sha256 == it.sha256 else "the document changed since it was read"


def no_required_box_is_missing(it: Situation) -> str:
    """A report with gaps stays a draft."""
    return "" if not it.missing else f"{it.missing} required boxes have no value"


def it_rests_on_the_newest_facts(it: Situation) -> str:
    """Facts that changed are determined and drafted again first."""
    return "" if it.newest else "the facts changed since this was drafted; draft it again"


def it_rests_on_the_newest_facts_or_its_day_would_be_missed(it: Situation) -> str:
    """On its last day a report goes out although the facts moved: it says what its own facts say, and is in time.

    One that takes a report back or says that nothing is to be reported always rests on the newest facts.
    """
    return "" if it.purpose == "report" and not its_day_would_be_missed(it) else it_rests_on_the_newest_facts(it)


def it_takes_nothing_back(it: Situation) -> str:
    """取下げ and 報告対象外 wait for their second person, whatever the day."""
    return "" if it.purpose == "report" else f"a {it.purpose} is never sent before it is approved"


def a_comment_says_why(it: Situation) -> str:
    """A report never goes back without a word."""
    return "" if it.comment else "a comment must say why"


def it_goes_back_to_a_step_before(it: Situation) -> str:
    """To the author, or to the review where it has passed that."""
    reviewed = it.state in ("in_approval", "approved") and (it.chain == 3 or it.reviewers)
    allowed = BACK_TO if reviewed else ("draft",)
    return "" if it.back_to in allowed else f"from {it.state} it can go back to: {', '.join(allowed)}"


def its_day_would_be_missed(it: Situation) -> str:
    """Without approval only on the last day of the office before the due day, or later: the law's day comes first."""
    if it.due_on is None:
        return "it has no due day that waiting could miss"
    last = previous_business_day(it.due_on)
    return "" if it.on >= last else f"approval can still be had until {last}"


def it_still_waits_for_approval(it: Situation) -> str:
    """後閲 is owed once."""
    return "" if not it.approved_afterwards else "it was approved already"


@dataclass(frozen=True, slots=True)
class Move:
    """One move: from which states, to which (None: to `back_to`), whether the person signs again, and its guards;
    `in_two` is the state after it in a chain of two steps, where that is another."""

    name: str
    before: tuple[str, ...]
    after: str | None
    signs: bool
    guards: tuple[Guard, ...]
    in_two: str = ""


_SIGNING = (
    the_actor_is_a_person,
    the_actor_is_not_the_author,
    the_deputy_stands_in_today,
    the_document_is_the_one_that_was_read,
)

MOVES = {
    move.name: move
    for move in (
        Move("request_review", ("draft",), "in_review", False,
             (the_actor_is_a_person, no_required_box_is_missing, it_rests_on_the_newest_facts), "in_approval"),
        Move("review", ("in_review",), "in_approval", True, _SIGNING),
        Move("approve", ("in_approval",), "approved", True,
             (*_SIGNING, the_actor_is_not_the_reviewer, it_rests_on_the_newest_facts)),
        Move("send_back", ("in_review", "in_approval", "approved"), None, False,
             (the_actor_is_a_person, a_comment_says_why, it_goes_back_to_a_step_before)),
        Move("pull_back", ("in_review", "in_approval"), "draft", False, (the_actor_is_the_author,)),
        Move("submit", ("approved",), "submitted", False,
             (the_actor_is_a_person, the_document_is_the_one_that_was_read,
              it_rests_on_the_newest_facts_or_its_day_would_be_missed)),
        Move("submit_unapproved", ("draft", "in_review", "in_approval"), "submitted", True,
             (the_actor_is_a_person, the_document_is_the_one_that_was_read, it_takes_nothing_back,
              a_comment_says_why, its_day_would_be_missed)),
        Move("approve_afterwards", ("submitted",), "submitted", True,
             (*_SIGNING, the_actor_is_not_who_sent_it, the_actor_is_not_the_reviewer, it_still_waits_for_approval)),
    )
}  # fmt: skip
"""Every move by name."""


def moved(name: str, it: Situation) -> str:
    """The state after the move; `Refused` names the proposition that does not hold."""
    move = MOVES[name]
    if it.state not in move.before:
        raise Refused("report", f"is {it.state}; {name} needs: {', '.join(move.before)}")
    for guard in move.guards:
        reason = guard(it)
        if reason:
            raise Refused(guard.__name__, reason)
    if move.in_two and it.chain == 2:
        return move.in_two
    return move.after or it.back_to
