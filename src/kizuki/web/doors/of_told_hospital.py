"""The hospital that was told at the intake and is not on our list: registered, and tied to what was told."""

from __future__ import annotations

from typing import Any, ClassVar

from kizuki.actions.information.name_hospital import name_hospital
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Line
from kizuki.web.doors.form import DoorForm
from kizuki.web.doors.from_intake import intake_told, lines_of


class NameHospital(DoorForm):
    """One of the list after all, or a new one by its name and our own short name."""

    hospital = Choice("portfolio.hospital", offers.of_hospitals, hint="door.hint.listed_hospital", required=False)
    name = Line("door.field.hospital_told", required=False)
    key = Line("hospitals.field.key", longest=64, hint="hospitals.hint.key", required=False)
    prefecture = Line("company.field.prefecture", longest=16, required=False)
    address = Line("company.field.address", longest=300, required=False)

    places: ClassVar = {"information.hospital": "hospital", "hospital.key": "key", "hospital.name": "name"}

    def begin(self) -> dict[str, Any]:
        """The name as it was told; a short name that nobody has, which a person may change."""
        told = intake_told(self.doing)
        self.taken = {"name": told.number} if told.hospital_told else {}
        return {"name": told.hospital_told, "key": told.number.lower().replace("i-", "h-", 1)}

    def together(self) -> None:
        """A new one has a name and a short name, which is nobody's yet."""
        told = self.cleaned_data
        if told.get("hospital"):
            return
        for name in ("name", "key"):
            if not told.get(name) and name not in self.errors:
                self.wrong(name, "door.error.required")
        if told.get("key") in dict(offers.of_hospitals(self.doing)):
            self.wrong("key", "hospitals.error.key_stands")


def _name(doing: Doing, told: dict[str, Any]) -> None:
    if told["hospital"]:
        name_hospital(doing.id, told["hospital"], actor=doing.actor)
        return
    names = ("name", "prefecture", "address")
    name_hospital(doing.id, told["key"], **{name: told[name] for name in names}, actor=doing.actor)


def _names_none(doing: Doing) -> bool:
    return not intake_told(doing).hospital


def _told(doing: Doing) -> tuple[str, ...]:
    return lines_of(doing, intake_told(doing))


NAME_HOSPITAL = Door("name_hospital", "information", ("name_hospital",), NameHospital, _name, _names_none, _told)
