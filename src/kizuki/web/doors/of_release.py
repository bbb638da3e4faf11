"""The design information of a release: entering a version of it, and quoting it as evidence."""

from __future__ import annotations

from typing import Any, ClassVar

from kizuki.actions.devices.enter_design import DesignGiven, enter_design
from kizuki.actions.devices.quote_design import quote_design
from kizuki.core.devices.design import FACTS, KINDS
from kizuki.core.glossary import say
from kizuki.store.queries.design import device_of_release, may_quote, quotable
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Day, Line, Paper, Words
from kizuki.web.doors.form import DoorForm

Offered = list[tuple[str, str]]


def _device(doing: Doing) -> int:
    found = doing.once("device_of_release", lambda: device_of_release(doing.viewer, doing.id))
    assert found is not None, "the page asks before whether it is there"
    return found


def _kinds(doing: Doing) -> Offered:
    return offers.worded("design.kind", KINDS, doing.lang)


def _holds(doing: Doing) -> Offered:
    return offers.worded("design.holds", ("yes", "no"), doing.lang)


class EnterDesign(DoorForm):
    """One entry: its kind and title, of which day, in words, in a file. The same title makes a new version."""

    kind = Choice("design.field.kind", _kinds, open_list=True)
    title = Line("design.field.title", hint="design.hint.title")
    dated_on = Day("design.field.dated_on")
    holds = Choice("design.field.holds", _holds, open_list=True)
    body = Words("design.field.body", longest=20_000, rows=5, required=False)
    file = Paper("design.field.file")

    def begin(self) -> dict[str, Any]:
        """What is entered is so."""
        return {"holds": "yes", "title": self.doing.asked.get("title", ""), "kind": self.doing.asked.get("kind", "")}


def _enter(doing: Doing, told: dict[str, Any]) -> None:
    sent = told["file"]
    file = (sent.read(), sent.content_type or "application/octet-stream") if sent else None
    given = DesignGiven(told["kind"], told["title"], told["dated_on"], told["body"], file, gone=told["holds"] == "no")
    enter_design(doing.id, [given], on=doing.on, actor=doing.actor)


def _entries(doing: Doing) -> Offered:
    rows = doing.once("quotable", lambda: quotable(doing.viewer, _device(doing)))
    return [
        (str(pk), f"{version} {say(f'design.kind.{kind}', doing.lang)} {title} ({number})")
        for pk, version, kind, title, number in rows
    ]


def _subjects(doing: Doing) -> Offered:
    return list(doing.once("may_quote", lambda: may_quote(doing.viewer, _device(doing))))


def _facts(doing: Doing) -> Offered:
    return offers.worded("design.fact", FACTS, doing.lang)


class QuoteDesign(DoorForm):
    """Which version, for which answer, of which case or assessment."""

    entry = Choice("design.field.entry", _entries)
    fact = Choice("design.field.fact", _facts, open_list=True)
    of = Choice("design.field.of", _subjects)
    matter = Line("design.field.matter", longest=80, required=False, hint="design.hint.matter")

    places: ClassVar = {"design": "entry", "case": "of", "assessment": "of"}


def _quote(doing: Doing, told: dict[str, Any]) -> None:
    kind, _, number = told["of"].partition(":")
    of_case = kind == "case"
    quote_design(
        int(told["entry"]),
        told["fact"],
        case_id=int(number) if of_case else None,
        matter=told["matter"] if of_case else "",
        assessment_id=None if of_case else int(number),
        actor=doing.actor,
    )


def _may_quote(doing: Doing) -> bool:
    return bool(_entries(doing) and _subjects(doing))


DOORS = (
    Door("enter_design", "release", ("enter_design",), EnterDesign, _enter),
    Door("quote_design", "release", ("quote_design",), QuoteDesign, _quote, _may_quote),
)
"""The doors of the page of a release's design."""
