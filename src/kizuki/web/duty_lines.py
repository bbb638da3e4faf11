"""What is owed and waits for somebody as lines of their work: of cases, of anything else, and of disclosures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date

from django.urls import reverse

from kizuki.core.glossary import Lang, all_words, say
from kizuki.core.lifecycle.obligations.kinds import VIEWS
from kizuki.core.people import may, row_of
from kizuki.store.queries.hands import Hands, hands
from kizuki.store.queries.my_disclosures import disclosures_that_wait
from kizuki.store.queries.my_duties import DutyRow, OtherDuty, duties_of_posts, other_duties
from kizuki.store.queries.viewer import Viewer
from kizuki.store.queries.work import TaskRow
from kizuki.web.countdown import WORKING_DAY, countdown, owed_countdown
from kizuki.web.doors.around import around
from kizuki.web.doors.door import address_of
from kizuki.web.doors.ways import VERBS, Way, usual_way
from kizuki.web.whose_move import of_kind, of_posts, whose_move
from kizuki.web.work_lines import WorkLine

SIGNS: Mapping[str, str] = {"embargo": "hold_back", "override": "sign_override"}
"""Which verb ends what of a disclosure."""


def duty_lines(
    viewer: Viewer, roles: Collection[str], tasks: Collection[TaskRow], on: date, *, everybody: bool = False
) -> Iterator[WorkLine]:
    """Everything that is owed, asks for these posts and the viewer may end, but for what a task of the list says; with
    `everybody` also what others end, which leads to its page and to no form."""
    yield from _of_cases(viewer, roles, tasks, on, everybody)
    waiting = disclosures_that_wait(viewer)
    acting = hands(viewer, {one.case_id for one in waiting})
    yield from _of_others(viewer, roles, tasks, on, everybody, acting)
    for one in waiting:
        if everybody or may(viewer.role, SIGNS[one.what]):
            page = reverse("disclosure", args=[one.case_id])
            yield WorkLine(
                id=0,
                words=say(f"work.disclosure_{one.what}", viewer.lang),
                who=of_posts(row_of(SIGNS[one.what]).order, acting, viewer.lang, case_id=one.case_id),
                countdown=countdown(one.on, on),
                case_number=one.case_number,
                title=one.title,
                link=page,
                mine=False,
                by_hand=False,
                way=Way(SIGNS[one.what], page, say("rail.nav_disclosure", viewer.lang)),
                case_id=one.case_id,
            )


def _of_cases(
    viewer: Viewer, roles: Collection[str], tasks: Iterable[TaskRow], on: date, everybody: bool
) -> Iterator[WorkLine]:
    duties = duties_of_posts(viewer, roles)
    said = {(VIEWS[task.kind], task.case_id) for task in tasks if task.kind in VIEWS}
    cases = {duty.case_id for duty in duties}
    near, acting = around(viewer, cases), hands(viewer, cases)
    beside: dict[int, list[DutyRow]] = defaultdict(list)
    for duty in duties:
        way = usual_way(duty.row, near[duty.case_id], viewer)
        if (way is None and not everybody) or (duty.row.kind, duty.case_id) in said:
            continue
        if duty.row.kind == "beside" and duty.row.due_on is None:
            beside[duty.case_id].append(duty)
        else:
            yield _of_case(duty, way, on, whose_move(duty.row, near[duty.case_id], acting, viewer.lang))
    for case_id, rows in beside.items():
        yield _beside(rows, on, viewer, of_kind("beside", acting, viewer.lang, case_id=case_id))


def _of_case(duty: DutyRow, way: Way | None, on: date, who: str) -> WorkLine:
    row = duty.row
    until = owed_countdown(row.kind, row.state, row.due_on, on)
    return WorkLine(
        id=0,
        words=" ".join(filter(None, (row.name, row.who))),
        who=who,
        countdown=until,
        case_number=duty.case_number,
        title=duty.title,
        link=f"/cases/{duty.case_id}",
        mine=False,
        by_hand=False,
        way=way,
        premise_passed=row.kind in WORKING_DAY and until.kind == "past" and not duty.item_met,
        case_id=duty.case_id,
    )


def _beside(rows: list[DutyRow], on: date, viewer: Viewer, who: str) -> WorkLine:
    """What a case asks to be decided beside the report: one line with their number, which leads to them."""
    first, page, lang = rows[0], f"/cases/{rows[0].case_id}#beside-owed", viewer.lang
    able = any(may(viewer.role, verb) for verb in VERBS["decide_beside"])
    return WorkLine(
        id=0,
        words=say("work.beside", lang, count=len(rows)),
        who=who,
        countdown=countdown(None, on),
        case_number=first.case_number,
        title=first.title,
        link=page,
        mine=False,
        by_hand=False,
        way=Way("decide_beside", page, say("door.way.decide_beside", lang)) if able else None,
        case_id=first.case_id,
    )


def _of_others(
    viewer: Viewer, roles: Collection[str], tasks: Collection[TaskRow], on: date, everybody: bool, acting: Hands
) -> Iterator[WorkLine]:
    """What belongs to no case: one line for each kind and page, with its number where it is several."""
    found: dict[tuple[str, str], list[OtherDuty]] = defaultdict(list)
    for duty in other_duties(viewer, roles):
        able = any(may(viewer.role, verb) for end in duty.row.ends for verb in VERBS.get(end, (end,)))
        if (able or duty.own or everybody) and not _is_told(duty, tasks):
            found[duty.row.kind, _page(duty, able=able or duty.own)].append(duty)
    for (kind, page), rows in found.items():
        yield _of_other(kind, page, rows, on, viewer, acting)


def _is_told(duty: OtherDuty, tasks: Iterable[TaskRow]) -> bool:
    """Whether a task says the same: the view of an obligation, the question about a trend, the report of a period."""
    for task in tasks:
        viewed = VIEWS.get(task.kind) == duty.row.kind and task.subject == duty.owner
        period = duty.owner.startswith("period:") and task.kind == "report_period"
        same = period and (task.device_id, task.due_on) == (duty.device_id, duty.row.due_on)
        if viewed or same or task.subject == f"obligation:{duty.row.id}":
            return True
    return False


def _of_other(kind: str, page: str, rows: list[OtherDuty], on: date, viewer: Viewer, acting: Hands) -> WorkLine:
    first, lang = rows[0].row, viewer.lang
    about = {duty.about for duty in rows}
    words = first.name if len(rows) == 1 else say("work.several", lang, name=first.kind_words, count=len(rows))
    return WorkLine(
        id=0,
        words=words,
        who=of_kind(kind, acting, lang),
        countdown=owed_countdown(kind, first.state, first.due_on, on),
        case_number="",
        title=about.pop() if len(about) == 1 else "",
        link=page,
        mine=any(duty.own for duty in rows),
        by_hand=False,
        way=Way(first.ends[0] if first.ends else kind, page, _button(kind, lang)) if page else None,
    )


def _button(kind: str, lang: Lang) -> str:
    own = f"work.go.{kind}"
    return say(own if own in all_words() else "work.open_page", lang)


def _page(duty: OtherDuty, *, able: bool) -> str:
    """Where it is done: of a kind that has a page or a form of its own there, else on the page of whose it is; whoever
    may not do it is led to no form."""
    owner, _, identity = duty.owner.partition(":")
    if able and duty.row.kind in _OF_KIND and duty.device_id is not None:
        return _OF_KIND[duty.row.kind](duty.device_id)
    if owner in ("device", "unit", "period") and duty.device_id is not None:
        return reverse("device-periods" if owner == "period" else "device", args=[duty.device_id])
    if owner in _PAGES:
        return reverse(_PAGES[owner], args=[int(identity)])
    return reverse(_LISTS[owner]) if owner in _LISTS else ""


_OF_KIND: Mapping[str, Callable[[int], str]] = {
    "conformity_plan": lambda device: address_of("device", device, "plan_conformity"),
    "milestone_notice": lambda device: address_of("device", device, "record_milestone_notice"),
    "trend": lambda device: reverse("device-periods", args=[device]),
}
_PAGES: Mapping[str, str] = {
    "information": "information-page",
    "register": "decision",
    "hospital": "hospital-telling",
}
_LISTS: Mapping[str, str] = {
    "sent_sheet": "sheets",
    "person": "training",
    "corrective_action": "training",
    "company": "sources",
}
