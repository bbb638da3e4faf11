"""Facts, determination and ledger change together: what every verb that touches the facts of a case goes through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kizuki.actions.obligations.keeping import Grounds, refresh_case, told, write_moves
from kizuki.actions.verb import Act
from kizuki.core.facts import Case as Facts
from kizuki.core.facts import read_case
from kizuki.core.lifecycle.obligations import Correction, Move, reconcile, wanted_of
from kizuki.core.lifecycle.obligations.readings import said_by_matter
from kizuki.core.lifecycle.obligations.wanted import Standing
from kizuki.core.refusal import Refused
from kizuki.core.reporting import Determination as Answer
from kizuki.core.reporting import assess
from kizuki.store.cases.facts import KnownFacts, newest_facts
from kizuki.store.cases.facts_digest import facts_digest
from kizuki.store.models import (
    Case,
    CaseDuplicate,
    Determination,
    EndProposal,
    FactSheet,
    NoReportDecision,
    Obligation,
    ObligationStep,
    Reopening,
    Report,
)
from kizuki.store.obligations.ledger import answer_of, ledger_of
from kizuki.store.record import clock
from kizuki.store.record.canonical import canonical_json, digest_of

CORRECTION_HOURS = 24
"""Within so many hours typists correct their own entry by themselves, where nothing rests on it yet."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """Facts (full form, every matter and person with its id) with what the rules say of them on a day."""

    facts: Mapping[str, Any]
    case: Facts
    day: date
    answer: Answer


def assessed(facts: Mapping[str, Any], on: date | None) -> Assessed:
    """Hold facts against the rules; slow for many matters, so before any lock where it can be.

    `on` is today in Japan: `Refused` for what would be learned after it. None: a case is taken over as it is.
    """
    case = read_case(dict(facts))
    answer = assess(case, on)
    return Assessed(facts, case, on or max(clock.today(), *_days(case)), answer)


def _days(case: Facts) -> list[date]:
    return [matter.learned_on for matter in case.matters]


def settle(
    act: Act, case: Case, sheet: FactSheet, made: Assessed, *, correction: Correction | None = None,
    grounds: Grounds | None = None,
) -> tuple[Determination, tuple[Move, ...], bool]:  # fmt: skip
    """Keep the determination and bring the ledger to it; answers both, and whether anything was written.

    The case must be locked by the verb. A closed case that owes something again is open again.
    """
    determination, new = _kept(act, case, sheet, made)
    wanted = wanted_of(made.case, made.answer, made.facts, _standing(act, case))
    moves = reconcile(ledger_of(case.pk), wanted, correction, said=said_by_matter(made.facts))
    basis = Grounds(basis=f"determination:{determination.pk}")
    write_moves(act, case.pk, moves, grounds or basis)
    _copy_to_case(case, made.answer)
    refresh_case(case.pk)
    reopen_if_owed(case)
    return determination, moves, new or bool(moves)


def resettle(act: Act, case_id: int) -> tuple[Move, ...]:
    """Bring the ledger to the newest determination once more, after an act that it follows from: a decision, a signature,
    a judgement. Where the newest facts are not determined yet nothing moves, and their determination does it."""
    row = Determination.objects.filter(case_id=case_id).select_related("fact_sheet").order_by("-pk").first()
    known = newest_facts(case_id)
    if row is None or row.fact_sheet.revision != known.revision or not known.has_ids:
        refresh_case(case_id)
        return ()
    case = Case.objects.get(pk=case_id)
    wanted = wanted_of(read_case(known.facts), answer_of(row.answer), known.facts, _standing(act, case))
    moves = reconcile(ledger_of(case_id), wanted, said=said_by_matter(known.facts))
    write_moves(act, case_id, moves, Grounds(basis=f"determination:{row.pk}"))
    refresh_case(case_id)
    reopen_if_owed(case)
    return moves


def reopen_if_owed(case: Case) -> bool:
    """A closed case on which something runs is open again; one that is a duplicate leads to the kept one."""
    row = Case.objects.get(pk=case.pk)
    if row.state != "closed" or CaseDuplicate.objects.filter(case=row).exists():
        return False
    if not any(value.running for value in ledger_of(case.pk)):
        return False
    Case.objects.filter(pk=case.pk).update(state="open")
    return True


def subject_of(made: Determination) -> str:
    """What the audit calls a determination: its id and its digest."""
    return f"determination:{made.pk}:{made.sha256}"


def payload_of(made: Determination, moves: tuple[Move, ...]) -> dict[str, Any]:
    """What the audit says of a determination and of the ledger's moves."""
    return {
        "facts": made.fact_sheet.revision,
        "outcome": made.outcome,
        "item": made.primary_item or None,
        "due_on": made.due_on and made.due_on.isoformat(),
        "working_due_on": made.working_due_on and made.working_due_on.isoformat(),
        "rules": made.rules_digest,
        "ledger": told(moves),
    }


def require_determined(case_id: int) -> tuple[Determination, KnownFacts]:
    """The newest determination with the newest facts; `Refused` where those have not been determined: no verb draws a
    conclusion from an answer to other facts."""
    known = newest_facts(case_id)
    made = Determination.objects.filter(case_id=case_id).select_related("fact_sheet").order_by("-pk").first()
    if made is None or made.fact_sheet.revision != known.revision:
        raise Refused("case", f"its facts (revision {known.revision}) have not been determined yet")
    return made, known


def require_ids(known: KnownFacts) -> None:
    """`Refused` for a case of before that is not in the ledger yet: what it owes would name no matter and no person."""
    if not known.has_ids:
        raise Refused("case", "is one of before and not in the ledger yet; kizuki run, worker or sample take it in")


def require_no_duplicate(case_id: int) -> None:
    """`Refused` where the case was found to tell of the same as another one: that one goes on."""
    kept = CaseDuplicate.objects.filter(case_id=case_id).select_related("kept").first()
    if kept is not None:
        raise Refused("case", f"is a duplicate of {kept.kept.number}, which goes on")


def correction_of(case_id: int, before: Mapping[str, Any], person: int | None, act: Act) -> Correction:
    """What a typist may take back alone: rows that they opened within the hours of a correction, on which nobody has
    confirmed, signed, drafted or sent anything since. A row that somebody else's answer has moved is no longer their own
    entry, and neither is one that is owed anew: its day was there before. `before` are the facts that are corrected."""
    since = act.at - timedelta(hours=CORRECTION_HOURS)
    if person is None:
        return Correction()
    mine = Obligation.objects.filter(case_id=case_id, opened_by_id=person, opened_at__gte=since, round=1)
    others = ObligationStep.objects.filter(obligation__in=mine).exclude(person_id=person)
    mine = mine.exclude(pk__in=others.values("obligation_id"))
    rested = {
        *Report.objects.filter(case_id=case_id, drafted_at__gte=since).values_list("drafted_at", flat=True),
        *ObligationStep.objects.filter(obligation__case_id=case_id, at__gte=since)
        .exclude(act__in=("answer_facts", "open_case", "determine"))
        .values_list("at", flat=True),
        *NoReportDecision.objects.filter(case_id=case_id, proposed_at__gte=since).values_list(
            "proposed_at", flat=True
        ),
        *EndProposal.objects.filter(case_id=case_id, proposed_at__gte=since).values_list("proposed_at", flat=True),
    }
    last = max(rested, default=None)
    grave = _known_deaths_and_measures(before)
    return Correction(
        frozenset(
            row.pk
            for row in mine
            if (last is None or row.opened_at > last) and not grave & {row.person, f"measure:{row.matter}"}
        )
    )


def _known_deaths_and_measures(facts: Mapping[str, Any]) -> set[str]:
    """Persons known to have died, and matters that are measures abroad, also where no item of them is met yet: nothing
    of theirs is taken away without a second person."""
    found = set()
    for matter in facts["matters"]:
        found |= {f"measure:{matter['id']}"} if matter.get("kind") == "foreign_measure" else set()
        found |= {harm["id"] for harm in matter.get("harms") or () if harm.get("severity") == "death"}
    return found


def _standing(act: Act, case: Case) -> Standing:
    newest = NoReportDecision.objects.filter(case=case).exclude(state="declined").order_by("-pk").first()
    decided = newest if newest is not None and newest.state == "decided" else None
    reopened_on = None
    if newest is not None and newest.state == "reopened":
        reopening = Reopening.objects.filter(decision=newest).order_by("-position").first()
        reopened_on = reopening.aware_on if reopening else None
    if decided is not None and not _of_these_facts(decided):
        # It was signed for other facts; that it no longer stands is written when the register is watched.
        decided, reopened_on = None, act.at.astimezone(clock.JAPAN).date()
    waited = Obligation.objects.filter(case=case, kind="settle_question", state__in=("open", "lapse_proposed"))
    return Standing(
        at=act.at,
        decided=decided is not None,
        review_on=decided.review_on if decided else None,
        reopened_on=reopened_on,
        waited=frozenset(waited.values_list("matter", "person")),
    )


def _of_these_facts(decided: NoReportDecision) -> bool:
    """Whether the newest facts of the case are those that the decision rests on; ids are no facts."""
    newest = FactSheet.objects.filter(case_id=decided.case_id).latest("revision")
    return bool(decided.rests_on["facts"] == facts_digest(newest.facts))


def _kept(act: Act, case: Case, sheet: FactSheet, made: Assessed) -> tuple[Determination, bool]:
    """The determination of these facts; the same answer to the same facts is not kept twice."""
    body = canonical_json(made.answer)
    digest = digest_of(body)
    standing = Determination.objects.filter(case=case).order_by("-pk").first()
    if standing is not None and (standing.fact_sheet_id, standing.sha256) == (sheet.pk, digest):
        return standing, False
    row = Determination.objects.create(
        case=case,
        fact_sheet=sheet,
        assessed_on=made.day,
        answer=body,
        sha256=digest,
        outcome=made.answer.outcome,
        primary_item=made.answer.primary or "",
        due_on=made.answer.due_on,
        working_due_on=made.answer.working_due_on,
        planning_due_on=made.answer.planning_due_on,
        rules_digest=made.answer.rules_digest,
        made_at=act.at,
    )
    act.speak_of(subject_of(row))
    return row, True


def _copy_to_case(case: Case, answer: Answer) -> None:
    Case.objects.filter(pk=case.pk).update(
        outcome=answer.outcome,
        primary_item=answer.primary or "",
        prompt_first_report=answer.prompt_first_report,
        due_on=answer.due_on,
        working_due_on=answer.working_due_on,
        planning_due_on=answer.planning_due_on,
        settled_by=answer.rules_digest[:80],
    )
