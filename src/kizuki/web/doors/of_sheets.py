"""Doors of the questionnaires: sending one, leaving one as it is, telling the facts behind them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from django.urls import reverse

from kizuki.actions.questionnaires.keep_sent_sheet import keep_sent_sheet
from kizuki.actions.questionnaires.send_sheets import send_sheets
from kizuki.actions.questionnaires.tell_sheet_facts import FactEntry, tell_sheet_facts
from kizuki.core.glossary import Lang, say
from kizuki.core.questionnaires import loaded
from kizuki.core.questionnaires.catalogue import Fact, Owner, asked_of
from kizuki.store.queries.sent_sheets import SentRow, to_correct
from kizuki.store.queries.sheet_facts import COMPANY, facts_of
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door, Part, address_of
from kizuki.web.doors.fields import Choice, Day, Words
from kizuki.web.doors.fields import Line as TextLine
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.of_hospital import hospital_of
from kizuki.web.words import day_said

Offered = list[tuple[str, str]]


def _editions(doing: Doing) -> Offered:
    return [(one.id, one.said(doing.lang)) for one in loaded()]


class SendForm(DoorForm):
    """Which questionnaire."""

    sheet = Choice("sheets.field.sheet", _editions, open_list=True)

    places: ClassVar = {"hospitals": "sheet", "sheet": "sheet"}

    def begin(self) -> dict[str, Any]:
        """The one that the address names."""
        return {"sheet": self.doing.asked.get("sheet", "")}


def _send_all(doing: Doing, told: dict[str, Any]) -> str:
    send_sheets(told["sheet"], on=doing.on, actor=doing.actor)
    return reverse("sheets")


def _send_one(doing: Doing, told: dict[str, Any]) -> str:
    send_sheets(told["sheet"], [hospital_of(doing).row.key], on=doing.on, actor=doing.actor)
    return reverse("hospital-sheets", args=[doing.id])


def _owed(doing: Doing) -> list[SentRow]:
    return doing.once("to_correct", lambda: list(to_correct(doing.viewer)))


def _rows(doing: Doing) -> Offered:
    called = {one.id: one.said(doing.lang) for one in loaded()}
    return [
        (
            str(row.owed),
            " ".join(filter(None, (row.name, row.device, called.get(row.sheet, ""), day_said(row.on, doing.lang)))),
        )
        for row in _owed(doing)
    ]


class KeepForm(DoorForm):
    """Which sheet stands, and why."""

    row = Choice("sheets.field.row", _rows)
    reason = Words("sheets.field.reason", longest=2_000)

    places: ClassVar = {"obligation": "row"}

    def begin(self) -> dict[str, Any]:
        """The one that the address names."""
        return {"row": self.doing.asked.get("row", "")}


def _keep(doing: Doing, told: dict[str, Any]) -> str:
    keep_sent_sheet(int(told["row"]), told["reason"], actor=doing.actor)
    return reverse("sheets")


_OWNERS: dict[str, Owner] = {"": "company", "device": "device", "release": "release", "hospital": "hospital"}


def asked(doing: Doing, kind: str) -> tuple[Fact, ...]:
    """The facts of an owner that the form asks for."""
    wanted = _section(doing, kind)
    return tuple(fact for fact in asked_of(_OWNERS[kind]) if fact.section == wanted)


def _section(doing: Doing, kind: str) -> str:
    """The section that the address names, else the first."""
    sections, named = sections_of(kind), doing.asked.get("section", "")
    return named if named in sections else (sections[0] if sections else "")


def section_said(section: str, lang: Lang) -> str:
    """What a section is called, with the mark under which a questionnaire has it."""
    words = say(f"sheets.part.{section}", lang)
    return words if section == "R7" else f"{section} {words}"


def _parts(kind: str) -> Callable[[Doing], tuple[Part, ...]]:
    """Every section of an owner with how many of its facts are told."""

    def parts(doing: Doing) -> tuple[Part, ...]:
        known = {name for _, name in facts_of(doing.viewer, [owner_code(kind, doing.id)])}
        here, facts = _section(doing, kind), asked_of(_OWNERS[kind])
        sections = sections_of(kind)
        return tuple(
            Part(
                section_said(one, doing.lang),
                sum(fact.section == one and fact.name in known for fact in facts),
                sum(fact.section == one for fact in facts),
                address_of(kind, doing.id, doing.door, {**doing.asked, "section": one}),
                one == here,
            )
            for one in (sections if len(sections) > 1 else ())
        )

    return parts


def sections_of(kind: str) -> tuple[str, ...]:
    """The sections under which the facts of an owner are asked for, in the order of the questionnaires."""
    return tuple(dict.fromkeys(fact.section for fact in asked_of(_OWNERS[kind])))


def owner_code(kind: str, number: int) -> str:
    """How the verb calls an owner."""
    return f"{_OWNERS[kind]}:{number}" if kind else COMPANY


def _offered(fact: Fact) -> Any:
    codes = ("yes", "no", "not_applicable") if fact.kind == "yes_no" else ("text", "not_applicable")

    def offer(doing: Doing) -> Offered:
        return offers.worded("sheets.answer", (*codes, "withdrawn"), doing.lang)

    return offer


def _form(kind: str) -> type[DoorForm]:
    class FactsForm(DoorForm):
        """An answer, words and a target day for each fact of a section, and the day of which they are true."""

        told_on = Day("sheets.told_on")
        places: ClassVar = {"facts": "told_on", "owner": "told_on"}

        def shape(self) -> None:
            """Three fields for each fact."""
            for fact in asked(self.doing, kind):
                self.fields[fact.name] = Choice("sheets.column.answer", _offered(fact), required=False)
                self.fields[f"{fact.name}|words"] = TextLine("sheets.fact_words", longest=1_000, required=False)
                if fact.kind == "yes_no":
                    self.fields[f"{fact.name}|target"] = Day("sheets.fact_target", ahead=True, required=False)

        def begin(self) -> dict[str, Any]:
            """What is known."""
            owner = owner_code(kind, self.doing.id)
            found: dict[str, Any] = {"told_on": self.doing.on.isoformat()}
            for (_, name), fact in facts_of(self.doing.viewer, [owner]).items():
                found |= {name: fact.answer, f"{name}|words": fact.words, f"{name}|target": fact.target_on}
            return found

        def _word(self, name: str, field: Any) -> None:
            super()._word(name, field)
            fact = next((one for one in asked(self.doing, kind) if one.name == name.partition("|")[0]), None)
            if fact is not None:
                field.label = f"{fact.said(self.doing.lang)}: {field.label}"

    return FactsForm


def _tell(kind: str) -> Any:
    def tell(doing: Doing, told: dict[str, Any]) -> str | None:
        owner = owner_code(kind, doing.id)
        known = {name: fact for (_, name), fact in facts_of(doing.viewer, [owner]).items()}
        entries = []
        for fact in asked(doing, kind):
            answer = told.get(fact.name) or ""
            words = told.get(f"{fact.name}|words") or ""
            target: date | None = told.get(f"{fact.name}|target")
            before = known.get(fact.name)
            if answer and (
                before is None or (before.answer, before.words, before.target_on) != (answer, words, target)
            ):
                entries.append(FactEntry(fact.name, answer, told["told_on"], words, target))
        tell_sheet_facts(owner, entries, on=doing.on, actor=doing.actor)
        return reverse("sheets") if not kind else None

    return tell


def _telling(kind: str) -> Door:
    return Door(
        "tell_sheet_facts",
        kind,
        ("tell_sheet_facts",),
        _form(kind),
        _tell(kind),
        page="sheets" if not kind else "home",
        parts=_parts(kind),
    )


FACTS = {kind: _telling(kind) for kind in _OWNERS}
"""The door of the facts of each kind of owner."""

SEND_ALL = Door("send_sheets", "", ("send_sheets",), SendForm, _send_all, page="sheets")
SEND_ONE = Door("send_sheets", "hospital", ("send_sheets",), SendForm, _send_one)
KEEP = Door(
    "keep_sent_sheet", "", ("keep_sent_sheet",), KeepForm, _keep, lambda doing: bool(_owed(doing)), page="sheets"
)

DOORS = (*FACTS.values(), SEND_ALL, SEND_ONE, KEEP)
"""Every door of the questionnaires."""
