"""Answer open questions of a case: a new revision of its facts, determined in the same transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from kizuki.actions.cases.assessing import (
    Assessed,
    assessed,
    correction_of,
    payload_of,
    require_ids,
    require_no_duplicate,
    settle,
)
from kizuki.actions.cases.assessing import subject_of as subject_of_determination
from kizuki.actions.cases.comments import keep_words
from kizuki.actions.cases.fact_sheets import keep_facts, risen_facts, subject_of
from kizuki.actions.cases.identities import Identified, identify, keep_identities, require_judged_by_act
from kizuki.actions.cases.locking import lock_case
from kizuki.actions.cases.take_into_ledger import settle_what_was
from kizuki.actions.obligations.by_information import answered
from kizuki.actions.obligations.keeping import refresh_case
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.facts import Raised
from kizuki.core.facts.awareness import awareness_moved_later
from kizuki.core.facts.changed import changed_paths
from kizuki.core.lifecycle.obligations import Correction, Move
from kizuki.core.refusal import Refused
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import Case, Determination, FactSheet
from kizuki.store.obligations.identities import full_form


def answer_facts(
    case_id: int, facts: Mapping[str, Any], *, revision: int, on: date | None, reason: str = "",
    tells: Collection[str] = (), actor: Actor,
) -> int:  # fmt: skip
    """Keep the facts as they now are, with their determination and what is owed by it. Returns the new revision.

    `facts` is the whole input of `kizuki assess`; `revision` the one it was made from: `Refused` where somebody else
    has answered meanwhile, so that nobody's answer is overwritten unseen. `on` is today in Japan: what would be
    learned after it is refused. Equal facts make no revision. Matters and persons keep the ids that the facts carry;
    what carries none is the same as before only where nothing else could be meant.

    What tightens counts at once; what loosens waits for a second person. A harm above the potential of its matter is
    taken and raises the potential with it, as the audit entry says; a potential told below a harm is `Refused`. With a
    `reason` typists take back what they themselves entered within 24 hours, where nothing rests on it yet; never a known
    death or foreign measure, and never to a later awareness day: that takes a second person, whoever entered it and when.

    `tells` names what was joined and is told by these facts (`information:4`, `signal`): that alone ends what was owed
    for it. `Refused` where the facts are the same as before (what says nothing new ends by `nothing_new`).
    """
    case = find(Case, "case", actor=actor, pk=case_id)
    words = text(reason, "reason", longest=5_000)
    was = _facts_of(case_id, revision)
    found, raised = _told(case, facts, was)
    made = assessed(found.facts, on)
    with verb("answer_facts", actor=actor, of=[f"case:{case_id}"]) as act:
        was_closed = (held := lock_case(act, case_id)).state == "closed"
        _require_newest(case_id, revision)
        if was == found.facts:
            return _unchanged(act, revision, tells)
        sheet = _kept(act, case, found, revision + 1, words)
        correction = _correction(act, case_id, was, found.facts, actor) if words else None
        determination, moves = _settled(act, held, sheet, made, correction)
        in_facts = answered(act, case_id, tells, subject_of(sheet))
        said = _reopened(act, held, was_closed=was_closed)
        said |= {"correction": bool(words), "changed": list(changed_paths(was, full_form(found.facts)))}
        act.record(
            subjects=[f"case:{case_id}", subject_of(sheet), subject_of_determination(determination)],
            payload=payload_of(determination, (*moves, *in_facts)) | said | _risen(found.facts, raised),
        )
    return int(sheet.revision)


def _facts_of(case_id: int, revision: int) -> dict[str, Any]:
    before = newest_facts(case_id)
    require_ids(before)
    _require_same(before.revision, revision)
    return full_form(before.facts)


def _told(case: Case, facts: Mapping[str, Any], was: dict[str, Any]) -> tuple[Identified, Collection[Raised]]:
    told, raised = risen_facts(facts, was, case.device)
    found = identify(case.pk, told, was)
    require_judged_by_act(found.facts, was)
    return found, raised


def _unchanged(act: Act, revision: int, tells: Collection[str]) -> int:
    if tells:
        raise Refused("tells", "these facts are the ones that were there; what tells nothing new is said so")
    act.unchanged()
    return revision


def _kept(act: Act, case: Case, found: Identified, revision: int, words: str) -> FactSheet:
    sheet = keep_facts(act, case, found.facts, revision)
    keep_identities(act, case.pk, found)
    if words:
        keep_words(case.pk, "correction_reason", words, act.at, place=str(sheet.revision))
    return sheet


def _settled(
    act: Act, case: Case, sheet: FactSheet, made: Assessed, correction: Correction | None
) -> tuple[Determination, tuple[Move, ...]]:
    of_before = not case.settled_by
    determination, moves, _ = settle(act, case, sheet, made, correction=correction)
    if of_before:
        # Its facts were refused until now; what was done on it can be held against them at last.
        settle_what_was(act, case, made.day)
    return determination, moves


def _reopened(act: Act, case: Case, *, was_closed: bool) -> dict[str, Any]:
    refresh_case(case.pk)
    act.watch_register()
    case.refresh_from_db()
    return {"reopened": "facts"} if was_closed and case.state == "open" else {}


def _risen(facts: Mapping[str, Any], raised: Collection[Raised]) -> dict[str, Any]:
    rows = [
        {"matter": facts["matters"][one.matter]["id"], "was": one.was.value, "now": one.now.value} for one in raised
    ]
    return {"potential_raised": rows} if rows else {}


def _require_newest(case_id: int, revision: int) -> None:
    require_no_duplicate(case_id)
    _require_same(FactSheet.objects.filter(case_id=case_id).latest("revision").revision, revision)


def _require_same(newest: int, revision: int) -> None:
    if newest != revision:
        raise Refused("revision", f"the facts were answered by somebody else meanwhile (revision {newest})")


def _correction(
    act: Act, case_id: int, before: Mapping[str, Any], after: Mapping[str, Any], actor: Actor
) -> Correction | None:
    if awareness_moved_later(before, after):
        return None
    kind, _, identity = actor.code.partition(":")
    return correction_of(case_id, before, int(identity) if kind == "user" else None, act)
