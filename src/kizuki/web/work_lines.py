"""What waits, line by line: each task with where it leads, and what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from kizuki.core.glossary import Lang
from kizuki.store.queries.hands import Hands
from kizuki.store.queries.work import TaskRow
from kizuki.web.countdown import Countdown, countdown
from kizuki.web.doors.ways import Way
from kizuki.web.whose_move import of_posts


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One task as it is shown, or one duty, which has no id. `link` leads to what it is about, where there is a page;
    `by_hand`: a person closes it, not the step that it waits for; `way` is the form that ends a duty; `premise_passed`:
    its day is the working day, which is passed and never late. `title` is that of its case, or what else it is about."""

    id: int
    words: str
    who: str
    countdown: Countdown
    case_number: str
    title: str
    link: str
    mine: bool
    by_hand: bool
    way: Way | None = None
    premise_passed: bool = False
    case_id: int | None = None


def work_lines(
    rows: Iterable[TaskRow], on: date, lang: Lang, acting: Hands, me: int | None = None
) -> tuple[WorkLine, ...]:
    """Tasks as lines of a page, each with who took it, or who holds the post that it asks."""
    return tuple(
        WorkLine(
            id=row.id,
            words=row.said(lang),
            who=row.owner or of_posts((row.owner_role,), acting, lang, case_id=row.case_id),
            countdown=countdown(row.due_on, on),
            case_number=row.case_number,
            title=row.title or row.about,
            link=_link(row),
            mine=row.owner_id is not None and row.owner_id == me,
            by_hand=row.origin not in ("report", "register"),
            case_id=row.case_id,
        )
        for row in rows
    )


def _link(row: TaskRow) -> str:
    kind, _, identity = row.subject.partition(":")
    if row.kind == "look_at_embargo":
        return reverse("embargo", args=[kind, identity])
    if kind == "report" and row.case_id is not None:
        return f"/cases/{row.case_id}/reports/{identity}"
    if kind == "no_report":
        return f"/register/{identity}"
    if kind == "no_report_set":
        return f"/register/{row.values['decision']}"
    if row.case_id is not None:
        return f"/cases/{row.case_id}"
    if kind == "information":
        return f"/information/{identity}"
    if kind == "incident":
        return f"/incidents/{identity}"
    return _of_device(row, kind)


def _of_device(row: TaskRow, kind: str) -> str:
    if row.device_id is None:
        return ""
    if row.kind == "triage_due":
        return f"{reverse('triage')}?device={row.device_id}"
    page = {
        "assessment": "device-assessments",
        **dict.fromkeys(("period", "period_report", "obligation"), "device-periods"),
    }
    return reverse(page.get(kind, "device"), args=[row.device_id])
