"""The first run, and the use of a link: forms of those who have not signed in."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from kizuki.actions.company.register_licence import KINDS
from kizuki.actions.people.begin_record import Beginning, FirstPerson
from kizuki.core.people import ROLES
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.fields import Choice, Day, Line, NewPassword
from kizuki.web.doors.form import DoorForm

OTHERS = 4
"""Rows for the people beside the one who does it."""

_ACTING = tuple(role for role in ROLES if role not in ("auditor", "reviewer"))


def _licences(doing: Doing) -> list[tuple[str, str]]:
    return offers.worded("record.value.kind", KINDS, doing.lang)


def _roles(doing: Doing) -> list[tuple[str, str]]:
    return offers.worded("record.role", _ACTING, doing.lang)


def _same(form: DoorForm) -> None:
    if form.cleaned_data.get("again") != form.cleaned_data.get("new_password"):
        form.wrong("again", "me.error.again")


class ChoosePassword(DoorForm):
    """A password, twice."""

    new_password = NewPassword("me.field.new_password", hint="me.hint.new_password")
    again = NewPassword("me.field.again")

    def together(self) -> None:
        """Both times the same."""
        _same(self)


class FirstRun(DoorForm):
    """The company, its licence, who does it, and who else is there from the first day."""

    company = Line("company.field.name")
    representative = Line("company.field.representative", required=False)
    address = Line("company.field.address", longest=300, required=False)
    licence_kind = Choice("company.field.licence_kind", _licences)
    licence_number = Line("company.field.licence_number", longest=64)
    licensed_on = Day("first_run.field.licensed_on")
    appointed_on = Day("first_run.field.appointed_on", hint="first_run.hint.appointed_on")
    display_name = Line("first_run.field.me")
    role = Choice("first_run.field.my_role", _roles)
    sign_in_name = Line("people.field.sign_in_name", longest=150, hint="people.hint.sign_in_name")
    mail = Line("people.field.mail", longest=254, required=False)
    new_password = NewPassword("me.field.new_password", hint="me.hint.new_password")
    again = NewPassword("me.field.again")

    folded = tuple(
        f"{name}_{row}" for row in range(1, OTHERS + 1) for name in ("role", "display_name", "sign_in_name", "mail")
    )
    places: ClassVar = {
        "licence.number": "licence_number",
        "licence.kind": "licence_kind",
        "company.name": "company",
        "people.0.sign_in_name": "sign_in_name",
        "people.0.mail": "mail",
        "people.0.role": "role",
    }

    def shape(self) -> None:
        """A row for each of the others."""
        for row in range(1, OTHERS + 1):
            self.fields[f"role_{row}"] = Choice("people.field.role", _roles, required=False)
            self.fields[f"display_name_{row}"] = Line("people.field.display_name", required=False)
            self.fields[f"sign_in_name_{row}"] = Line("people.field.sign_in_name", longest=150, required=False)
            self.fields[f"mail_{row}"] = Line("people.field.mail", longest=254, required=False)

    def _word(self, name: str, field: forms.Field) -> None:
        super()._word(name, field)
        row = name.rpartition("_")[2]
        if row.isdecimal():
            field.label = self.say("first_run.other", number=int(row) + 1, what=field.label or "")

    def _field_of(self, place: str) -> str | None:
        """A refusal about one of the others stands in their row."""
        parts = place.split(".")
        if parts[0] == "people" and len(parts) == 3 and parts[1] != "0":
            return f"{parts[2]}_{self.cleaned_data['others'][int(parts[1]) - 1]['row']}"
        return super()._field_of(place)

    def together(self) -> None:
        """The password twice the same; whoever is named is named whole; nobody twice."""
        _same(self)
        told = self.cleaned_data
        told["others"] = []
        names = [told.get("sign_in_name")]
        for row in range(1, OTHERS + 1):
            said = {
                name: told.get(f"{name}_{row}") or "" for name in ("role", "display_name", "sign_in_name", "mail")
            }
            if not any(said.values()):
                continue
            for name in ("role", "display_name", "sign_in_name"):
                if not said[name]:
                    self.wrong(f"{name}_{row}", "door.error.required")
            if said["sign_in_name"] in names:
                self.wrong(f"sign_in_name_{row}", "people.error.twice")
            names.append(said["sign_in_name"])
            told["others"].append(said | {"row": row})


def beginning_of(told: dict[str, Any], lang: str) -> Beginning:
    """The company and its people as the verb takes them, the one who does it first."""
    me = FirstPerson(told["sign_in_name"], told["display_name"], told["role"], told["mail"], lang)
    others = [
        FirstPerson(one["sign_in_name"], one["display_name"], one["role"], one["mail"], lang)
        for one in told["others"]
    ]
    return Beginning(
        company=told["company"],
        licence_kind=told["licence_kind"],
        licence_number=told["licence_number"],
        licensed_on=told["licensed_on"],
        people=[me, *others],
        appointed_on=told["appointed_on"],
        representative=told["representative"],
        address=told["address"],
    )
