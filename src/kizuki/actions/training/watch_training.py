"""Hold the training of everybody against the plan, and owe what is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kizuki.actions.obligations.keeping import write_owned
from kizuki.actions.training.owing import ledger, moves_of, owner_of
from kizuki.actions.verb import Actor, verb
from kizuki.core.training import Due, due_trainings, newest
from kizuki.store.models import User
from kizuki.store.queries.training import editions_of, owing_people, people_to_train, plans_of, results_known
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record.keeping_rows import locked

AT_ONCE = 50
"""People of one transaction."""


def watch_training(*, on: date, actor: Actor, between: Callable[[], None] = lambda: None) -> list[int]:
    """Owe each training that the plan asks for and nobody passed in, and end what is not asked for any more: of somebody
    who left or has another role, of an edition that a newer one took the place of. Returns the ids of the people whose
    rows moved. Nothing is written where nothing moved."""
    due = _due(on)
    rows = ledger(sorted(set(due) | set(owing_people(PROGRAM))))
    moving = [pk for pk in rows if moves_of(rows[pk], due.get(pk, ()), "watch_training", on)]
    for start in range(0, len(moving), AT_ONCE):
        part = moving[start : start + AT_ONCE]
        with verb("watch_training", actor=actor, of=[f"user:{pk}" for pk in part]) as act:
            opened = ended = 0
            for pk in part:
                locked(User, pk)
            # Somebody may have been trained since it was looked at.
            due, standing = _due(on), ledger(part)
            for pk in part:
                moves = moves_of(standing[pk], due.get(pk, ()), act.name, on)
                write_owned(act, owner_of(pk), moves)
                opened += sum(move.name == "open" for move in moves)
                ended += sum(move.name == "ended" for move in moves)
            if opened or ended:
                act.record(subjects=[f"user:{pk}" for pk in part], payload={"opened": opened, "over": ended})
            else:
                act.unchanged()
        between()
    return moving


def _due(on: date) -> dict[int, list[Due]]:
    found: dict[int, list[Due]] = {}
    editions = newest(editions_of(PROGRAM))
    for one in due_trainings(editions, plans_of(PROGRAM), people_to_train(PROGRAM), results_known(PROGRAM), on):
        found.setdefault(one.person, []).append(one)
    return found
