"""Record how far a measure reached hospitals: sent, received, read, done, or that it could not be brought to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kizuki.actions.cases.locking import lock_ledger
from kizuki.actions.cases.reopening import reopen_where_closed
from kizuki.actions.documents import keep_document
from kizuki.actions.measures.chain import ANSWER, CHECK, nothing_is_missing, owed
from kizuki.actions.obligations.keeping import Grounds, end, refresh_case, told, write_moves
from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import MOST_ROWS, find, numbered, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.incidents.parties import channels
from kizuki.core.lifecycle.measures.reach import WHY_NEEDED, require_reach, waits_for_answer
from kizuki.core.lifecycle.measures.standing import DECIDED
from kizuki.core.lifecycle.measures.table import ACKNOWLEDGEMENT_DAYS, DELIVERY_CHECK_DAYS
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.refusal import Refused
from kizuki.store.models import Measure, MeasureTarget, ReachEntry, StoredDocument
from kizuki.store.obligations.ledger import goes_on_at, ledger_of
from kizuki.store.record.keeping_rows import added, locked, standing


@dataclass(frozen=True, slots=True)
class Reached:
    """So far it came: the hospitals by key, the state, the day, by which way, and what proves it. `words` say who said
    so there, or why it could not be brought (`not_reached`)."""

    hospitals: Sequence[str]
    state: str
    on: date
    channel: str = ""
    reference: str = ""
    words: str = ""
    document: bytes = b""
    media_type: str = "application/pdf"


def record_measure_reach(measure_id: int, reached: Reached, *, on: date, actor: Actor) -> int:
    """Keep it for each of these hospitals; returns for how many. The first that is informed opens the check of the
    delivery and the hospitals' acknowledgement, and ends 措置未着手; the last answer ends the acknowledgement.

    `Refused` names a hospital that the measure is not for, or whose state does not lead there; a measure that is not
    approved; a day ahead; a way of the table missing where it was sent; nothing that proves it.
    """
    found = find(Measure, "measure", actor=actor, pk=measure_id)
    person = person_of(actor)
    words = _checked(reached, on)
    with verb("record_measure_reach", actor=actor, of=[f"measure:{measure_id}"]) as act:
        kept = lock_ledger(act, found.case_id)
        measure = locked(Measure, measure_id)
        document, beside = keep_document(reached.document, reached.media_type) if reached.document else (None, [])
        targets = require_targets(measure, reached.hospitals)
        for target in targets:
            reach(act, target, reached, words, document=document, person=person)
        # What is sent is to be checked and answered: the case that owes that is open.
        reopened = reopen_where_closed(act, kept, "measure") if reached.state == "sent" else {}
        moves = settle_reach(act, measure, reached)
        act.record(
            subjects=[f"case:{measure.case_id}", f"measure:{measure_id}", *beside],
            payload={
                "state": reached.state,
                "on": reached.on.isoformat(),
                "hospitals": len(targets),
                "channel": reached.channel,
                "ledger": told(moves),
                **reopened,
            },
        )
    return len(targets)


def _checked(reached: Reached, on: date) -> str:
    if reached.on > on:
        raise Refused("on", f"{reached.on} lies after today, {on}")
    if len(reached.hospitals) > MOST_ROWS:
        raise Refused("hospitals", f"{len(reached.hospitals)} at once; at most {MOST_ROWS}")
    numbered(reached.reference, "reference", longest=80)
    if reached.channel and reached.channel not in channels():
        raise Refused("channel", f"{reached.channel!r} is not one of: {', '.join(channels())}")
    if reached.state == "sent" and not reached.channel:
        raise Refused("channel", "names the way by which it was sent")
    words = text(reached.words, "words", longest=2_000, required=reached.state in WHY_NEEDED)
    if not (words or reached.reference.strip() or reached.document):
        raise Refused("evidence", "a number, a document or who said so proves it")
    return words


def require_targets(measure: Measure, hospitals: Sequence[str]) -> list[MeasureTarget]:
    """The hospitals of a measure with these keys; `Refused` names one that it is not for, and a measure that is not
    approved."""
    if measure.state not in DECIDED:
        raise Refused("measure", f"is {measure.state}: hospitals are informed of what was approved")
    wanted = list(dict.fromkeys(hospitals))
    if not wanted:
        raise Refused("hospitals", "names at least one")
    rows = standing(MeasureTarget, measure=measure, hospital__key__in=wanted).select_related("hospital")
    found = {row.hospital.key: row for row in rows}
    missing = [key for key in wanted if key not in found]
    if missing:
        raise Refused("hospitals", f"the measure is not for {', '.join(missing)}")
    return [found[key] for key in wanted]


def reach(
    act: Act,
    target: MeasureTarget,
    reached: Reached,
    words: str,
    *,
    document: StoredDocument | None = None,
    person: int | None = None,
) -> None:
    """One hospital goes to the state, with an entry of its own."""
    require_reach(target.state, reached.state, reached.on, target.on, target.hospital.key)
    row = added(
        ReachEntry,
        target=target,
        state=reached.state,
        on=reached.on,
        channel=reached.channel,
        reference=reached.reference.strip(),
        document=document,
        person_id=person,
        recorded_at=act.at,
    )
    keep_text(act, f"reach_entry:{row.pk}", "words", words)
    target.state, target.on = reached.state, reached.on
    if reached.state == "sent" and target.first_sent_on is None:
        target.first_sent_on = reached.on
    target.save(update_fields=["state", "on", "first_sent_on"])


def settle_reach(act: Act, measure: Measure, reached: Reached) -> list[Move]:
    """What the ledger makes of it: what is owed once a hospital was informed, and what ends with the last answer."""
    case_id = goes_on_at(measure.case_id)
    grounds = Grounds(f"measure:{measure.pk}")
    item = f"measure:{measure.pk}"
    ledger = ledger_of(case_id)
    running = {row.kind: row for row in ledger if row.item == item and row.running}
    moves: list[Move] = []
    if reached.state == "sent":
        opened = []
        if not any(row.kind == CHECK and row.item == item for row in ledger):
            opened.append(owed(ledger, CHECK, item, reached.on, reached.on + timedelta(days=DELIVERY_CHECK_DAYS)))
        if ANSWER not in running:
            opened.append(owed(ledger, ANSWER, item, reached.on, reached.on + timedelta(days=ACKNOWLEDGEMENT_DAYS)))
        write_moves(act, case_id, opened, grounds)
        moves += opened + nothing_is_missing(act, measure.case_id, grounds)
    elif ANSWER in running:
        states = standing(MeasureTarget, measure=measure).values_list("state", flat=True)
        if not waits_for_answer(states):
            moves += end(act, case_id, [running[ANSWER]], act.name, grounds)
    refresh_case(case_id)
    return moves
