"""Keep a no-report decision that was taken before this record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.core.clocks import READING
from kizuki.core.refusal import Refused
from kizuki.store.models import Device, EarlierDecision, TakenOverCase


@dataclass(frozen=True, slots=True)
class DecisionEntry:
    """An old decision: its number in the old register, what it was about, who decided why, and on which evidence.

    `case` is the old number of a case that was taken over; `review_on` None: as long after the decision as this record
    waits at the latest.
    """

    number: str
    device: str
    reason: str
    decided_on: date
    decided_by: str
    vulnerability: str = ""
    case: str = ""
    second_by: str = ""
    evidence: str = ""
    review_on: date | None = None


_TEXTS = {"reason": 10_000, "evidence": 10_000, "decided_by": 200, "second_by": 200}


def check_decision(entry: DecisionEntry, on: date) -> None:
    """`Refused` where a decision lacks its reason or person, lies ahead, or is about nothing."""
    for name in ("reason", "decided_by"):
        text(getattr(entry, name), f"decision.{name}", longest=_TEXTS[name], required=True)
    for name in ("evidence", "second_by"):
        text(getattr(entry, name), f"decision.{name}", longest=_TEXTS[name])
    if entry.decided_on > on:
        raise Refused("decision.decided_on", f"{entry.decided_on} is after {on}")
    if not (entry.vulnerability or entry.case):
        raise Refused("decision.vulnerability", "is about a vulnerability or a case: name one")
    if not entry.vulnerability.isascii() or " " in entry.vulnerability or len(entry.vulnerability) > 120:
        raise Refused("decision.vulnerability", f"{entry.vulnerability!r} is not an identifier such as CVE-2026-0001")


def keep_earlier_decision(entry: DecisionEntry, *, on: date, actor: Actor) -> int | None:
    """Keep it, with a task to review it: nothing here watches what it rested on. Returns its id; None where it stands.

    `Refused` where the number stands with another decision, or the case was not taken over.
    """
    check_decision(entry, on)
    device = find(Device, "decision.device", actor=actor, key=entry.device)
    taken = find(TakenOverCase, "decision.case", actor=actor, number=entry.case) if entry.case else None
    number = text(entry.number, "decision.number", longest=64, required=True)
    review_on = entry.review_on or entry.decided_on + timedelta(days=READING.days_to_review)
    values = {
        "device_id": device.pk,
        "case_id": taken.case_id if taken else None,
        "vulnerability": entry.vulnerability,
        "decided_on": entry.decided_on,
        "review_on": review_on,
    }
    with verb(
        "keep_earlier_decision",
        actor=actor,
        of=[f"device:{device.pk}", *([f"case:{taken.case_id}"] if taken else [])],
    ) as act:
        standing = EarlierDecision.objects.filter(number=number).first()
        if standing is not None:
            if any(getattr(standing, name) != value for name, value in values.items()):
                raise Refused("decision.number", f"{number} stands with another decision")
            act.unchanged()
            return None
        row = EarlierDecision.objects.create(number=number, recorded_at=act.at, **values)
        for name in _TEXTS:
            keep_text(act, f"earlier_decision:{row.pk}", name, getattr(entry, name))
        act.wait_for(_review(row, on))
        act.record(
            subjects=[f"device:{device.pk}", f"earlier_decision:{row.pk}"],
            payload={"decided_on": entry.decided_on.isoformat(), "review_on": review_on.isoformat()},
        )
    return int(row.pk)


def _review(row: EarlierDecision, on: date) -> Waiting:
    return Waiting(
        "review_earlier_decision",
        f"earlier_decision:{row.pk}",
        "first_load",
        "safety_manager",
        case=row.case_id,
        device=row.device_id,
        due_on=max(row.review_on, on),
        values={"decided_on": row.decided_on.isoformat()},
    )
