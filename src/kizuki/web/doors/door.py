"""A door: which verb, about what, told in which form, and for whom it opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from kizuki.core.glossary import all_words, say
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.store.queries.people import roles_today
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.form import DoorForm
from kizuki.web.signed import Signed

ROUTES = {
    "": ("door", ""),
    "information": ("information-door", "information_id"),
    "case": ("case-door", "case_id"),
    "incident": ("incident-door", "incident_id"),
    "device": ("device-door", "device_id"),
    "person": ("person-door", "person_id"),
    "hospital": ("hospital-door", "hospital_id"),
    "patch": ("patch-door", "patch_id"),
    "release": ("release-door", "release_id"),
    "vulnerability": ("vulnerability-door", "advisory_id"),
}
"""The route of the doors of each kind of subject, and the place of its id."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a long form: its words, how much of it is told, its address, and whether it is the one that is shown."""

    words: str
    told: int
    all: int
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Door:
    """A form and its verb.

    `kind` is what it is about ('' for nothing that was there before); `verbs` are those it may come to run, of which its
    user needs one; `act` runs it and answers the address to go to (None: the page of the subject). `opens` says whether
    it can be done now, `about` the lines that stand above the form. Its words are `door.<name>.title`, and `.why` and
    `.button` where they are told.
    """

    name: str
    kind: str
    verbs: tuple[str, ...]
    form: type[DoorForm]
    act: Callable[[Doing, dict[str, Any]], str | None]
    opens: Callable[[Doing], bool] = lambda _: True
    about: Callable[[Doing], tuple[str, ...]] = lambda _: ()
    page: str = "home"
    """The page to which a door about nothing belongs."""
    leads: Callable[[Doing], tuple[str, str] | None] = lambda _: None
    """Address and words of a page that is to be seen first; None where there is none."""
    shut: Callable[[Doing], str] = lambda _: ""
    """Why it cannot be done now, in words; '' where nothing more is known."""
    parts: Callable[[Doing], tuple[Part, ...]] = lambda _: ()
    """The parts of which the form shows one at a time; none where it is shown as a whole."""
    signs: Callable[[Doing], Signed | None] = lambda _: None
    """What is signed with its button, for a form that asks for the password; None where nothing is."""

    def allowed(self, doing: Doing) -> bool:
        """Whether the person may run one of its verbs today, in their own role or in that of somebody whom they stand in
        for."""
        roles = roles_today(doing.viewer, doing.on)
        return any(may(role, verb) for role in roles for verb in self.verbs)

    def told(self, doing: Doing, data: Any, files: Any) -> tuple[DoorForm, str | None, bool]:
        """The form as it was sent, where to go, and whether it was done. What the verb refuses stands in the form."""
        form = self.form(doing, data, files)
        if not form.is_valid():
            return form, None, False
        try:
            return form, self.act(doing, form.cleaned_data), True
        except Refused as refused:
            form.refuse(refused)
            return form, None, False

    def shown(self, doing: Doing, form: DoorForm | None = None) -> Shown:
        """The form as it stands on a page; a new one where none was sent."""
        return Shown(self, doing, form or self.form(doing))


@dataclass(frozen=True, slots=True)
class Shown:
    """A form on a page."""

    door: Door
    doing: Doing
    form: DoorForm

    def _word(self, part: str) -> str:
        found = f"door.{self.door.name}.{part}"
        return say(found, self.doing.lang) if found in all_words() else ""

    @property
    def title(self) -> str:
        """What is done here."""
        return self._word("title")

    @property
    def why(self) -> str:
        """What somebody should know who does it."""
        return self._word("why")

    @property
    def button(self) -> str:
        """The word on its button."""
        return self._word("button") or self.title

    @property
    def about(self) -> tuple[str, ...]:
        """What it is about, above the form."""
        return self.door.about(self.doing)

    @property
    def leads(self) -> tuple[str, str] | None:
        """Address and words of a page that is to be seen first."""
        return self.door.leads(self.doing)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of which the form shows one at a time."""
        return self.door.parts(self.doing)

    @property
    def signed(self) -> Signed | None:
        """What is signed with its button."""
        return self.door.signs(self.doing)

    @property
    def shut(self) -> str:
        """Why it cannot be done now."""
        return self.door.shut(self.doing) or say("door.closed", self.doing.lang)

    @property
    def address(self) -> str:
        """Where it is sent, with what its own address says."""
        return address_of(self.door.kind, self.doing.id, self.door.name, self.doing.asked)


_NUMBER = 1_234_567_890_123


@lru_cache(maxsize=1_024)
def _around_number(kind: str, name: str) -> list[str]:
    """The address of a door about any row, parted where its number stands: a page has hundreds of them."""
    route, place = ROUTES[kind]
    return reverse(route, kwargs={"door": name, **({place: _NUMBER} if place else {})}).split(str(_NUMBER))


def address_of(kind: str, number: int, name: str, asked: Mapping[str, object] | None = None) -> str:
    """The address of a door about a row."""
    path = str(number).join(_around_number(kind, name))
    said = {key: value for key, value in (asked or {}).items() if value}
    return f"{path}?{urlencode(said)}" if said else path
