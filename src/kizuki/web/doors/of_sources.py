"""Doors of the collection plan, of notices, and of the plan for a device that is not confirmed to 12条3項."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse

from kizuki.actions.devices.plan_conformity import plan_conformity
from kizuki.actions.information.answer_notice import answer_notice
from kizuki.actions.sources.plan_source import SourceEntry, plan_source
from kizuki.actions.sources.record_source_look import record_source_look
from kizuki.core.glossary import Lang, say
from kizuki.core.information.looking import ANSWERS, CONTACTS, KINDS, LONGEST_DAYS, NOTICES
from kizuki.core.information.sources import sources
from kizuki.core.lifecycle.conformity import WAYS
from kizuki.store.queries.conformity import to_confirm
from kizuki.store.queries.information import information_inbox, information_page
from kizuki.store.queries.sources import SourceRow, collection_plan
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Count, Day, Line, Several, Words
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.of_device import key_of
from kizuki.web.doors.of_training import roles, yes_no

Offered = list[tuple[str, str]]


def kind_words(kind: str, lang: Lang) -> str:
    """The words of a kind of source."""
    return say("sources.contacts", lang) if kind == CONTACTS else sources()[kind].said(lang)


def _kinds(doing: Doing) -> Offered:
    return [(kind, kind_words(kind, doing.lang)) for kind in KINDS]


def _plan(doing: Doing) -> tuple[SourceRow, ...]:
    return doing.once("collection_plan", lambda: collection_plan(doing.viewer, doing.on))


class SourceForm(DoorForm):
    """A source, how often it is looked at and by whom."""

    key = Line("sources.field.key", longest=40, hint="sources.hint.key")
    kind = Choice("sources.field.kind", _kinds)
    name = Line("sources.field.name")
    every_days = Count("sources.field.every_days", most=LONGEST_DAYS)
    role = Choice("sources.field.role", roles)
    ended = Choice("sources.field.ended", yes_no, required=False)

    folded: ClassVar = ("ended",)

    def begin(self) -> dict[str, Any]:
        """The source that the address names, as it is planned."""
        rows = {row.key: row for row in _plan(self.doing)}
        row = rows.get(self.doing.asked.get("source", ""))
        if row is None:
            return {}
        return {
            "key": row.key, "kind": row.kind, "name": row.name, "every_days": row.every_days, "role": row.role
        }  # fmt: skip


def _set(doing: Doing, told: dict[str, Any]) -> str:
    entry = SourceEntry(
        told["key"], told["kind"], told["name"], told["every_days"], told["role"], told["ended"] == "yes"
    )
    plan_source(entry, on=doing.on, actor=doing.actor)
    return reverse("sources")


def _sources(doing: Doing) -> Offered:
    return [(row.key, row.name) for row in _plan(doing)]


def _outcomes(doing: Doing) -> Offered:
    return offers.worded("sources", ("nothing", "found"), doing.lang)


def _information(doing: Doing) -> Offered:
    return [(str(row.id), f"{row.number} {row.summary[:60]}") for row in information_inbox(doing.viewer, limit=50)]


class LookForm(DoorForm):
    """Which source was looked at on which day, for what, and what was found."""

    source = Choice("sources.field.source", _sources)
    told_on = Day("sheets.told_on")
    words = Words("sources.field.words")
    found = Choice("sources.field.found", _outcomes, open_list=True)
    information = Choice("sources.field.information", _information, required=False)

    def begin(self) -> dict[str, Any]:
        """The source that the address names."""
        return {"source": self.doing.asked.get("source", ""), "told_on": self.doing.on.isoformat()}


def _look(doing: Doing, told: dict[str, Any]) -> str:
    number = int(told["information"]) if told["information"] else None
    found = told["found"] == "found"
    record_source_look(told["source"], told["told_on"], told["words"], found, number, on=doing.on, actor=doing.actor)
    return reverse("sources")


def _ways(doing: Doing) -> Offered:
    return offers.worded("conformity.way", WAYS, doing.lang)


class ConformityForm(DoorForm):
    """What is done about the device, and by when."""

    way = Choice("conformity.field.way", _ways)
    due_on = Day("conformity.field.due_on", ahead=True)
    words = Words("conformity.field.words")


def _conformity(doing: Doing, told: dict[str, Any]) -> None:
    plan_conformity(key_of(doing), told["way"], told["due_on"], told["words"], on=doing.on, actor=doing.actor)


def _answers(doing: Doing) -> Offered:
    return offers.worded("notice_answers.answer", ANSWERS, doing.lang)


class NoticeForm(DoorForm):
    """What was done about which devices."""

    devices = Several("notice_answers.field.devices", offers.of_devices)
    answer = Choice("notice_answers.field.answer", _answers)
    words = Words("notice_answers.field.words")
    told_on = Day("sheets.told_on")

    def begin(self) -> dict[str, Any]:
        """Today."""
        return {"told_on": self.doing.on.isoformat()}


def _answer(doing: Doing, told: dict[str, Any]) -> None:
    answer_notice(
        doing.id, told["devices"], told["answer"], told["words"], told["told_on"], on=doing.on, actor=doing.actor
    )


def _is_notice(doing: Doing) -> bool:
    found = doing.once("page", lambda: information_page(doing.viewer, doing.id))
    return found is not None and found.row.source in NOTICES


ANSWER_NOTICE = Door("answer_notice", "information", ("answer_notice",), NoticeForm, _answer, _is_notice)
PLAN_SOURCE = Door("plan_source", "", ("plan_source",), SourceForm, _set, page="sources")
LOOK = Door(
    "record_source_look",
    "",
    ("record_source_look",),
    LookForm,
    _look,
    lambda doing: bool(_plan(doing)),
    page="sources",
)
PLAN_CONFORMITY = Door(
    "plan_conformity",
    "device",
    ("plan_conformity",),
    ConformityForm,
    _conformity,
    lambda doing: doing.id in doing.once("to_confirm", lambda: to_confirm(doing.viewer)),
)

DOORS = (LOOK, PLAN_SOURCE, PLAN_CONFORMITY, ANSWER_NOTICE)
"""Every door of the collection plan and of unconfirmed devices."""
