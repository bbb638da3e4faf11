"""Self-inspections with their findings, and every corrective action with its steps and what is owed of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kizuki.store.access.seen import seen
from kizuki.store.models import CorrectiveAction, CorrectiveStep, Obligation, SelfInspection
from kizuki.store.queries.ledgers.parts import Beginning, beginning
from kizuki.store.queries.training import editions_of
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.texts_kept import texts_kept

OWED = ("corrective_action", "effect_check")


@dataclass(frozen=True, slots=True)
class InspectionRow:
    """One inspection. `by` is the person or whoever from outside did it; `findings` how many actions came of it."""

    id: int
    procedures: tuple[str, ...]
    from_on: date
    to_on: date
    on: date
    by: str
    words: str
    document: str
    findings: int


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step: `done`, `effective` or `not_effective`."""

    step: str
    on: date
    person: str
    words: str
    document: str
    id: int


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """One corrective action. `owed` is what is owed of it now (`corrective_action`, `effect_check`, '' nothing) and
    `due_on` by when."""

    id: int
    inspection: int | None
    words: str
    owner_id: int
    owner: str
    steps: tuple[StepRow, ...]
    owed: str
    due_on: date | None
    late: bool


def inspections(viewer: Viewer, *, limit: int = 200) -> Beginning[InspectionRow]:
    """The inspections, the newest first."""
    rows = seen(viewer, SelfInspection).select_related("inspector", "person").order_by("-on", "-pk")
    return beginning(rows, limit, lambda found: _inspections(viewer, found))


def _inspections(viewer: Viewer, rows: list[SelfInspection]) -> tuple[InspectionRow, ...]:
    said = texts_kept("self_inspection", [row.pk for row in rows])
    keys = {one.id: one.key for one in editions_of(viewer)}
    actions = list(
        seen(viewer, CorrectiveAction).filter(inspection__isnull=False).values_list("inspection", flat=True)
    )
    return tuple(
        InspectionRow(
            row.pk,
            tuple(dict.fromkeys(keys[pk] for pk in row.procedures if pk in keys)),
            row.from_on,
            row.to_on,
            row.on,
            row.inspector.display_name if row.inspector else said.get((row.pk, "outside"), ""),
            said.get((row.pk, "words"), ""),
            row.document_id or "",
            actions.count(row.pk),
        )
        for row in rows
    )


def corrections(viewer: Viewer, on: date) -> tuple[CorrectionRow, ...]:
    """The corrective actions: those that are owed something first, by day, then the newest."""
    rows = list(seen(viewer, CorrectiveAction).select_related("owner").order_by("-pk"))
    ids = [row.pk for row in rows]
    said, told = texts_kept("corrective_action", ids), _steps(viewer, ids)
    running = seen(viewer, Obligation).filter(kind__in=OWED, ended_at=None)
    owed = {owner: (kind, due) for owner, kind, due in running.values_list("owner", "kind", "due_on")}
    found = []
    for row in rows:
        kind, due = owed.get(f"corrective_action:{row.pk}", ("", None))
        found.append(
            CorrectionRow(
                row.pk,
                row.inspection_id,
                said.get((row.pk, "words"), ""),
                row.owner_id,
                row.owner.display_name,
                told.get(row.pk, ()),
                kind,
                due,
                due is not None and due < on,
            )
        )
    return tuple(sorted(found, key=lambda one: (one.due_on is None, one.due_on or date.max)))


def _steps(viewer: Viewer, ids: list[int]) -> dict[int, tuple[StepRow, ...]]:
    rows = list(seen(viewer, CorrectiveStep).filter(action__in=ids).select_related("person").order_by("pk"))
    said = texts_kept("corrective_step", [row.pk for row in rows])
    found: dict[int, tuple[StepRow, ...]] = {}
    for row in rows:
        one = StepRow(
            row.step, row.on, row.person.display_name, said.get((row.pk, "words"), ""), row.document_id or "", row.pk
        )
        found[row.action_id] = (*found.get(row.action_id, ()), one)
    return found
