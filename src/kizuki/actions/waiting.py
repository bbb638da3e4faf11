"""Opening a task inside the verb that finds a person is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from kizuki.store.access.subjects import belonging
from kizuki.store.models import Task
from kizuki.store.sealing.row_id import numbered


@dataclass(frozen=True, slots=True)
class Waiting:
    """A task to open. `kind` is a code with words in the glossary (`task.<kind>`) unless `words` has `ja` and `en`;
    `subject` what it is about (`case:12`); `origin` what opened it; `values` codes, ids and numbers for its sentence;
    `owner_role` who is to do it, `due_on` by when (None: no fixed day)."""

    kind: str
    subject: str
    origin: str
    owner_role: str
    case: int | None = None
    device: int | None = None
    due_on: date | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


def open_waiting(waiting: Waiting, at: datetime) -> tuple[int, bool]:
    """The id of the open task of this kind and subject, and whether it had to be opened."""
    led = belonging([waiting.subject])[waiting.subject]
    task, opened = Task.objects.get_or_create(
        kind=waiting.kind,
        subject=waiting.subject,
        state="open",
        defaults={
            "origin": waiting.origin,
            "owner_role": waiting.owner_role,
            **_leads(waiting, led),
            "due_on": waiting.due_on,
            "values": dict(waiting.values),
            "words": dict(waiting.words),
            "opened_at": at,
        },
    )
    return int(task.pk), opened


def open_all(waitings: Sequence[Waiting], at: datetime) -> list[int]:
    """Open those that are not open yet; the ids of the ones that had to be opened. All are of one kind."""
    kinds = {one.kind for one in waitings}
    if len(kinds) > 1:
        raise ValueError("tasks of several kinds are opened one by one")
    subjects = [one.subject for one in waitings]
    open_ones = Task.objects.filter(state="open", kind__in=kinds, subject__in=subjects)
    standing = set(open_ones.values_list("subject", flat=True))
    led = belonging(subjects)
    rows = [
        Task(
            kind=one.kind,
            subject=one.subject,
            origin=one.origin,
            owner_role=one.owner_role,
            **_leads(one, led[one.subject]),
            due_on=one.due_on,
            values=dict(one.values),
            words=dict(one.words),
            opened_at=at,
        )
        for one in waitings
        if one.subject not in standing
    ]
    made = Task.objects.bulk_create(numbered(rows))
    return [int(task.pk) for task in made]


def _leads(waiting: Waiting, led: Mapping[str, int]) -> dict[str, int]:
    """To what the task belongs: what its subject belongs to, and what whoever opens it says beside that."""
    said = {"case": waiting.case, "device": waiting.device}
    ways = dict(led) | {name: at for name, at in said.items() if at is not None}
    return {f"{name}_id": at for name, at in ways.items()}
