"""One step of the written chain inside the verb that takes it: kept with its signature, and what it opens and ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from kizuki.actions.documents import keep_document
from kizuki.actions.obligations.keeping import Grounds, end, refresh_case, write_moves
from kizuki.actions.people.signing import Signature
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Act
from kizuki.core.lifecycle.measures.chain import due_day, ends_step, owed_after, owed_item
from kizuki.core.lifecycle.measures.reach import not_settled
from kizuki.core.lifecycle.measures.table import DELIVERY_CHECK_DAYS
from kizuki.core.lifecycle.moves import require_move
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.lifecycle.obligations.moving import next_round
from kizuki.core.refusal import Refused
from kizuki.store.models import Measure, MeasureStep, MeasureTarget, StoredDocument, User
from kizuki.store.obligations.ledger import goes_on_at, ledger_of
from kizuki.store.record.canonical import canonical_json, digest_of
from kizuki.store.record.keeping_rows import added, standing

STEP, MISSING = "measure_step", "measure_missing"
CHECK, ANSWER = "delivery_check", "hospital_acknowledgement"


@dataclass(frozen=True, slots=True)
class Written:
    """What a step says: the day it is dated with, its words, what it came to, to whom it goes, by when the next is due,
    and a document beside it."""

    on: date
    words: str
    outcome: str = ""
    to: int | None = None
    due_on: date | None = None
    document: bytes = b""
    media_type: str = "application/pdf"
    said: dict[str, str] = field(default_factory=dict)


def keep_step(
    act: Act, measure: Measure, step: str, written: Written, signature: Signature, *, alone: bool = False
) -> tuple[MeasureStep, list[str]]:
    """Keep a step under the digest of what it says; returns it with the subjects that the entry names."""
    document: StoredDocument | None = None
    beside: list[str] = []
    if written.document:
        document, beside = keep_document(written.document, written.media_type)
    said = {
        "plan": measure.sha256,
        "step": step,
        "outcome": written.outcome,
        "on": written.on.isoformat(),
        "due_on": written.due_on.isoformat() if written.due_on else "",
        "to": written.to or 0,
        "words": written.words,
        "document": document.sha256 if document else "",
        **written.said,
    }
    row = added(
        MeasureStep,
        measure=measure,
        position=standing(MeasureStep, measure=measure).count() + 1,
        step=step,
        outcome=written.outcome,
        on=written.on,
        due_on=written.due_on,
        person_id=signature.person,
        on_behalf_of_id=signature.on_behalf_of,
        to_id=written.to,
        sha256=digest_of(canonical_json(said)),
        single_person=alone,
        document=document,
        recorded_at=act.at,
    )
    keep_text(act, f"measure_step:{row.pk}", "words", written.words)
    return row, [f"case:{measure.case_id}", f"measure:{measure.pk}", f"measure_step:{row.pk}", *beside]


def require_dated(on: date, today: date, measure: Measure) -> None:
    """`Refused` where a step is dated ahead, or before the one that it follows."""
    if on > today:
        raise Refused("on", f"{on} lies after today, {today}")
    last = standing(MeasureStep, measure=measure).order_by("position").last()
    if last is not None and on < last.on:
        raise Refused("on", f"{on} lies before the step before it, {last.on}")


def go(measure: Measure, state: str) -> None:
    """Bring a measure to its next state; `Refused` where none leads there."""
    require_move("measure", measure.state, state, f"measure.{measure.pk}")
    measure.state = state
    measure.save(update_fields=["state"])


def somebody(person: int, place: str, roles: Iterable[str]) -> User:
    """The person that something goes to; `Refused` where they have left or hold none of these posts."""
    found = standing(User, pk=person, is_active=True).first()
    allowed = tuple(roles)
    if found is None or found.role not in allowed:
        raise Refused(place, f"names somebody who works here as one of: {', '.join(allowed)}")
    return found


def follow(
    act: Act, measure: Measure, step: str, grounds: Grounds, on: date, named: date | None = None
) -> list[Move]:
    """End what this verb answers, open what is owed after the step (from the day `on`); returns the moves. The ledger
    must be locked."""
    case_id = goes_on_at(measure.case_id)
    ledger = ledger_of(case_id)
    mine = f"measure:{measure.pk}/"
    answered = [
        row
        for row in ledger
        if row.kind == STEP and row.running and row.item.startswith(mine) and ends_step(row.item, act.name)
    ]
    moves = end(act, case_id, answered, act.name, grounds)
    opened = [
        owed(ledger, STEP, owed_item(measure.pk, name), on, due_day(name, on, named))
        for name in owed_after(step, measure.kind)
    ]
    write_moves(act, case_id, opened, grounds)
    refresh_case(case_id)
    return [*moves, *opened]


def owed(ledger: Iterable[Value], kind: str, item: str, on: date, due_on: date | None, matter: str = "") -> Move:
    """The move that opens an obligation of a measure, in its next round; without a day it is open."""
    state = "owed" if due_on else "open"
    row = Value(kind, state, matter=matter, item=item, learned_on=on, due_on=due_on)
    number = next_round(one for one in ledger if one.key == row.key)
    return Move("open", replace(row, round=number))


def check_those_left(act: Act, measure: Measure, grounds: Grounds, on: date) -> list[Move]:
    """A measure ends while nobody can say of some of its hospitals that it reached them: the check of the delivery is
    owed, where none runs. The ledger must be locked."""
    case_id, item = goes_on_at(measure.case_id), f"measure:{measure.pk}"
    ledger = ledger_of(case_id)
    left = not_settled(standing(MeasureTarget, measure=measure).values_list("state", flat=True))
    if not left or any(row.kind == CHECK and row.item == item and row.running for row in ledger):
        return []
    opened = [owed(ledger, CHECK, item, on, on + timedelta(days=DELIVERY_CHECK_DAYS))]
    write_moves(act, case_id, opened, grounds)
    refresh_case(case_id)
    return opened


def nothing_is_missing(act: Act, case_id: int, grounds: Grounds) -> list[Move]:
    """A measure is decided, or a hospital informed: 措置未着手 ends. The ledger must be locked."""
    kept = goes_on_at(case_id)
    rows = [row for row in ledger_of(kept) if row.kind == MISSING and row.running]
    moves = end(act, kept, rows, act.name, grounds)
    refresh_case(kept)
    return moves
