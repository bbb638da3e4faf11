"""Procedures in editions, the plan of training, its results, what is overdue, and who acted without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count
from django.db.models.functions import Substr

from kizuki.core.training import (
    ActedBy,
    Edition,
    Person,
    Plan,
    Result,
    Untrained,
    acted_untrained,
    in_force_on,
    newest,
)
from kizuki.core.training.areas import areas_of
from kizuki.store.access.seen import hidden_entries, seen
from kizuki.store.models import (
    AuditEntry,
    Obligation,
    Procedure,
    TrainingPlan,
    TrainingResult,
    User,
)
from kizuki.store.queries.ledgers.parts import Beginning, beginning
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.clock import JAPAN
from kizuki.store.record.texts_kept import texts_kept

OWED = "training"


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """An edition as the page shows it. `state` is `in_force`, `ahead`, `before` or `retired`."""

    id: int
    key: str
    edition: str
    title: str
    in_force_on: date
    areas: tuple[str, ...]
    state: str
    document: str
    person: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """Who is trained in a procedure, within how many days, after how many months again (0: never)."""

    procedure: str
    role: str
    within_days: int
    again_months: int


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One result, with its words; they are '' where retention erased them."""

    id: int
    person: str
    procedure: str
    edition: str
    way: str
    on: date
    passed: bool
    trainer: str
    words: str
    document: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class OwedTraining:
    """A training that somebody owes."""

    id: int
    person_id: int
    person: str
    procedure_id: int
    procedure: str
    edition: str
    title: str
    due_on: date
    late: bool


@dataclass(frozen=True, slots=True)
class UntrainedRow:
    """Somebody acted under an edition before they had been trained in it."""

    person: str
    found: Untrained


def editions_of(viewer: Viewer) -> tuple[Edition, ...]:
    """Every edition as the core sees it."""
    return tuple(_edition(row) for row in seen(viewer, Procedure).order_by("pk"))


def procedures_of(viewer: Viewer, on: date) -> tuple[ProcedureRow, ...]:
    """Every edition, by procedure, the newest first."""
    rows = list(seen(viewer, Procedure).select_related("person").order_by("key", "-pk"))
    editions = [_edition(row) for row in rows]
    force = {one.id for one in in_force_on(editions, on).values()}
    return tuple(
        ProcedureRow(
            row.pk,
            row.key,
            row.edition,
            row.title,
            row.in_force_on,
            areas_of(row.acts),
            _state(row, force, on),
            row.document_id or "",
            row.person.display_name,
        )
        for row in rows
    )


def trainable(viewer: Viewer) -> tuple[Edition, ...]:
    """The editions in which people can be trained now: those that are not retired, the newest of each procedure first."""
    editions = editions_of(viewer)
    current = {one.id for one in newest(editions).values()}
    found = [one for one in editions if not one.retired]
    return tuple(sorted(found, key=lambda one: (one.id not in current, one.key, -one.id)))


def plans_of(viewer: Viewer) -> tuple[Plan, ...]:
    """What the plan asks for."""
    rows = {(row.procedure, row.role): row for row in seen(viewer, TrainingPlan).order_by("pk")}
    return tuple(
        Plan(row.procedure, row.role, row.within_days, row.again_months)
        for _, row in sorted(rows.items())
        if not row.ended
    )


def plan_rows(viewer: Viewer) -> tuple[PlanRow, ...]:
    """The plan as the page shows it."""
    return tuple(PlanRow(one.procedure, one.role, one.within_days, one.again_months) for one in plans_of(viewer))


def people_to_train(viewer: Viewer) -> tuple[Person, ...]:
    """Everybody who works here."""
    rows = seen(viewer, User).filter(is_active=True).order_by("pk").values_list("pk", "role")
    return tuple(Person(pk, role) for pk, role in rows)


def results_known(viewer: Viewer) -> tuple[Result, ...]:
    """Every result as the core sees it."""
    rows = seen(viewer, TrainingResult).values_list("trained", "procedure", "on", "passed").order_by("pk")
    return tuple(Result(*row) for row in rows)


def owing_people(viewer: Viewer) -> list[int]:
    """The people who owe a training."""
    owners = seen(viewer, Obligation).filter(kind=OWED, ended_at=None).values_list("owner", flat=True)
    return sorted({int(owner.partition(":")[2]) for owner in owners})


def owed_trainings(viewer: Viewer, on: date, person: int | None = None) -> tuple[OwedTraining, ...]:
    """What is owed, of one person where they are named, the longest overdue first."""
    rows = seen(viewer, Obligation).filter(kind=OWED, ended_at=None)
    if person is not None:
        rows = rows.filter(owner=f"person:{person}")
    found = list(rows.order_by("due_on", "pk"))
    names = dict(seen(viewer, User).values_list("pk", "display_name")) if found else {}
    editions = {one.id: one for one in editions_of(viewer)} if found else {}
    return tuple(_owed(row, names, editions, on) for row in found)


def results_of(viewer: Viewer, *, limit: int = 500) -> Beginning[ResultRow]:
    """The results, the newest first."""
    rows = seen(viewer, TrainingResult).select_related("trained", "procedure", "person").order_by("-on", "-pk")
    return beginning(rows, limit, _results)


def _results(rows: list[TrainingResult]) -> Iterator[ResultRow]:
    said = texts_kept("training_result", [row.pk for row in rows])
    for row in rows:
        yield ResultRow(
            row.pk,
            row.trained.display_name,
            row.procedure.key,
            row.procedure.edition,
            row.way,
            row.on,
            row.passed,
            said.get((row.pk, "trainer"), ""),
            said.get((row.pk, "words"), ""),
            row.document_id or "",
            row.person.display_name,
        )


def untrained(viewer: Viewer) -> tuple[UntrainedRow, ...]:
    """Who acted under an edition without having been trained in it, the newest act first. What speaks of something that
    the viewer does not see is not counted."""
    editions = editions_of(viewer)
    acts = sorted({act for one in editions for act in one.acts})
    if not acts:
        return ()
    names = dict(seen(viewer, User).values_list("pk", "display_name"))
    found = acted_untrained(editions, acts_by_people(viewer, acts), results_known(viewer))
    return tuple(UntrainedRow(names.get(one.person, ""), one) for one in found)


def acts_by_people(viewer: Viewer, verbs: list[str]) -> tuple[ActedBy, ...]:
    """Who ran these verbs, by day in Japan and person, as the audit says; of what the viewer sees."""
    entries = AuditEntry.objects.filter(verb__in=verbs, actor__startswith="user:")
    hours = (
        entries.exclude(seq__in=hidden_entries(viewer))
        .annotate(hour=Substr("at", 1, 13))
        .order_by()
        .values_list("actor", "verb", "hour")
        .annotate(times=Count("seq"))
    )
    return tuple(ActedBy(int(actor.partition(":")[2]), verb, _day(hour), times) for actor, verb, hour, times in hours)


def _day(hour: str) -> date:
    return datetime.fromisoformat(f"{hour}:00:00+00:00").astimezone(JAPAN).date()


def _edition(row: Procedure) -> Edition:
    begins_on = max(row.in_force_on, row.recorded_at.astimezone(JAPAN).date())
    return Edition(
        row.pk, row.key, row.edition, row.title, row.in_force_on, begins_on, frozenset(row.acts), row.retired
    )


def _state(row: Procedure, force: set[int], on: date) -> str:
    if row.retired:
        return "retired"
    if row.pk in force:
        return "in_force"
    return "ahead" if row.in_force_on > on else "before"


def _owed(row: Any, names: dict[int, str], editions: dict[int, Edition], on: date) -> OwedTraining:
    person, edition = (int(part.partition(":")[2]) for part in (row.owner, row.item))
    one = editions[edition]
    return OwedTraining(
        row.pk, person, names.get(person, ""), edition, one.key, one.edition, one.title, row.due_on, row.due_on < on
    )
