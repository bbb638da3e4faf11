"""What waits for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from kizuki.core.glossary import Lang, all_words, day_said, say
from kizuki.core.lifecycle.recorded_days import is_day
from kizuki.store.access.seen import seen
from kizuki.store.models import Task
from kizuki.store.people.signers import roles_held
from kizuki.store.queries.ledgers.parts import Beginning, beginning
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task. `subject` is what it is about (`report:3`); `case_number` and `title` are empty without a case."""

    id: int
    kind: str
    subject: str
    origin: str
    values: dict[str, Any]
    words: dict[str, str]
    owner_role: str
    owner: str
    owner_id: int | None
    due_on: date | None
    opened_at: datetime
    case_id: int | None
    device_id: int | None
    case_number: str
    title: str
    about: str = ""
    """What it is about, where that is no case: the number of an information or incident, a device, a vulnerability."""

    def said(self, lang: Lang) -> str:
        """What is to be done, in one sentence."""
        if self.words:
            return self.words.get(lang) or self.words["ja"]
        word = all_words().get(f"task.{self.kind}")
        if word is None:
            return self.kind
        return say(word.id, lang, **{name: _shown(name, value, lang) for name, value in self.values.items()})


_ABOUT = ("information__number", "incident__number", "device__brand", "advisory__identifier")


def my_work(viewer: Viewer, *, limit: int = 200) -> Beginning[TaskRow]:
    """Open tasks that are mine, or that wait for my role or that of somebody for whom I stand in; earliest first."""
    held = () if viewer.user_id is None else roles_held(viewer.user_id, clock.today())
    mine = Q(owner_id=viewer.user_id) | Q(owner=None, owner_role__in=(viewer.role, *held))
    return _taken(viewer, seen(viewer, Task).filter(state="open").filter(mine), limit)


def all_work(viewer: Viewer, *, limit: int = 200) -> Beginning[TaskRow]:
    """Every open task, the earliest due day first."""
    return _taken(viewer, seen(viewer, Task).filter(state="open"), limit)


def work_on(viewer: Viewer, case_id: int) -> tuple[TaskRow, ...]:
    """The open tasks of a case."""
    return _taken(viewer, seen(viewer, Task).filter(state="open", case_id=case_id), 200)


def tasks_by_id(viewer: Viewer, ids: Sequence[int]) -> tuple[TaskRow, ...]:
    """Those of these tasks that the viewer sees, closed ones too, by id."""
    found = _taken(viewer, seen(viewer, Task).filter(pk__in=ids), len(ids))
    return tuple(sorted(found, key=lambda row: row.id))


def _taken(viewer: Viewer, tasks: QuerySet[Task], limit: int) -> Beginning[TaskRow]:
    ordered = tasks.select_related("owner", "case").order_by(F("due_on").asc(nulls_last=True), "pk")
    # By column: what the document of a vulnerability says is long, and nobody reads it here.
    named = ordered.annotate(**{f"about_{at.partition('__')[0]}": F(at) for at in _ABOUT})
    return beginning(named, limit, lambda found: (_task(viewer, task) for task in found))


def _task(viewer: Viewer, task: Task) -> TaskRow:
    return TaskRow(
        id=task.pk,
        kind=task.kind,
        subject=task.subject,
        origin=task.origin,
        values=task.values,
        words=task.words,
        owner_role=task.owner_role,
        owner=task.owner.display_name if task.owner else "",
        owner_id=task.owner_id,
        due_on=task.due_on,
        opened_at=task.opened_at,
        case_id=task.case_id,
        device_id=task.device_id,
        case_number=task.case.number if task.case else "",
        title=task.case.title_in(viewer.lang) if task.case else "",
        about=" ".join(filter(None, (getattr(task, f"about_{at.partition('__')[0]}") for at in _ABOUT))),
    )


def _shown(name: str, value: Any, lang: Lang) -> str:
    if isinstance(value, list):
        return ("、" if lang == "ja" else ", ").join(_shown(name, part, lang) for part in value)
    if is_day(value):
        return day_said(date.fromisoformat(value), lang)
    words = all_words()
    places = (f"record.value.{name}.{value}", *([f"scoring.reevaluation.{value}"] if name == "reasons" else []))
    known = next((word for word in places if word in words), None)
    return say(known, lang) if known else str(value)
