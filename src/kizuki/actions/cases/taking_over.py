"""One case takes over everything of another that tells of the same: nothing that is owed is lost on the way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from kizuki.actions.cases.assessing import assessed, settle
from kizuki.actions.cases.fact_sheets import keep_facts
from kizuki.actions.cases.locking import lock_case
from kizuki.actions.embargo.secrecy import pass_on
from kizuki.actions.obligations.keeping import Grounds, refresh_case, told, write_moves
from kizuki.actions.verb import Act
from kizuki.core.lifecycle.obligations import LIVE, Move
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.lifecycle.obligations.withdrawing import to_withdraw
from kizuki.core.refusal import Refused
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import (
    Case,
    CaseDuplicate,
    CaseVulnerability,
    Matter,
    Obligation,
    Report,
    ReportObligation,
    SafetyInformation,
    Task,
)
from kizuki.store.obligations.identities import full_form
from kizuki.store.obligations.ledger import ledger_of

STAYS = frozenset({"no_report_decision", "no_report_review", "second_signature"})
"""Kinds that belong to a case as a whole: the kept one has its own."""


def both_cases(act: Act, case_id: int, kept_id: int) -> tuple[Case, Case]:
    """Both cases, locked in the order of their ids. `Refused` where one cannot be the duplicate of the other."""
    if case_id == kept_id:
        raise Refused("kept", "is the same case")
    standing = Case.objects.filter(pk__in=(case_id, kept_id)).order_by("pk").values_list("pk", flat=True)
    rows = {number: lock_case(act, number) for number in standing}
    for number, place in ((case_id, "case"), (kept_id, "kept")):
        if number not in rows:
            raise Refused(place, f"there is no case with pk {number}")
    case, kept = rows[case_id], rows[kept_id]
    if kept.state != "open":
        raise Refused("kept", "is closed")
    for row, place in ((case, "case"), (kept, "kept")):
        if CaseDuplicate.objects.filter(case=row).exists():
            raise Refused(place, f"{row.number} is a duplicate already")
    if case.device_id != kept.device_id:
        raise Refused("kept", f"{kept.number} is on another device")
    return case, kept


def take_over(act: Act, case: Case, kept: Case) -> dict[str, Any]:
    """Move obligations, matters, persons, information, vulnerabilities and tasks to the kept case, and close the other.

    A report of the duplicate that was sent is to be withdrawn (取下げ: 重複). Returns what the audit says of it.
    """
    pass_on(act, f"case:{case.pk}", [f"case:{kept.pk}"])
    moved = _obligations(act, case, kept)
    facts = _joined_facts(case.pk, kept.pk)
    Matter.objects.filter(case=case).update(case=kept)
    SafetyInformation.objects.filter(case=case).update(case=kept)
    names = set(CaseVulnerability.objects.filter(case=case).values_list("name", flat=True))
    names -= set(CaseVulnerability.objects.filter(case=kept).values_list("name", flat=True))
    CaseVulnerability.objects.bulk_create(CaseVulnerability(case=kept, name=name) for name in sorted(names))
    Task.objects.filter(case=case, state="open").exclude(kind="sign_case_duplicate").update(case=kept)
    Task.objects.filter(case=case, state="open").update(state="done", closed_at=act.at)
    CaseDuplicate.objects.create(case=case, kept=kept, recorded_at=act.at)
    Case.objects.filter(pk=case.pk).update(state="closed", clock="", clock_on=None, clock_rank=9)
    revision = newest_facts(kept.pk).revision + 1
    sheet = keep_facts(act, kept, facts, revision)
    _, moves, _ = settle(act, kept, sheet, assessed(facts, None))
    act.watch_register()
    return {"number": case.number, "kept": kept.number, "rows": len(moved), "facts": revision, "ledger": told(moves)}


def _obligations(act: Act, case: Case, kept: Case) -> list[Obligation]:
    """Each newest row goes over as it stands: what was sent stays sent, what is owed is owed there on its own day."""
    ledger = sorted(ledger_of(case.pk), key=lambda one: one.round)
    newest = {row.key: row for row in ledger}
    # What was reported once and came to be owed again has two rows that live.
    rows = [row for row in ledger if (row is newest[row.key] or row.live) and row.kind not in STAYS]
    rounds: dict[tuple[str, str, str, str], int] = {}
    for standing in ledger_of(kept.pk):
        rounds[standing.key] = max(standing.round, rounds.get(standing.key, 0))
    grounds = Grounds(basis=f"case:{case.pk}")
    going = [row for row in rows if row.matter or row.state in LIVE]
    copies = [_copied(row, rounds) for row in going]
    made = write_moves(act, kept.pk, [Move("take_over", row) for row in copies], grounds)
    _named_there(dict(zip((row.kept_as for row in going), made, strict=True)))
    write_moves(act, case.pk, _left(row for row in ledger if row.live), grounds)
    for form, matter, person in _sent_and_not_withdrawn(case.pk):
        owed = to_withdraw(ledger_of(kept.pk), matter, person, form)
        write_moves(act, kept.pk, [Move("open", owed)] if owed else [], grounds)
    refresh_case(case.pk)
    return made


def _named_there(taken: dict[int, Obligation]) -> None:
    """What a report of the duplicate speaks for is owed by the kept case now: its sending, and PMDA's word on it, end or
    owe anew what stands there."""
    named = ReportObligation.objects.filter(obligation__in=taken)
    ReportObligation.objects.bulk_create(
        ReportObligation(report_id=row.report_id, obligation=taken[row.obligation_id], finding=row.finding)
        for row in named
    )


def _copied(row: Value, rounds: dict[tuple[str, str, str, str], int]) -> Value:
    rounds[row.key] = rounds.get(row.key, 0) + 1
    return replace(row, id=None, round=rounds[row.key])


def _left(rows: Any) -> list[Move]:
    return [
        Move("take_over", replace(row, state="taken_over", ended_by="take_over", later_on=None), row) for row in rows
    ]


def _sent_and_not_withdrawn(case_id: int) -> list[tuple[str, str, str]]:
    """Every report series of the duplicate (form, matter, person) that was sent and not withdrawn yet."""
    sent = Report.objects.filter(case_id=case_id, state="submitted").order_by("submitted_at", "pk")
    last = {(row.form, row.matter, row.person): row for row in sent}
    return [series for series, row in last.items() if row.purpose != "withdrawal"]


def _joined_facts(case_id: int, kept_id: int) -> dict[str, Any]:
    """The facts of the kept case with the matters of the other, each with its ids."""
    mine, theirs = (full_form(newest_facts(number).facts) for number in (kept_id, case_id))
    return {**mine, "matters": [*mine["matters"], *theirs["matters"]]}
