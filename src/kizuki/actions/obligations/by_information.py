"""What safety information opens and ends: it is owed a decision, and what joins a case asks for the facts it tells."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from kizuki.actions.obligations.keeping import Grounds, end, refresh_case, write_moves, write_owned
from kizuki.actions.verb import Act
from kizuki.core.facts.awareness import awareness_day
from kizuki.core.information.deciding import UNDECIDED
from kizuki.core.information.harm import may_be_death_here
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.lifecycle.obligations.acts import require_known_by
from kizuki.core.lifecycle.obligations.kinds import require_end
from kizuki.core.lifecycle.obligations.moving import next_round
from kizuki.core.refusal import Refused
from kizuki.core.reporting.items import STRICTEST_DAYS
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import SafetyInformation
from kizuki.store.obligations.information import decision_day
from kizuki.store.obligations.ledger import ledger_of, owned_by

DECIDED_BY = {
    "joined": "join_case",
    "became_case": "open_case_from_information",
    "not_relevant": "set_aside_information",
}


def follow_information(act: Act, row: SafetyInformation) -> None:
    """Owe a decision while the information has none, and end it by the act that decided."""
    owner = f"information:{row.pk}"
    rows = _decisions(owner)
    running = [one for one in rows if one.running]
    if row.state in UNDECIDED:
        if not running:
            number = next_round(rows)
            owed = Value(
                "information_decision",
                "open",
                round=number,
                learned_on=row.awareness_on,
                due_on=decision_day(row),
                grave=may_be_death_here(row.told_harm, row.country),
            )
            write_owned(act, owner, [Move("open", owed)])
        return
    by = DECIDED_BY[row.state]
    for one in running:
        require_end(one.kind, by)
    write_owned(act, owner, [Move("ended", _ended(one, by), one) for one in running])


def tighten_decision(act: Act, row: SafetyInformation) -> None:
    """It was known earlier than it was thought: the decision is due earlier too."""
    day = decision_day(row)
    owner = f"information:{row.pk}"
    later = [one for one in _decisions(owner) if one.running and one.due_on is not None and day < one.due_on]
    moves = [Move("tighten", replace(one, learned_on=row.awareness_on, due_on=day), one) for one in later]
    write_owned(act, owner, moves)


def regrade_decision(act: Act, row: SafetyInformation) -> None:
    """What it tells of harm was said anew: a death is decided on at once, and what is none has its usual days. The day
    is our own, and no clock of the law moves by it."""
    day, grave = decision_day(row), may_be_death_here(row.told_harm, row.country)
    owner = f"information:{row.pk}"
    running = [one for one in _decisions(owner) if one.running and (one.due_on, one.grave) != (day, grave)]
    write_owned(act, owner, [Move("regrade", replace(one, due_on=day, grave=grave), one) for one in running])


def _decisions(owner: str) -> list[Value]:
    """What was owed of deciding on it; what else is owed for it (an acknowledgement to its finder) goes on by itself."""
    return [one for one in owned_by(owner) if one.kind == "information_decision"]


def _ended(row: Value, by: str) -> Value:
    return replace(row, state="ended", ended_by=by)


def joined(act: Act, row: SafetyInformation, case_id: int) -> None:
    """What the information tells is not in the facts yet: that is owed on the case, from the day it was known."""
    item = f"information:{row.pk}"
    standing = [one for one in ledger_of(case_id) if one.key == ("joined_information", "", "", item)]
    due_on = row.awareness_on + timedelta(days=STRICTEST_DAYS)
    running = next((one for one in standing if one.running), None)
    if running is not None:
        tightened = replace(running, learned_on=row.awareness_on, due_on=due_on)
        write_moves(act, case_id, [Move("tighten", tightened, running)], Grounds(basis=item))
        refresh_case(case_id)
        return
    owed = Value(
        "joined_information",
        "open",
        item=item,
        round=next_round(standing),
        learned_on=row.awareness_on,
        due_on=due_on,
    )
    write_moves(act, case_id, [Move("open", owed)], Grounds(basis=item))
    refresh_case(case_id)


def unjoined(act: Act, row: SafetyInformation, case_id: int) -> None:
    """It was taken out again: its facts are no longer asked for here."""
    item = f"information:{row.pk}"
    rows = [
        one for one in ledger_of(case_id) if one.kind == "joined_information" and one.item == item and one.running
    ]
    end(act, case_id, rows, "unjoin_case", Grounds(basis=item))
    refresh_case(case_id)


def answered(act: Act, case_id: int, told: Collection[str], basis: str) -> list[Move]:
    """Facts were answered, and tell what was joined: `told` names it (`information:4`, `signal`). What is not named is
    still owed its answer. `Refused` where what is named does not wait on this case, or where it was known before the
    awareness day of the facts as they are now."""
    waits = {one.item: one for one in ledger_of(case_id) if one.kind == "joined_information" and one.running}
    for item in told:
        if item not in waits:
            raise Refused("tells", f"{item} does not wait for its facts on this case")
    rows = [waits[item] for item in dict.fromkeys(told)]
    require_known_by(rows, awareness_day(newest_facts(case_id).facts))
    return end(act, case_id, rows, "answer", Grounds(basis=basis))
