"""What an act on obligations does beside ending them: a judgement becomes a fact, a duty goes to its period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from kizuki.actions.cases.assessing import assessed, resettle, settle
from kizuki.actions.cases.comments import keep_words
from kizuki.actions.cases.fact_sheets import keep_facts
from kizuki.actions.obligations.days_of_acts import require_days
from kizuki.actions.obligations.keeping import Grounds, end, write_moves, write_owned
from kizuki.actions.rows import find
from kizuki.actions.verb import Act, Actor
from kizuki.core.facts.awareness import awareness_day
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.lifecycle.obligations.acts import Told, checked_act, require_listed, require_rows, require_withdrawn
from kizuki.core.lifecycle.obligations.readings import said_by_matter
from kizuki.core.lifecycle.obligations.reconciling import BY_REPORT
from kizuki.core.refusal import Refused
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import Case, Communication, FactSheet, Narrative
from kizuki.store.obligations.identities import full_form
from kizuki.store.obligations.ledger import goes_on_at, ledger_of, value_of
from kizuki.store.obligations.rounds import in_periods
from kizuki.store.record.canonical import canonical_json


@dataclass(frozen=True, slots=True)
class Ready:
    """An act that was checked against the rows it names."""

    act: str
    rows: tuple[Value, ...]
    told: Told


def ready(
    case_id: int, rows: Sequence[int], act: str, said: Mapping[str, Any], reason: str, *, actor: Actor
) -> Ready:
    """Check an act on obligations of a case by their ids; `Refused` names what cannot be."""
    told = checked_act(act, said, reason)
    ledger = {row.id: row for row in ledger_of(case_id)}
    unknown = [number for number in rows if number not in ledger]
    if unknown:
        raise Refused("obligations", f"{unknown[0]} is no obligation of this case")
    found = [ledger[number] for number in rows]
    require_rows(act, found, told)
    if act == "decide_withdrawal":
        require_withdrawn(found, ledger.values())
    if act == "hand_over":
        require_listed(found, ledger.values())
    if act == "record_judgement" and told.details["answer"] != "not_settled":
        _three_sentences(case_id, found[0], told)
    require_days(case_id, told, act, found, tuple(ledger.values()))
    _require_records(case_id, found, told.details, actor)
    return Ready(act, tuple(found), told)


def words_of(act: Act, case_id: int, it: Ready) -> Narrative:
    """What was worded, kept as a text of the case."""
    return keep_words(case_id, "obligation_act", canonical_json(dict(it.told.words)), act.at, place=it.act)


def carry_out(act: Act, case_id: int, it: Ready, grounds: Grounds) -> list[Move]:
    """Do it: end the rows (or set the next day of asking), and what follows. The case must be locked by the verb."""
    if it.act == "record_judgement" and it.told.details["answer"] == "not_settled":
        day = date.fromisoformat(it.told.details["next_on"])
        moves = [Move("postpone", replace(row, due_on=day), row) for row in it.rows]
        write_moves(act, case_id, moves, grounds)
        return [*moves, *resettle(act, case_id)]
    state = "handed_over" if it.act == "hand_over" else "ended"
    moves = end(act, case_id, _as_read(case_id, it), it.act, grounds, state)
    if it.act == "hand_over":
        _to_period(act, case_id, it.rows, grounds)
    if it.act == "record_judgement":
        return [*moves, *_judged(act, case_id, it)]
    return [*moves, *resettle(act, case_id)]


def _as_read(case_id: int, it: Ready) -> Sequence[Value]:
    """The rows; those that are given up with what is said of their matter now, so that anything new asks again."""
    if it.act != "give_up_asking":
        return it.rows
    said = said_by_matter(newest_facts(case_id).facts)
    return [replace(row, reading=said.get(row.matter, row.reading)) for row in it.rows]


def _judged(act: Act, case_id: int, it: Ready) -> tuple[Move, ...]:
    """The judgement stands in the facts from now on, with the row that it came from as its source."""
    case = find(Case, "case", actor=act.actor, pk=case_id)
    known = newest_facts(case_id)
    facts = full_form(known.facts)
    row = it.rows[0]
    matters = [
        {**one, "judged": {**one.get("judged", {}), row.item: it.told.details["answer"]}}
        if one["id"] == row.matter
        else one
        for one in facts["matters"]
    ]
    changed = {**facts, "matters": matters}
    sheet: FactSheet = keep_facts(act, case, changed, known.revision + 1)
    _, moves, _ = settle(act, case, sheet, assessed(changed, None))
    return moves


def _to_period(act: Act, case_id: int, rows: Sequence[Value], grounds: Grounds) -> None:
    """The period owes what the case owed: by its own row, on its own day. Where the same was handed to a period before,
    and its day came nearer since or it has become a 事項 of its own, it has a row of its own there once more; one of the
    same 事項 that waits for a later day goes with it."""
    device = Case.objects.values_list("device_id", flat=True).get(pk=case_id)
    for row in rows:
        if row.kind != "item" or row.due_on is None:
            continue
        owner = f"period:{device}:{row.form}:{row.due_on.isoformat()}"
        before = in_periods(device, row)
        number = 1 + sum(one.owner == owner for one in before)
        mine = replace(row, id=None, state="owed", round=number, ended_by="")
        write_owned(act, owner, [Move("open", mine)], grounds)
        for there in before:
            was = value_of(there)
            if was.live and was.due_on and was.due_on > row.due_on and was.learned_on == row.learned_on:
                gone = replace(was, state="handed_over", ended_by="hand_over")
                write_owned(act, there.owner, [Move("handed_over", gone, was)], grounds)


def _three_sentences(case_id: int, row: Value, told: Told) -> None:
    """Notification 4(3): a vulnerability is judged from intended use, body site and likelihood together."""
    facts = full_form(newest_facts(case_id).facts)
    matter = next(one for one in facts["matters"] if one["id"] == row.matter)
    if matter.get("kind") != "vulnerability":
        return
    for name in ("intended_use", "body_site", "likelihood"):
        if not told.words.get(name):
            raise Refused(name, "a vulnerability is judged from intended use, body site and likelihood together")


def _require_records(case_id: int, rows: Sequence[Value], details: Mapping[str, Any], actor: Actor) -> None:
    if "communication" in details:
        row = find(Communication, "communication", actor=actor, pk=details["communication"])
        if row.case_id not in (None, case_id):
            raise Refused("communication", "is about another case")
    if "case" in details:
        _require_goes_on_there(case_id, rows, find(Case, "case", actor=actor, pk=details["case"]), actor)


def _require_goes_on_there(case_id: int, rows: Sequence[Value], other: Case, actor: Actor) -> None:
    """Another 品目 of ours is reported anew on its own case, with the awareness day that this one had."""
    mine = find(Case, "case", actor=actor, pk=case_id)
    if other.device_id == mine.device_id:
        raise Refused("case", f"{other.number} is on the same device")
    if goes_on_at(other.pk) != other.pk:
        raise Refused("case", f"{other.number} is a duplicate; name the one that goes on")
    theirs = awareness_day(newest_facts(other.pk).facts)
    known = full_form(newest_facts(case_id).facts)["matters"]
    for row in rows:
        learned = next((one["learned_on"] for one in known if one["id"] == row.matter), None)
        if learned is not None and theirs > date.fromisoformat(learned):
            raise Refused("case", f"{other.number} was known on {theirs}; the awareness day of this one is {learned}")
    if not any(_reports_it(row) for row in ledger_of(other.pk)):
        raise Refused("case", f"{other.number} owes no report and has sent none: nothing of this one goes on there")


def _reports_it(row: Value) -> bool:
    """Whether a case reports something, or has: by an item that is owed, or that a report has ended."""
    return row.kind == "item" and (row.live or row.ended_by in BY_REPORT)
