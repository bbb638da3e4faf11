"""What waits: my tasks and my role's with what is owed, or everybody's tasks; what waits today before the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kizuki.actions.obligations.assign_task import assign_task
from kizuki.actions.obligations.close_task import close_task
from kizuki.actions.verb import Actor
from kizuki.core.people import ROLES, may
from kizuki.core.refusal import Refused
from kizuki.store.queries.cases import open_cases
from kizuki.store.queries.hands import hands
from kizuki.store.queries.my_duties import left_out
from kizuki.store.queries.people import roles_today
from kizuki.store.queries.viewer import Viewer
from kizuki.store.queries.work import all_work, my_work
from kizuki.web.duty_lines import duty_lines
from kizuki.web.numbers import number_in
from kizuki.web.refusals import refusal_words
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of
from kizuki.web.work_lines import WorkLine, work_lines

Part = Literal["now", "past", "soon", "later"]
"""`now`: late by the law, due or asked today; `past`: a day of the house has gone by; `soon`: within three days."""

PARTS: tuple[Part, ...] = ("now", "past", "soon", "later")


@dataclass(frozen=True, slots=True)
class WorkBlock:
    """The lines of one part that are about one case, or one line about anything else."""

    case_number: str
    title: str
    link: str
    lines: tuple[WorkLine, ...]


@dataclass(frozen=True, slots=True)
class WorkPart:
    """What waits alike, by case. `unfolded`: it is read at once; of the rest the number is."""

    code: Part
    blocks: tuple[WorkBlock, ...]
    unfolded: bool

    @property
    def count(self) -> int:
        """How many lines it has."""
        return sum(len(block.lines) for block in self.blocks)


@dataclass(frozen=True, slots=True)
class WorkPage:
    """Tasks on one day, with what is owed and asks for the viewer's post; `everybody`: the work of all. `may_act`: the
    viewer may take and close them; `left_out`: tasks and duties that are more than one page shows; `cases_open`: where
    there is no task, whether a case is open, so that nothing is said to wait for nobody."""

    today: date
    everybody: bool
    lines: tuple[WorkLine, ...]
    may_act: bool
    refusal: str = ""
    cases_open: bool = False
    left_out: int = 0

    @property
    def parts(self) -> tuple[WorkPart, ...]:
        """What waits today first, then the rest, each part with its number; the first is open."""
        found = [(code, [line for line in self.lines if _part(line) == code]) for code in PARTS]
        filled = [(code, lines) for code, lines in found if lines]
        return tuple(
            WorkPart(code, _blocks(lines), place == 0 or bool(self.refusal))
            for place, (code, lines) in enumerate(filled)
        )


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
    acting = hands(viewer, {row.case_id for row in rows if row.case_id is not None})
    lines = work_lines(rows, on, viewer.lang, acting, viewer.user_id)
    roles = ROLES if everybody else (viewer.role, *roles_today(viewer, on))
    lines = (*lines, *duty_lines(viewer, roles, rows, on, everybody=everybody))
    lines = tuple(sorted(lines, key=_place))
    cases_open = not lines and bool(open_cases(viewer, limit=1))
    more = left_out(viewer, roles) + rows.more
    return WorkPage(on, everybody, lines, may(viewer.role, "close_task"), refusal, cases_open, more)


def _part(line: WorkLine) -> Part:
    kind = line.countdown.kind
    if kind in ("over", "today") or line.countdown.asked_today:
        return "now"
    return "past" if kind == "past" else "soon" if kind == "soon" else "later"


def _place(line: WorkLine) -> tuple[int, bool, date]:
    """What is late by the law and what is due today come before a day of the house that has gone by."""
    until = line.countdown
    return PARTS.index(_part(line)), until.kind != "over", until.due_on or date.max


def _blocks(lines: Iterable[WorkLine]) -> tuple[WorkBlock, ...]:
    """By case, the one with the earliest line first; what is about no case stands by itself, in its place."""
    rows = list(lines)
    first: dict[str, int] = {}
    for place, line in enumerate(rows):
        first.setdefault(_called(line), place)
    ordered = sorted(rows, key=lambda line: first[_called(line)])
    return tuple(_block(tuple(group)) for _, group in groupby(ordered, key=_called))


def _called(line: WorkLine) -> str:
    return f"case:{line.case_number}" if line.case_number else f"{line.title}:{line.link}"


def _block(lines: tuple[WorkLine, ...]) -> WorkBlock:
    one = lines[0]
    return WorkBlock(one.case_number, one.title, f"/cases/{one.case_id}" if one.case_id else "", lines)


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
