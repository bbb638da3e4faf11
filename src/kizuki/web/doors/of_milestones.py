"""Recording that hospitals were told of the day on which sale or support of a device ends."""

from __future__ import annotations

from typing import Any, ClassVar

from kizuki.actions.devices.record_milestone_notice import Noticed, record_milestone_notice
from kizuki.actions.hospitals.acknowledging import WAYS
from kizuki.core.glossary import say
from kizuki.core.refusal import Refused
from kizuki.store.queries.milestone_notices import Announced, announced
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Day, Paper, Several
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.of_device import key_of
from kizuki.web.words import day_said

Offered = list[tuple[str, str]]


def _waiting(doing: Doing) -> list[Announced]:
    found = doing.once("announced", lambda: announced(doing.viewer, doing.id))
    return [one for one in found if one.waiting]


def _milestones(doing: Doing) -> Offered:
    return [
        (one.name, f"{say(f'record.value.milestone.{one.name}', doing.lang)} {day_said(one.on, doing.lang)}")
        for one in _waiting(doing)
    ]


def _hospitals(doing: Doing) -> Offered:
    asked = doing.asked.get("milestone", "")
    rows = {row.key: row.name for one in _waiting(doing) if asked in ("", one.name) for row in one.waiting}
    return list(rows.items())


def _ways(doing: Doing) -> Offered:
    return offers.worded("hospital_page.way", WAYS, doing.lang)


class NoticeForm(DoorForm):
    """Who was told of which day; nobody is ticked beforehand."""

    milestone = Choice("door.field.milestone", _milestones, open_list=True)
    hospitals = Several(
        "door.field.milestone_hospitals", _hospitals, hint="door.hint.milestone_hospitals", required=True
    )
    told_on = Day("door.field.milestone_told_on")
    way = Choice("door.field.milestone_way", _ways, open_list=True)
    document = Paper("door.field.milestone_document", hint="door.hint.milestone_document")

    places: ClassVar = {"name": "milestone", "hospitals": "hospitals", "told_on": "told_on"}

    def begin(self) -> dict[str, Any]:
        """The milestone that the address names."""
        return {"milestone": self.doing.asked.get("milestone", "")}


def _record(doing: Doing, told: dict[str, Any]) -> None:
    paper = told["document"]
    new = record_milestone_notice(
        key_of(doing),
        told["milestone"],
        Noticed(
            told["hospitals"],
            told["told_on"],
            told["way"],
            paper.read() if paper else b"",
            (paper.content_type or "application/octet-stream") if paper else "application/pdf",
        ),
        on=doing.on,
        actor=doing.actor,
    )
    if not new:
        raise Refused("hospitals", "all of them were told of this day already")


NOTICE = Door(
    "record_milestone_notice",
    "device",
    ("record_milestone_notice",),
    NoticeForm,
    _record,
    lambda doing: bool(_waiting(doing)),
)
"""While a hospital is still to be told."""
