"""Take over a case that ran before it came into this record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kizuki.actions.cases.open_case import CaseEntry, open_prepared, prepare_case, subjects_before
from kizuki.actions.rows import numbered, text
from kizuki.actions.verb import Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.core.refusal import Refused
from kizuki.store.models import TakenOverCase


@dataclass(frozen=True, slots=True)
class OldClock:
    """How the case was kept before: its number, the due day, the number that PMDA gave it, reports sent (None: not
    known)."""

    number: str
    due_on: date | None = None
    pmda_no: str = ""
    reports_sent: int | None = None


def take_over_case(entry: CaseEntry, old: OldClock, *, on: date, actor: Actor) -> int:
    """Open a case under its old number. Returns its id.

    Its clock is counted from its own awareness day, as for any case; where the old due day is another one, or reports
    were sent before, a task asks a person to look at both. `Refused` where the old number was taken over already.
    """
    number = text(old.number, "case.number", longest=64, required=True)
    pmda_no = numbered(old.pmda_no, "case.pmda_no", longest=64)
    prepared = prepare_case(entry, on=on, actor=actor)
    with verb("take_over_case", actor=actor, of=subjects_before(prepared)) as act:
        if TakenOverCase.objects.filter(number=number).exists():
            raise Refused("case.number", f"{number} was taken over already")
        opened = open_prepared(act, prepared)
        TakenOverCase.objects.create(
            case_id=opened.id,
            number=number,
            due_on=old.due_on,
            pmda_no=pmda_no,
            reports_sent=old.reports_sent,
            recorded_at=act.at,
        )
        if (old.due_on is not None and old.due_on != prepared.planning_due_on) or old.reports_sent:
            act.wait_for(_look_at_old_clock(opened.id, old, prepared.planning_due_on))
        act.record(
            subjects=opened.subjects,
            payload={**opened.payload, "due_on": old.due_on and old.due_on.isoformat(), "sent": old.reports_sent},
        )
    return opened.id


def _look_at_old_clock(case_id: int, old: OldClock, planning_due_on: date) -> Waiting:
    return Waiting(
        "look_at_old_clock",
        f"case:{case_id}",
        "first_load",
        "safety_manager",
        case=case_id,
        due_on=min(filter(None, (old.due_on, planning_due_on))),
        values={
            "due_on": old.due_on.isoformat() if old.due_on else "-",
            "planning_due_on": planning_due_on.isoformat(),
        },
    )
