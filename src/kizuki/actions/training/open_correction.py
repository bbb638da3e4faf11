"""Open a corrective action that no self-inspection found: after a drill, a complaint, a report that was late."""

from __future__ import annotations

from datetime import date

from kizuki.actions.training.correcting import Finding, checked_findings, open_actions
from kizuki.actions.verb import Actor, verb


def open_correction(finding: Finding, *, on: date, actor: Actor) -> int:
    """Keep what is to be put right, by whom and by when; its owner owes it. Returns its id. `Refused` as
    `checked_findings` says."""
    told = checked_findings([finding], actor, on)
    with verb("open_correction", actor=actor, of=["company:1"]) as act:
        (made,) = open_actions(act, told, None, on)
        act.record(
            subjects=["company:1", f"corrective_action:{made}"],
            payload={"owner": finding.owner, "due_on": finding.due_on.isoformat()},
        )
    return made
