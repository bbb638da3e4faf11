"""The changes of a case's ledger that wait for a second person, with the digest that is signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from kizuki.core.lifecycle.obligations import Obligation as Value
from kizuki.store.models import AuditEntry, Determination, FactSheet, Obligation, ObligationStep
from kizuki.store.obligations.ledger import live_of
from kizuki.store.record.canonical import canonical_json, digest_of


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the row, and the later day that would count (None: it would lapse).

    `typed_by` are those who answered facts of the case while the row was owed, where the change was proposed by no
    answer: facts had loosened it before, and a report that was rejected or withdrawn brought it to light.
    """

    row: Value
    later_on: date | None
    proposed_by: int | None
    proposed_on: date | None
    typed_by: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """Every change that waits, and the digest over them and the facts they rest on."""

    rows: tuple[Change, ...]
    sha256: str


def changes_of(case_id: int) -> Changes:
    """What waits for a second signature on a case. The digest moves with the facts: a signature never outlives them."""
    waits = [row for row in live_of(case_id) if row.state == "lapse_proposed" or row.later_on is not None]
    ids = [row.id for row in waits if row.id is not None]
    proposers, typed = _proposers(ids), _typed_before(ids)
    found = tuple(_change(row, proposers.get(row.id or 0, (None, None)), typed.get(row.id or 0, ())) for row in waits)
    sheet = FactSheet.objects.filter(case_id=case_id).latest("revision")
    body = [[one.row.id, one.row.due_on, one.later_on] for one in found]
    return Changes(found, digest_of(canonical_json({"case": case_id, "facts": sheet.sha256, "changes": body})))


def _change(row: Value, proposed: tuple[int | None, date | None], typed_by: tuple[int, ...]) -> Change:
    later_on = None if row.state == "lapse_proposed" else row.later_on
    return Change(row, later_on, proposed[0], proposed[1], typed_by)


def _proposers(rows: list[int]) -> dict[int, tuple[int | None, date]]:
    """Who made the change that waits, and when: the newest step that proposed it."""
    steps = ObligationStep.objects.filter(obligation_id__in=rows, move__in=("propose_lapse", "propose_later"))
    found: dict[int, tuple[int | None, date]] = {
        row: (person, timezone.localdate(at))
        for row, person, at in steps.order_by("pk").values_list("obligation_id", "person_id", "at")
    }
    for row in set(rows) - set(found):
        before = _before_it_was_taken_over(row)
        there = {} if before is None else _proposers([before])
        if before in there:
            found[row] = there[before]
    return found


def _typed_before(rows: list[int]) -> dict[int, tuple[int, ...]]:
    """Whose answers each proposed change rests on, where the determination behind it is older than the proposal."""
    steps = ObligationStep.objects.filter(
        obligation_id__in=rows, move__in=("propose_lapse", "propose_later"), basis__startswith="determination:"
    )
    newest = {step.obligation_id: step for step in steps.select_related("obligation").order_by("pk")}
    bases = {row: int(step.basis.removeprefix("determination:")) for row, step in newest.items()}
    made = Determination.objects.filter(pk__in=bases.values()).select_related("fact_sheet").in_bulk()
    return {
        row: _who_answered(step.obligation, made[bases[row]].fact_sheet.revision)
        for row, step in newest.items()
        if made[bases[row]].made_at < step.at
    }


def _who_answered(row: Obligation, revision: int) -> tuple[int, ...]:
    """Who answered the facts of its case, up to this revision, since the same was owed first."""
    same = {"owner": row.owner, "kind": row.kind, "matter": row.matter, "person": row.person, "item": row.item}
    first = Obligation.objects.filter(**same).order_by("round").values_list("opened_at", flat=True)[0]
    sheets = FactSheet.objects.filter(case_id=row.case_id, made_at__gt=first, revision__lte=revision)
    spoken = [f"fact_sheet:{pk}:{sha256}" for pk, sha256 in sheets.values_list("pk", "sha256")]
    entries = AuditEntry.objects.filter(verb="answer_facts", subject_rows__subject__in=spoken)
    actors = [actor.partition(":") for actor in entries.order_by("seq").values_list("actor", flat=True)]
    return tuple(dict.fromkeys(int(number) for kind, _, number in actors if kind == "user"))


def _before_it_was_taken_over(row: int) -> int | None:
    """The row of the duplicate that came over as this one: who proposed the change there proposed it here."""
    here = Obligation.objects.get(pk=row)
    step = ObligationStep.objects.filter(obligation=here, move="take_over", basis__startswith="case:").first()
    if step is None:
        return None
    same = {"kind": here.kind, "matter": here.matter, "person": here.person, "item": here.item}
    there = Obligation.objects.filter(case_id=int(step.basis.removeprefix("case:")), **same)
    return there.filter(state="taken_over").order_by("-round").values_list("pk", flat=True).first()
