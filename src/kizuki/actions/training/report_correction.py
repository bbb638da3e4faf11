"""Report that a corrective action was carried out; whether it helped is looked at by somebody else."""

from __future__ import annotations

from datetime import date

from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import find, text
from kizuki.actions.training.correcting import ACTION, CHECK, StepSaid, check_on, end, keep_step, owe
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import CorrectiveAction


def report_correction(
    corrective_action_id: int,
    told_on: date,
    words: str,
    document: bytes = b"",
    media_type: str = "application/pdf",
    *,
    on: date,
    actor: Actor,
) -> int:
    """Keep what was done on a day; the action is owed no longer, and its check is, within ninety days. Returns the id of
    the step. `Refused` for a day ahead or before the action, without words, and where nothing of it is owed."""
    action = find(CorrectiveAction, "action", actor=actor, pk=corrective_action_id)
    person = person_of(actor)
    if not action.recorded_at.date() <= told_on <= on:
        raise Refused("told_on", f"{told_on} lies before the action was opened, or after today, {on}")
    body = text(words, "words", longest=10_000, required=True)
    with verb("report_correction", actor=actor, of=[f"corrective_action:{corrective_action_id}"]) as act:
        row, beside = keep_step(
            act, corrective_action_id, StepSaid("done", told_on, body, document, media_type), person
        )
        end(act, corrective_action_id, ACTION, row)
        owe(act, corrective_action_id, CHECK, on, check_on(told_on))
        act.record(
            subjects=[f"corrective_action:{corrective_action_id}", f"corrective_step:{row.pk}", *beside],
            payload={"told_on": told_on.isoformat()},
        )
    return int(row.pk)
