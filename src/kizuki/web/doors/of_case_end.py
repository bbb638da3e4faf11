"""A case's own end: closed, taken up again, or marked as a duplicate of another."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse

from kizuki.actions.cases.close_case import WHY, close_case
from kizuki.actions.cases.mark_case_duplicate import mark_case_duplicate
from kizuki.actions.cases.reopen_case import reopen_case
from kizuki.core.glossary import Lang, say
from kizuki.core.lifecycle.obligations import LIVE
from kizuki.core.refusal import Refused
from kizuki.store.queries.called import case_stands
from kizuki.store.queries.obligations import ObligationRow, obligations_of
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Words
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.of_case_rows import of_cases_alike
from kizuki.web.words import day_said


def _why_closed(doing: Doing) -> Any:
    return offers.worded("door.closed_why", WHY, doing.lang)


class Close(DoorForm):
    """As what it is closed, and why."""

    why = Choice("door.field.closed_why", _why_closed, open_list=True)
    reason = Words("door.field.reason", longest=2_000)

    places: ClassVar = {"case": "why", "tasks": "why"}

    def refuse(self, refused: Refused) -> None:
        """What is still owed stands above the form by name, with its matter, person and day."""
        if left_lines(self.doing) and refused.place == "case":
            self.wrong("why", "door.error.still_owed", count=len(left_lines(self.doing)))
        else:
            super().refuse(refused)


def left_lines(doing: Doing) -> tuple[str, ...]:
    """Each obligation that is left on a case: what, of which matter and person, by which day, in which state."""
    rows = doing.once("left", lambda: obligations_of(doing.viewer, doing.id))
    return tuple(_left(row, doing.lang) for row in rows if row.state in LIVE)


def _left(row: ObligationRow, lang: Lang) -> str:
    day = say("door.day", lang, word=row.day_word, day=day_said(row.due_on, lang)) if row.due_on else ""
    name = " ".join(filter(None, (row.name, row.who)))
    return say(
        "door.left", lang, name=name, said=say("screens.comma", lang).join(filter(None, (row.state_words, day)))
    )


def _leads_to_the_list(doing: Doing) -> tuple[str, str] | None:
    if not left_lines(doing):
        return None
    return f"{reverse('case', args=[doing.id])}#owed", say("door.to_the_list", doing.lang)


def _close(doing: Doing, told: dict[str, Any]) -> None:
    close_case(doing.id, told["why"], told["reason"], actor=doing.actor)


class Reopen(DoorForm):
    """Why it is taken up again."""

    reason = Words("door.field.reason", longest=2_000)
    places: ClassVar = {"case": "reason"}


def _reopen(doing: Doing, told: dict[str, Any]) -> None:
    reopen_case(doing.id, told["reason"], actor=doing.actor)


class Duplicate(DoorForm):
    """The case that goes on."""

    kept = Choice("door.field.kept", of_cases_alike)
    reason = Words("door.field.reason", longest=2_000)
    places: ClassVar = {"case": "kept", "readers": "kept"}


def _duplicate(doing: Doing, told: dict[str, Any]) -> str:
    kept = int(told["kept"])
    proposed = mark_case_duplicate(doing.id, kept, told["reason"], actor=doing.actor)
    return reverse("case", args=[kept if proposed is None else doing.id])


def _state_is(state: str) -> Any:
    def opens(doing: Doing) -> bool:
        found = doing.once("stands", lambda: case_stands(doing.viewer, doing.id))
        return found is not None and found[0] == state

    return opens


DOORS = (
    Door("mark_case_duplicate", "case", ("mark_case_duplicate",), Duplicate, _duplicate, _state_is("open")),
    Door(
        "close_case", "case", ("close_case",), Close, _close, _state_is("open"), left_lines, leads=_leads_to_the_list
    ),
    Door("reopen_case", "case", ("reopen_case",), Reopen, _reopen, _state_is("closed")),
)
"""The doors of its end, in the order in which the page of a case shows them."""
