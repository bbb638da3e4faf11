"""Editing a playbook: a new revision of it, with its steps in rows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from kizuki.actions.incidents.edit_playbook import edit_playbook
from kizuki.core.incidents.playbooks import Playbook, Step
from kizuki.core.people import ROLES
from kizuki.store.incidents.playbooks import playbook_of
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Count, Hidden, Line
from kizuki.web.doors.form import DoorForm

NEW_STEPS = 3
"""Rows beneath the steps that stand, for new ones."""

_OWNERS = tuple(role for role in ROLES if role != "auditor")


def _book(doing: Doing) -> Playbook | None:
    return doing.once("playbook", lambda: playbook_of(doing.asked.get("playbook", "")))


def _roles(doing: Doing) -> list[tuple[str, str]]:
    return offers.worded("record.role", _OWNERS, doing.lang)


def _hours(doing: Doing) -> list[tuple[str, str]]:
    return offers.worded("playbooks.within", ("days", "first_hour"), doing.lang)


class PlaybookForm(DoorForm):
    """Its names, and each step with its owner and day; a step without words is left out."""

    key = Line("playbooks.field.key", longest=40, hint="playbooks.hint.key")
    ja = Line("playbooks.field.ja")
    en = Line("playbooks.field.en")
    revision = Hidden()

    @property
    def rows(self) -> int:
        """How many rows of steps the form has."""
        book = _book(self.doing)
        return (len(book.steps) if book else 0) + NEW_STEPS

    def shape(self) -> None:
        """A row of fields for each step, and some for new ones."""
        for row in range(self.rows):
            self.fields[f"step_{row}"] = Hidden()
            self.fields[f"ja_{row}"] = Line("playbooks.step.ja", longest=400, required=False)
            self.fields[f"en_{row}"] = Line("playbooks.step.en", longest=400, required=False)
            self.fields[f"role_{row}"] = Choice("playbooks.step.role", _roles, required=False)
            self.fields[f"hour_{row}"] = Choice("playbooks.step.when", _hours, required=False)
            self.fields[f"days_{row}"] = Count("playbooks.step.days", required=False, most=366)

    def _word(self, name: str, field: forms.Field) -> None:
        super()._word(name, field)
        row = name.rpartition("_")[2]
        if row.isdecimal() and field.label:
            field.label = self.say("playbooks.step.of", number=int(row) + 1, what=field.label)

    def begin(self) -> dict[str, Any]:
        """The playbook as it stands."""
        book = _book(self.doing)
        if book is None:
            return {"revision": "0"}
        told: dict[str, Any] = {"key": book.key, "ja": book.ja, "en": book.en, "revision": str(book.revision)}
        for row, step in enumerate(book.steps):
            told |= _of_step(row, step)
        return told

    def together(self) -> None:
        """A step that is told at all is told whole."""
        told = self.cleaned_data
        told["steps"] = []
        for row in range(self.rows):
            said = {name: told.get(f"{name}_{row}") for name in ("ja", "en", "role", "days")}
            hour = told.get(f"hour_{row}") == "first_hour"
            if not (said["ja"] or said["en"]):
                continue
            said["days"] = 0 if hour else said["days"]
            for name, value in said.items():
                if value in (None, ""):
                    self.wrong(f"{name}_{row}", "door.error.required")
            key = told.get(f"step_{row}") or f"step_{row + 1}"
            step = {"key": key, "role": said["role"], "within_days": said["days"], "ja": said["ja"], "en": said["en"]}
            told["steps"].append(step | ({"first_hour": True} if hour else {}))


def _of_step(row: int, step: Step) -> dict[str, Any]:
    return {
        f"step_{row}": step.key,
        f"ja_{row}": step.ja,
        f"en_{row}": step.en,
        f"role_{row}": step.role,
        f"hour_{row}": "first_hour" if step.first_hour else "days",
        f"days_{row}": step.within_days,
    }


def _edit(doing: Doing, told: dict[str, Any]) -> str:
    body = {"ja": told["ja"], "en": told["en"], "steps": told["steps"]}
    edit_playbook(told["key"], body, revision=int(told["revision"] or 0), actor=doing.actor)
    return reverse("playbooks")


EDIT_PLAYBOOK = Door("edit_playbook", "", ("edit_playbook",), PlaybookForm, _edit, page="playbooks")
