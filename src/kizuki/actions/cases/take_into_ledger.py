"""Take a case of before into the ledger: ids beside its old sheets, its obligations, and what old acts ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.actions.cases.assessing import assessed, resettle, settle, subject_of
from kizuki.actions.cases.identities import identify, keep_identities
from kizuki.actions.cases.locking import lock_ledger
from kizuki.actions.cases.old_acts import (
    end_by_old_first_reports,
    follow_old_decision,
    owe_joined_information,
    owe_old_approvals,
)
from kizuki.actions.cases.old_duplicates import hand_to_kept, kept_for
from kizuki.actions.cases.old_reports import bind_drafts, end_by_old_reports
from kizuki.actions.obligations.keeping import Grounds, refresh_case, told, write_moves
from kizuki.actions.rows import find
from kizuki.actions.verb import Act, Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.core.clocks import due_after
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.refusal import Refused
from kizuki.core.reporting.items import STRICTEST_DAYS
from kizuki.store.cases.facts import newest_facts
from kizuki.store.cases.texts import join_texts
from kizuki.store.models import Case, FactSheet, SheetIdentity
from kizuki.store.obligations.identities import full_form, places_of
from kizuki.store.obligations.ledger import ledger_of
from kizuki.store.record.canonical import json_of

UNCLEAR, REFUSED, DUPLICATE = "look_at_old_reports", "correct_old_facts", "look_at_old_duplicate"
"""The tasks that ask a person."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of it: the numbers of closed cases that are open again, what a person must look at because it is
    unclear, and why today's rules refuse the facts ('' where they do not)."""

    reopened: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    refused: str = ""


def take_into_ledger(case_id: int, *, on: date, actor: Actor) -> TakenIn:
    """Give a case of before its ids and its obligations; a case that has them is left as it is.

    An old report ended what its own determination says on its form. Where several persons stood in one matter, nobody
    can say for which of them it spoke: then the obligation is owed, and a task asks a person to look. Facts that
    today's rules refuse are owed their class by the day that was shown before, and a task asks for their correction.
    A duplicate, last of all, leaves to the kept case what is owed nowhere else.
    """
    find(Case, "case", actor=actor, pk=case_id)
    with verb("take_into_ledger", actor=actor, of=[f"case:{case_id}"]) as act:
        lock_ledger(act, case_id)
        case = Case.objects.get(pk=case_id)
        if case.settled_by:
            act.unchanged()
            return TakenIn()
        new = _identify_sheets(act, case_id)
        known = newest_facts(case_id)
        sheet = FactSheet.objects.filter(case=case).latest("revision")
        try:
            held = assessed(known.facts, max(on, known.learned_on))
        except Refused as refusal:
            return _refused(act, case, refusal, new=new, on=on)
        made, moves, _ = settle(act, case, sheet, held)
        unclear = settle_what_was(act, case, on)
        kept = kept_for(case)
        if kept is not None and hand_to_kept(act, case, kept):
            unclear = (*unclear, f"case:{kept.pk}")
            act.wait_for(_asked(DUPLICATE, kept, on, {"number": case.number}))
        reopened = tuple(one.number for one in (case, kept) if one is not None and _reopened(one))
        act.record(
            subjects=[f"case:{case_id}", subject_of(made), *([f"case:{kept.pk}"] if kept else [])],
            payload={"reopened": list(reopened), "unclear": list(unclear), "ledger": told(moves)},
        )
    return TakenIn(reopened, unclear)


def settle_what_was(act: Act, case: Case, on: date) -> tuple[str, ...]:
    """Hold everything that was done on a case of before against its ledger, which its determination has opened. Answers
    what is unclear; a task asks a person to look at it. The case must be locked."""
    unclear = [*end_by_old_reports(act, case.pk), *end_by_old_first_reports(act, case.pk), *bind_drafts(act, case.pk)]
    follow_old_decision(act, case.pk)
    owe_old_approvals(act, case.pk, on)
    owe_joined_information(act, case.pk)
    resettle(act, case.pk)
    if unclear:
        act.wait_for(_asked(UNCLEAR, case, on))
    refresh_case(case.pk)
    return tuple(unclear)


def _identify_sheets(act: Act, case_id: int) -> bool:
    """Ids beside every sheet, the oldest first, by content from revision to revision; whether any had none yet."""
    if SheetIdentity.objects.filter(sheet__case_id=case_id).exists():
        return False
    before: dict[str, Any] | None = None
    for sheet in FactSheet.objects.filter(case_id=case_id).order_by("revision"):
        facts = full_form(join_texts(json_of(sheet.facts), {}, "-"))
        found = identify(case_id, facts, before)
        keep_identities(act, case_id, found)
        SheetIdentity.objects.bulk_create(
            SheetIdentity(sheet=sheet, place=place, identity=key) for place, key in places_of(found.facts)
        )
        before = found.facts
    return True


def _refused(act: Act, case: Case, refusal: Refused, *, new: bool, on: date) -> TakenIn:
    """Its facts cannot be judged until a person corrects them: until then every matter is owed its class, by the day
    that was shown before at the latest."""
    if not new:
        act.unchanged()
        return TakenIn(refused=str(refusal))
    opened = [Move("open", _class_of(row, case.clock_on)) for row in newest_facts(case.pk).facts["matters"]]
    write_moves(act, case.pk, opened, Grounds(basis=f"case:{case.pk}"))
    act.wait_for(_asked(REFUSED, case, on, {"place": refusal.place}))
    refresh_case(case.pk)
    reopened = (case.number,) if _reopened(case) else ()
    act.record(
        subjects=[f"case:{case.pk}"],
        payload={"reopened": list(reopened), "refused": refusal.place, "ledger": told(opened)},
    )
    return TakenIn(reopened, (), str(refusal))


def _class_of(matter: dict[str, Any], shown_on: date | None) -> Value:
    learned_on = date.fromisoformat(matter["learned_on"])
    due_on = min(filter(None, (due_after(learned_on, STRICTEST_DAYS), shown_on)))
    return Value("class_confirmation", "open", matter["id"], learned_on=learned_on, due_on=due_on)


def _reopened(case: Case) -> bool:
    """Whether a case that was closed is open now: one that owes nothing stays closed."""
    if case.state != "closed":
        return False
    owes = any(value.running for value in ledger_of(case.pk))
    Case.objects.filter(pk=case.pk).update(state="open" if owes else "closed")
    return owes


def _asked(kind: str, case: Case, on: date, values: dict[str, str] | None = None) -> Waiting:
    return Waiting(kind, f"case:{case.pk}", "ledger", "safety_manager", case=case.pk, due_on=on, values=values or {})
