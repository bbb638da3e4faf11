"""The doors about a device: its shipments, and the questions about its trends."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kizuki.actions.devices.record_shipments import record_shipments
from kizuki.actions.trends.judge_trend import ANSWERS, judge_trend
from kizuki.core.devices.shipments import MonthSaid, month_of
from kizuki.store.queries.cases import cases_of_device
from kizuki.store.queries.devices import device_page
from kizuki.store.queries.obligations import trend_called
from kizuki.store.queries.trends import questions_of
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Count, Line, Password, Words
from kizuki.web.doors.form import DoorForm
from kizuki.web.signed import as_written


def page_of(doing: Doing) -> str:
    return reverse("device-periods", args=[doing.id])


class Shipments(DoorForm):
    """One month: what is not known is left empty."""

    month = Line("door.field.month", longest=20)
    shipped = Count("door.field.shipped", most=2_000_000_000)
    total = Count("door.field.total", required=False, most=2_000_000_000)
    in_use = Count("door.field.in_use", required=False, most=2_000_000_000)


def _shipments(doing: Doing, told: dict[str, Any]) -> str:
    found = device_page(doing.viewer, doing.id)
    assert found is not None, "the page of the door names it"
    said = MonthSaid(month_of(told["month"], "month"), told["shipped"], told["total"], told["in_use"])
    record_shipments(found.row.key, [said], on=doing.on, actor=doing.actor)
    return page_of(doing)


def _answers(doing: Doing) -> offers.Offered:
    return offers.worded("record.value.answer", ANSWERS, doing.lang)


def _cases(doing: Doing) -> offers.Offered:
    return [(str(case.id), f"{case.number} {case.title}") for case in cases_of_device(doing.viewer, doing.id)]


class Trend(DoorForm):
    """Whether it is one, with the case in which it goes on."""

    answer = Choice("door.field.trend_answer", _answers, open_list=True)
    case = Choice("door.field.trend_case", _cases, required=False)
    reason = Words("door.field.reason", longest=2_000)
    password = Password()


def _trend(doing: Doing, told: dict[str, Any]) -> str:
    judge_trend(
        doing.number("obligation") or 0,
        told["answer"],
        told["reason"],
        case=int(told["case"]) if told["case"] else None,
        password=told["password"],
        on=doing.on,
        actor=doing.actor,
    )
    return page_of(doing)


def _is_asked(doing: Doing) -> bool:
    return any(row.obligation == doing.number("obligation") for row in _open_questions(doing))


def _open_questions(doing: Doing) -> list[Any]:
    return [row for row in questions_of(doing.viewer, doing.id) if row.state != "ended"]


def _about_trend(doing: Doing) -> tuple[str, ...]:
    wanted = doing.number("obligation")
    return tuple(trend_called(row.item, doing.lang) for row in _open_questions(doing) if row.obligation == wanted)


SHIPMENTS = Door("record_shipments", "device", ("record_shipments",), Shipments, _shipments)

DOORS = (
    SHIPMENTS,
    Door(
        "judge_trend",
        "device",
        ("judge_trend",),
        Trend,
        _trend,
        _is_asked,
        _about_trend,
        signs=lambda doing: as_written(doing.lang),
    ),
)
"""The doors about a device itself."""
