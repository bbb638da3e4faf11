"""Receive a piece of safety information."""

from __future__ import annotations

from datetime import date

from kizuki.actions.information.moving import decision_of
from kizuki.actions.information.receiving import (
    InformationEntry,
    checked_entry,
    keep_information,
    next_numbers,
    subjects_before,
)
from kizuki.actions.verb import Actor, verb
from kizuki.actions.waiting import Waiting


def receive_information(entry: InformationEntry, *, on: date, actor: Actor) -> int:
    """Keep safety information (安全管理情報) with who knew of it when, and its original. Returns its id.

    The awareness day is the earliest day on which anybody of the company knew, not the day of this verb. Nobody's
    device yet, or words that nobody has translated, is a task for a person. `Refused` names the entry that cannot be.
    """
    checked_entry(entry, on, actor)
    with verb("receive_information", actor=actor, of=subjects_before(entry, actor)) as act:
        row, subjects = keep_information(act, entry, next_numbers(act, 1)[0])
        act.wait_for(decision_of(row))
        if row.device_id is None:
            act.wait_for(Waiting("identify_device", subjects[0], "information", "safety_officer"))
        if row.translation == "waiting":
            act.wait_for(Waiting("translate_information", subjects[0], "information", "safety_officer"))
        act.record(
            subjects=subjects,
            payload={"number": row.number, "source": row.source, "awareness_on": row.awareness_on.isoformat()},
        )
    return int(row.pk)
