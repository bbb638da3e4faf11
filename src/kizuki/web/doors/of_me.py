"""One's own password: chosen by its owner alone."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse

from kizuki.actions.devices.set_password import set_password
from kizuki.actions.people.signing import prove
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import NewPassword, Password
from kizuki.web.doors.form import DoorForm


class OwnPassword(DoorForm):
    """The password as it is, and twice as it shall be."""

    password = Password("me.field.password")
    new_password = NewPassword("me.field.new_password", hint="me.hint.new_password")
    again = NewPassword("me.field.again")

    places: ClassVar = {"new_password": "new_password"}

    def together(self) -> None:
        """Both times the same."""
        if self.cleaned_data.get("again") != self.cleaned_data.get("new_password"):
            self.wrong("again", "me.error.again")


def _set(doing: Doing, told: dict[str, Any]) -> str:
    prove(doing.actor, told["password"])
    set_password(doing.person, told["new_password"], actor=doing.actor)
    return reverse("sign-in")


SET_PASSWORD = Door("set_password", "", ("set_password",), OwnPassword, _set, page="me")
