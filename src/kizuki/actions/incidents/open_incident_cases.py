"""Open the cases that an incident needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kizuki.actions.cases.open_case import CaseEntry, open_prepared, prepare_case, subjects_before
from kizuki.actions.embargo.secrecy import pass_on
from kizuki.actions.incidents.members import add_members, open_row
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.facts.awareness import awareness_day
from kizuki.core.incidents.cases_wanted import require_split
from kizuki.core.refusal import Refused
from kizuki.store.models import Incident

MOST_CASES = 50
"""Cases that one verb opens: each is a dozen rows."""


def open_incident_cases(incident_id: int, entries: Sequence[CaseEntry], *, on: date, actor: Actor) -> list[int]:
    """Open cases of an incident, all or none: one a harmed patient, or, for a vulnerability, one a device.

    Returns their ids. `Refused` names the case that breaks the rule or cannot be opened, or, of a vulnerability, would be
    learned after the incident was.
    """
    find(Incident, "incident", actor=actor, pk=incident_id)
    if not 1 <= len(entries) <= MOST_CASES:
        raise Refused("cases", f"are {len(entries)}; 1 to {MOST_CASES} at a time")
    prepared = [prepare_case(entry, on=on, actor=actor) for entry in entries]
    with verb(
        "open_incident_cases",
        actor=actor,
        of=[f"incident:{incident_id}", *(one for case in prepared for one in subjects_before(case))],
    ) as act:
        row = open_row(incident_id)
        require_split(row.kind, [(case.entry.device, case.facts) for case in prepared])
        for place, case in enumerate(prepared):
            if awareness_day(case.facts) > row.learned_on and row.kind == "vulnerability":
                raise Refused(
                    f"cases.{place}.facts", f"the incident was learned on {row.learned_on}, before its case"
                )
        opened = [open_prepared(act, case) for case in prepared]
        add_members(row, [("case", case.id) for case in opened])
        pass_on(act, f"incident:{incident_id}", [f"case:{case.id}" for case in opened])
        subjects = dict.fromkeys(subject for case in opened for subject in case.subjects)
        act.record(
            subjects=[f"incident:{incident_id}", *subjects],
            payload={"number": row.number, "cases": [case.id for case in opened]},
        )
    return [case.id for case in opened]
