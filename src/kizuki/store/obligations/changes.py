"""The changes of a case's ledger that wait for a second person, with the digest that is signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.store.models import FactSheet, Obligation, ObligationStep
from kizuki.store.obligations.ledger import live_of
from kizuki.store.record.canonical import canonical_json, digest_of


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the row, and the later day that would count (None: it would lapse)."""

    row: Value
    later_on: date | None
    proposed_by: int | None
    proposed_on: date | None


@dataclass(frozen=True, slots=True)
class Changes:
    """Every change that waits, and the digest over them and the facts they rest on."""

    rows: tuple[Change, ...]
    sha256: str


def changes_of(case_id: int) -> Changes:
    """What waits for a second signature on a case. The digest moves with the facts: a signature never outlives them."""
    waits = [row for row in live_of(case_id) if row.state == "lapse_proposed" or row.later_on is not None]
    proposers = _proposers([row.id for row in waits if row.id is not None])
    found = tuple(
        Change(
            row, None if row.state == "lapse_proposed" else row.later_on, *proposers.get(row.id or 0, (None, None))
        )
        for row in waits
    )
    sheet = FactSheet.objects.filter(case_id=case_id).latest("revision")
    body = [[one.row.id, one.row.due_on, one.later_on] for one in found]
    return Changes(found, digest_of(canonical_json({"case": case_id, "facts": sheet.sha256, "changes": body})))


def _proposers(rows: list[int]) -> dict[int, tuple[int | None, date]]:
    """Who made the change that waits, and when: the newest step that proposed it."""
    steps = ObligationStep.objects.filter(obligation_id__in=rows, move__in=("propose_lapse", "propose_later"))
    found = {
        row: (person, timezone.localdate(at))
        for row, person, at in steps.order_by("pk").values_list("obligation_id", "person_id", "at")
    }
    for row in set(rows) - set(found):
        before = _before_it_was_taken_over(row)
        there = {} if before is None else _proposers([before])
        if before in there:
            found[row] = there[before]
    return found


def _before_it_was_taken_over(row: int) -> int | None:
    """The row of the duplicate that came over as this one: who proposed the change there proposed it here."""
    here = Obligation.objects.get(pk=row)
    step = ObligationStep.objects.filter(obligation=here, move="take_over", basis__startswith="case:").first()
    if step is None:
        return None
    same = {"kind": here.kind, "matter": here.matter, "person": here.person, "item": here.item}
    there = Obligation.objects.filter(case_id=int(step.basis.removeprefix("case:")), **same)
    return there.filter(state="taken_over").order_by("-round").values_list("pk", flat=True).first()
