"""Say whether a corrective action helped (有効性の確認)."""

from __future__ import annotations

from datetime import date

from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import find, text
from kizuki.actions.training.correcting import ACTION, CHECK, StepSaid, end, keep_step, owe
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import CorrectiveAction, CorrectiveStep
from kizuki.store.record.keeping_rows import standing


def check_correction(
    corrective_action_id: int, helped: bool, words: str, again_on: date | None = None, *, on: date, actor: Actor
) -> int:
    """Keep what was found; one that did not help is owed again by `again_on`. Returns the id of the step.

    `Refused` for its owner and for whoever carried it out, without words, where no check of it is owed, and where the
    day by which it is owed again is missing, past, or named though it helped.
    """
    action = find(CorrectiveAction, "action", actor=actor, pk=corrective_action_id)
    person = person_of(actor)
    done = standing(CorrectiveStep, action=action, step="done").order_by("-pk").first()
    if person == action.owner_id or (done is not None and done.person_id == person):
        raise Refused("action", "somebody else than its owner and whoever carried it out looks whether it helped")
    body = text(words, "words", longest=10_000, required=True)
    if helped == (again_on is not None) or (again_on is not None and again_on < on):
        raise Refused("again_on", "goes with what did not help, and is not past")
    step = "effective" if helped else "not_effective"
    with verb("check_correction", actor=actor, of=[f"corrective_action:{corrective_action_id}"]) as act:
        row, _ = keep_step(act, corrective_action_id, StepSaid(step, on, body), person)
        end(act, corrective_action_id, CHECK, row)
        if again_on is not None:
            owe(act, corrective_action_id, ACTION, on, again_on)
        act.record(
            subjects=[f"corrective_action:{corrective_action_id}", f"corrective_step:{row.pk}"],
            payload={"helped": helped, "due_on": again_on.isoformat() if again_on else ""},
        )
    return int(row.pk)
