"""Writing the moves of a ledger, for the verbs that make them; and keeping the clock of its case true."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kizuki.actions.cases.locking import require_locked
from kizuki.actions.obligations.views import close_views
from kizuki.actions.people.signing import Signature
from kizuki.actions.verb import Act
from kizuki.core.lifecycle.moves import require_move
from kizuki.core.lifecycle.obligations import LIVE, Move
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.lifecycle.obligations.kinds import require_end, require_opener
from kizuki.core.lifecycle.obligations.next_owed import next_owed
from kizuki.store.models import Case, Narrative, Obligation, ObligationStep
from kizuki.store.obligations.ledger import ledger_of
from kizuki.store.obligations.owners import leads_to
from kizuki.store.obligations.rounds import still_in_periods

_COLUMNS = (
    *("state", "form", "law", "learned_on", "due_on", "internal_on", "target_at", "later_on", "questions", "because"),
    *("reading", "grave", "ended_by"),
)


@dataclass(frozen=True, slots=True)
class Grounds:
    """On what a move rests: `basis` as `kind:id`, who signed which digest, and the reason as a narrative."""

    basis: str = ""
    signature: Signature | None = None
    signed_sha256: str = ""
    single_person: bool = False
    reason: Narrative | None = None


def write_moves(act: Act, case_id: int, moves: Iterable[Move], grounds: Grounds | None = None) -> list[Obligation]:
    """Write each move with its step; returns the rows as they now are. The verb must have locked the case."""
    require_locked(act, case_id)
    grounds = grounds or Grounds()
    return [_write(act, f"case:{case_id}", move, grounds) for move in moves]


def write_owned(act: Act, owner: str, moves: Iterable[Move], grounds: Grounds | None = None) -> list[Obligation]:
    """The same for an owner that is no case (`information:3`, `device:2`, `period:2:11:2026-09-30`)."""
    return [_write(act, owner, move, grounds or Grounds()) for move in moves]


def _write(act: Act, owner: str, move: Move, grounds: Grounds) -> Obligation:
    value = move.row
    if value.id is None:
        require_opener(value.kind, owner)
        row = Obligation.objects.create(
            owner=owner,
            **leads_to(owner),
            kind=value.kind,
            matter=value.matter,
            person=value.person,
            item=value.item,
            round=value.round,
            opened_at=act.at,
            opened_by_id=_person(act),
            ended_at=None if value.state in LIVE else act.at,
            **_columns(value),
        )
    else:
        row = Obligation.objects.get(pk=value.id)
        if row.state != value.state:
            require_move("obligation", row.state, value.state, f"obligation.{row.pk}")
        for name, column in _columns(value).items():
            setattr(row, name, column)
        row.ended_at = None if value.state in LIVE else act.at
        row.save(update_fields=[*_COLUMNS, "ended_at"])
        close_views(act, row)
    if move.name != "confirm":
        _step(act, row, move, grounds)
    return row


def _step(act: Act, row: Obligation, move: Move, grounds: Grounds) -> None:
    before = move.before if move.row.id is not None else None
    signature = grounds.signature
    ObligationStep.objects.create(
        obligation=row,
        position=ObligationStep.objects.filter(obligation=row).count() + 1,
        move=move.name,
        act=act.name,
        state_before=before.state if before else "",
        state_after=row.state,
        due_before=before.due_on if before else None,
        due_after=row.due_on,
        person_id=signature.person if signature else _person(act),
        on_behalf_of_id=signature.on_behalf_of if signature else None,
        signed_sha256=grounds.signed_sha256,
        single_person=grounds.single_person,
        basis=grounds.basis,
        reason=grounds.reason,
        at=act.at,
    )


def _columns(value: Value) -> dict[str, object]:
    columns = {name: getattr(value, name) for name in _COLUMNS}
    return columns | {"questions": list(value.questions), "because": list(value.because)}


def _person(act: Act) -> int | None:
    kind, _, identity = act.actor.code.partition(":")
    return int(identity) if kind == "user" else None


def end(act: Act, case_id: int, rows: Iterable[Value], by: str, grounds: Grounds, state: str = "ended") -> list[Move]:
    """End rows by an act that may end their kinds; returns the moves. The case must be locked by the verb."""
    moves = []
    for row in rows:
        require_end(row.kind, by)
        moves.append(Move(state, replace(row, state=state, ended_by=by, later_on=None), row))
    write_moves(act, case_id, moves, grounds)
    return moves


def told(moves: Iterable[Move]) -> dict[str, list[str]]:
    """What the audit says of moves: how many of each, by kind and matter in codes."""
    found: dict[str, list[str]] = {}
    for move in moves:
        if move.name == "confirm":
            continue
        row = move.row
        # The letter of a provision stands last in a code; a day by which the same item is told apart stands before it.
        item, _, day = row.item.partition("@")
        named = "/".join(part for part in (row.kind, row.matter, row.person, day, item) if part)
        found.setdefault(move.name, []).append(named)
    return found


def refresh_case(case_id: int) -> None:
    """Write what is owed next on a case: its kind, earliest day and rank. Called inside a verb, after its last move.

    A case whose obligations were all handed over waits for their day (`long_term`, 長期追跡), while the period owes them.
    """
    ledger = ledger_of(case_id)
    owed = next_owed(ledger)
    kind, on = owed.kind, owed.on
    handed = still_in_periods(row for row in ledger if row.state == "handed_over" and row.due_on is not None)
    if not kind and handed:
        kind, on = "long_term", min(handed)
    Case.objects.filter(pk=case_id).update(clock=kind, clock_on=on, clock_rank=owed.rank)
