"""Hold every sheet that was sent against the facts as they stand, and owe the correction of what is no longer so."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, timedelta

from kizuki.actions.obligations.keeping import write_owned
from kizuki.actions.questionnaires.send_sheets import KIND, end_correction
from kizuki.actions.verb import Actor, verb
from kizuki.core.lifecycle.obligations import Move
from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.core.lifecycle.obligations.moving import next_round
from kizuki.store.models import SentSheet
from kizuki.store.obligations.lists import owed_by_all
from kizuki.store.queries.sent_sheets import newest_sent, to_correct, wrong_in
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record.canonical import digest_of
from kizuki.store.record.keeping_rows import locked

AT_ONCE = 200
"""Sheets of one transaction."""

CORRECTION_DAYS = 14
"""Within how many days a hospital is told that a sheet says something that is no longer so. No text names a number; it is
as many as for a hospital's own answer."""

STANDS = "keep_sent_sheet"


def watch_sheets(*, on: date, actor: Actor, between: Callable[[], None] = lambda: None) -> list[int]:
    """Owe the correction of each newest sheet with a box that would be answered otherwise now, and end what was owed of
    those that are right again. Returns the ids of the sheets that are wrong. Nothing is written where nothing moved."""
    newest = sorted(newest_sent(PROGRAM).values())
    wrong = wrong_in(PROGRAM, newest, on)
    owed = {row.id for row in to_correct(PROGRAM)}
    ledger = owed_by_all(KIND, [_owner(pk) for pk in newest])
    readings = {pk: digest_of(repr(wrong[pk])) for pk in wrong}
    opening = [pk for pk in wrong if pk not in owed and not _stands(ledger[_owner(pk)], readings[pk])]
    ending = sorted(pk for pk in owed if pk in newest and pk not in wrong)
    moving = [(pk, True) for pk in opening] + [(pk, False) for pk in ending]
    for start in range(0, len(moving), AT_ONCE):
        part = moving[start : start + AT_ONCE]
        with verb("watch_sheets", actor=actor, of=[_owner(pk) for pk, _ in part]) as act:
            for pk, opens in part:
                locked(SentSheet, pk)
                standing = owed_by_all(KIND, [_owner(pk)])[_owner(pk)]
                if not opens:
                    end_correction(act, pk, _owner(pk))
                elif not any(row.running for row in standing):
                    # Somebody else may have owed it since it was looked at.
                    write_owned(act, _owner(pk), [_opened(standing, readings[pk], on)])
            act.record(
                subjects=[_owner(pk) for pk, _ in part],
                payload={
                    "wrong": sum(opens for _, opens in part),
                    "right": sum(not opens for _, opens in part),
                },
            )
        between()
    return [pk for pk in newest if pk in wrong]


def _owner(sent: int) -> str:
    return f"sent_sheet:{sent}"


def _stands(ledger: Collection[Value], reading: str) -> bool:
    """Whether a person said of these very differences that the sheet stands."""
    said = [row for row in ledger if row.ended_by == STANDS]
    return bool(said) and max(said, key=lambda row: row.round).reading == reading


def _opened(ledger: Collection[Value], reading: str, on: date) -> Move:
    number = next_round(ledger)
    due_on = on + timedelta(days=CORRECTION_DAYS)
    return Move("open", Value(KIND, "owed", round=number, learned_on=on, due_on=due_on, reading=reading))
