"""People: who comes, who leaves, on which devices they act, who stands in, and the way in for each."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.urls import reverse

from kizuki.actions.devices.register_user import register_user
from kizuki.actions.people.delegate import delegate
from kizuki.actions.people.end_delegation import end_delegation
from kizuki.actions.people.give_access import give_access
from kizuki.actions.people.retire_user import retire_user
from kizuki.actions.people.set_mail_address import set_mail_address
from kizuki.actions.people.set_product_scope import set_product_scope
from kizuki.core.people import ROLES, may
from kizuki.store.queries.people import people_who_act
from kizuki.store.queries.staff import PersonPage, delegations, person_page
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Day, Line, Several
from kizuki.web.doors.form import DoorForm

Offered = list[tuple[str, str]]


def _page(doing: Doing) -> PersonPage:
    found = doing.once("person", lambda: person_page(doing.viewer, doing.id, doing.on))
    assert found is not None, "the page asks before whether they are there"
    return found


def _stays(doing: Doing) -> bool:
    return _page(doing).row.active


def _roles(doing: Doing) -> Offered:
    return offers.worded("record.role", ROLES, doing.lang)


def _languages(doing: Doing) -> Offered:
    return [("ja", "日本語"), ("en", "English")]


class NewPerson(DoorForm):
    """A person who will sign in. They choose their own password by their link: nobody else ever sets it."""

    display_name = Line("people.field.display_name")
    sign_in_name = Line("people.field.sign_in_name", longest=150, hint="people.hint.sign_in_name")
    role = Choice("people.field.role", _roles)
    language = Choice("people.field.language", _languages)
    mail = Line("people.field.mail", longest=254, hint="people.hint.mail", required=False)


def _register_user(doing: Doing, told: dict[str, Any]) -> str:
    pk = register_user(
        sign_in_name=told["sign_in_name"],
        display_name=told["display_name"],
        role=told["role"],
        language=told["language"],
        mail=told["mail"],
        actor=doing.actor,
    )
    return reverse("person", args=[pk])


class GiveAccess(DoorForm):
    """The link goes to the owner's own mail address, and nobody else ever sees it."""


def _reached(doing: Doing) -> bool:
    return _page(doing).row.active and bool(_page(doing).row.mail) and settings.MAIL is not None


def _to_whom(doing: Doing) -> tuple[str, ...]:
    return (_page(doing).row.mail,)


def _give_access(doing: Doing, told: dict[str, Any]) -> None:
    give_access(doing.id, by_mail=True, actor=doing.actor)


class MailAddress(DoorForm):
    """Where the letters and links of this person go."""

    mail = Line("people.field.mail", longest=254)

    def begin(self) -> dict[str, Any]:
        """The address as it stands."""
        return {"mail": _page(self.doing).row.mail}


def _set_mail(doing: Doing, told: dict[str, Any]) -> None:
    set_mail_address(doing.id, told["mail"], actor=doing.actor)


class Retire(DoorForm):
    """Nothing that they did changes; they sign in no more."""


def _retire(doing: Doing, told: dict[str, Any]) -> None:
    retire_user(doing.id, actor=doing.actor)


class Scope(DoorForm):
    """On which devices they act; none named is every device."""

    devices = Several("people.field.devices", offers.of_devices, hint="people.hint.devices")

    def begin(self) -> dict[str, Any]:
        """The scope as it stands."""
        return {"devices": [key for key, _ in _page(self.doing).scope]}


def _scope(doing: Doing, told: dict[str, Any]) -> None:
    set_product_scope(doing.id, told["devices"], actor=doing.actor)


def _principals(doing: Doing) -> Offered:
    """The general manager delegates for anybody; everybody else for themselves."""
    people = people_who_act(doing.viewer)
    mine = doing.viewer.role != "general_manager"
    return [(str(pk), name) for pk, name in people if not mine or pk == doing.person]


class Delegate(DoorForm):
    """Who signs for whom, on which days and why."""

    principal = Choice("people.field.principal", _principals)
    deputy = Choice("people.field.deputy", offers.of_people)
    begins_on = Day("door.field.from_on", ahead=True)
    ends_on = Day("door.field.last_on", ahead=True, hint="people.hint.last_on")
    reason = Line("portfolio.reason", longest=300)

    places: ClassVar = {"deputy": "deputy", "ends_on": "ends_on"}


def _delegate(doing: Doing, told: dict[str, Any]) -> None:
    delegate(
        int(told["principal"]),
        int(told["deputy"]),
        begins_on=told["begins_on"],
        ends_on=told["ends_on"],
        reason=told["reason"],
        actor=doing.actor,
    )


def _running(doing: Doing) -> Offered:
    return [
        (str(row.id), f"{row.principal} → {row.deputy} ({row.begins_on} – {row.ends_on})")
        for row in delegations(doing.viewer, doing.on)
        if row.runs
    ]


class EndDelegation(DoorForm):
    """Which delegation ends today."""

    delegation = Choice("people.field.delegation", _running, open_list=True)

    def begin(self) -> dict[str, Any]:
        """The one that the address names."""
        return {"delegation": self.doing.asked.get("delegation", "")}


def _end(doing: Doing, told: dict[str, Any]) -> None:
    end_delegation(int(told["delegation"]), actor=doing.actor)


def _sets_mail(doing: Doing) -> bool:
    return _page(doing).row.active and (
        doing.person == doing.id
        or (doing.viewer.role == "general_manager" and may("general_manager", "set_mail_address"))
    )


OF_COMPANY = (
    Door("register_user", "", ("register_user",), NewPerson, _register_user, page="company"),
    Door("delegate", "", ("delegate",), Delegate, _delegate, page="company"),
    Door(
        "end_delegation",
        "",
        ("end_delegation",),
        EndDelegation,
        _end,
        lambda doing: bool(_running(doing)),
        page="company",
    ),
)
"""The doors about people that stand on the company's page."""

OF_PERSON = (
    Door("give_access", "person", ("give_access",), GiveAccess, _give_access, _reached, _to_whom),
    Door("set_mail", "person", ("set_mail_address",), MailAddress, _set_mail, _sets_mail),
    Door("set_product_scope", "person", ("set_product_scope",), Scope, _scope, _stays),
    Door("retire_user", "person", ("retire_user",), Retire, _retire, _stays),
)
"""The doors of a person's page."""
