"""What waits: my tasks and my role's, or everybody's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kizuki.actions.obligations.assign_task import assign_task
from kizuki.actions.obligations.close_task import close_task
from kizuki.actions.verb import Actor
from kizuki.core.glossary import Lang, say
from kizuki.core.lifecycle.obligations.kinds import VIEWS
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.core.reminding.people import asked
from kizuki.store.queries.cases import open_cases
from kizuki.store.queries.my_duties import DutyRow, duties_of_posts
from kizuki.store.queries.people import roles_today
from kizuki.store.queries.viewer import Viewer
from kizuki.store.queries.work import TaskRow, all_work, my_work
from kizuki.web.countdown import WORKING_DAY, Countdown, countdown, owed_countdown
from kizuki.web.doors.ways import Way, around, ways_of
from kizuki.web.numbers import number_in
from kizuki.web.refusals import refusal_words
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One task as it is shown, or one duty of a case, which has no id. `link` leads to what it is about, where there is a
    page; `by_hand`: a person closes it, not the step that it waits for; `way` is the form that ends a duty;
    `premise_passed`: its day is the working day, which is passed and never late."""

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


@dataclass(frozen=True, slots=True)
class WorkPage:
    """Tasks on one day, with what the cases owe and asks for the viewer's post; `everybody`: the tasks of all. `may_act`:
    the viewer may take and close them; `cases_open`: where there is no task, whether a case is open, so that nothing is
    said to wait for nobody."""

    today: date
    everybody: bool
    lines: tuple[WorkLine, ...]
    may_act: bool
    refusal: str = ""
    cases_open: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
def work(request: HttpRequest) -> HttpResponse:
    """The page; a post takes a task or closes it."""
    viewer = viewer_of(request)
    refusal = ""
    if request.method == "POST":
        try:
            _act(request, viewer)
        except Refused as refused:
            refusal = refusal_words(refused, viewer.lang)
        else:
            return redirect(request.get_full_path())
    page = work_page(viewer, today(), everybody=request.GET.get("whose") == "all", refusal=refusal)
    return render(request, "kizuki/work.html", {"page": page}, status=422 if refusal else 200)


def work_page(viewer: Viewer, on: date, *, everybody: bool, refusal: str = "") -> WorkPage:
    """The page as seen on one day."""
    rows = all_work(viewer) if everybody else my_work(viewer)
    lines = work_lines(rows, on, viewer.lang, viewer.user_id)
    if not everybody:
        both = (*lines, *_duty_lines(viewer, rows, on))
        lines = tuple(sorted(both, key=_place))
    cases_open = not lines and bool(open_cases(viewer, limit=1))
    return WorkPage(on, everybody, lines, may(viewer.role, "close_task"), refusal, cases_open)


def work_lines(rows: Iterable[TaskRow], on: date, lang: Lang, me: int | None = None) -> tuple[WorkLine, ...]:
    """Tasks as lines of a page."""
    return tuple(
        WorkLine(
            id=row.id,
            words=row.said(lang),
            who=row.owner or say(f"record.role.{row.owner_role}", lang),
            countdown=countdown(row.due_on, on),
            case_number=row.case_number,
            title=row.title,
            link=_link(row),
            mine=row.owner_id is not None and row.owner_id == me,
            by_hand=row.origin not in ("report", "register"),
        )
        for row in rows
    )


def _place(line: WorkLine) -> tuple[int, date]:
    """What is late by the law and what is due today come before a day of the house that has gone by."""
    return _FIRST.get(line.countdown.kind, len(_FIRST)), line.countdown.due_on or date.max


_FIRST = {"over": 0, "today": 1}


def _duty_lines(viewer: Viewer, tasks: Iterable[TaskRow], on: date) -> Iterator[WorkLine]:
    """What the cases owe and the viewer is asked for and may end, but for what a task of the list says already."""
    duties = duties_of_posts(viewer, (viewer.role, *roles_today(viewer, on)))
    said = {(VIEWS[task.kind], task.case_id) for task in tasks if task.kind in VIEWS}
    near = around(viewer, {duty.case_id for duty in duties})
    for duty in duties:
        ways = ways_of(duty.row, near[duty.case_id], viewer)
        if ways and (duty.row.kind, duty.case_id) not in said:
            yield _duty_line(duty, ways[0], on, viewer.lang)


def _duty_line(duty: DutyRow, way: Way, on: date, lang: Lang) -> WorkLine:
    row = duty.row
    until = owed_countdown(row.kind, row.state, row.due_on, on)
    posts = (say(f"record.role.{role}", lang) for role in asked()[row.kind])
    return WorkLine(
        id=0,
        words=row.name,
        who=say("screens.comma", lang).join(posts),
        countdown=until,
        case_number=duty.case_number,
        title=duty.title,
        link=f"/cases/{duty.case_id}",
        mine=False,
        by_hand=False,
        way=way,
        premise_passed=row.kind in WORKING_DAY and until.kind == "past" and not duty.item_met,
    )


def _link(row: TaskRow) -> str:
    kind, _, identity = row.subject.partition(":")
    if kind == "report" and row.case_id is not None:
        return f"/cases/{row.case_id}/reports/{identity}"
    if kind == "no_report":
        return f"/register/{identity}"
    if kind == "no_report_set":
        return f"/register/{row.values['decision']}"
    if kind == "information" and row.case_id is None:
        return f"/information/{identity}"
    if kind == "incident":
        return f"/incidents/{identity}"
    return f"/cases/{row.case_id}" if row.case_id is not None else ""


def _act(request: HttpRequest, viewer: Viewer) -> None:
    assert viewer.user_id is not None, "the page is for those who signed in"
    actor, post = Actor.user(viewer.user_id), request.POST
    take, done, drop = (number_in(post.get(step, "")) for step in ("take", "done", "drop"))
    if take is not None:
        assign_task(take, viewer.user_id, actor=actor)
    elif done is not None:
        close_task(done, "done", post.get("remark", ""), actor=actor)
    elif drop is not None:
        close_task(drop, "dropped", post.get("remark", ""), actor=actor)
    else:
        raise Refused("", "nothing was asked for")
