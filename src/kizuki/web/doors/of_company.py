"""The company and its people: name, licences, addresses, offices, to whom what is sent, who stands in for whom."""

from __future__ import annotations

from typing import Any

from kizuki.actions.company import register_address as addresses
from kizuki.actions.company import register_addressee as addressees
from kizuki.actions.company import register_licence as licences
from kizuki.actions.company.appoint import OFFICES, appoint
from kizuki.actions.company.register_company_name import register_company_name
from kizuki.actions.devices.register_company import register_company
from kizuki.store.queries.people import everybody
from kizuki.store.queries.staff import CompanyNow, company_now
from kizuki.store.queries.standing_rows import standing_rows
from kizuki.web.doors import offers
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Day, Line
from kizuki.web.doors.form import DoorForm
from kizuki.web.numbers import number_in

CONTACT = ("name", "department", "phone", "fax", "email")
NUMBERS = ("company_no", "registration_no", "identification_no")

Offered = list[tuple[str, str]]


def of_rows(kind: str) -> Any:
    """The rows of a kind that the new one may follow, each with its days."""

    def offered(doing: Doing) -> Offered:
        device = doing.id if kind == "capacity" else None
        rows = standing_rows(doing.viewer, kind, device)
        return [(str(row.id), f"{row.said} ({row.from_on} – {row.to_on or ''})") for row in rows]

    return offered


def _kinds(codes: tuple[str, ...]) -> Any:
    def offered(doing: Doing) -> Offered:
        return offers.worded("record.value.kind", codes, doing.lang)

    return offered


class InForceForm(DoorForm):
    """From which day to which a row holds; one that it follows is named, and stays."""

    from_on = Day("door.field.from_on", ahead=True)
    to_on = Day("door.field.to_on", ahead=True, required=False, hint="door.hint.to_on")

    def together(self) -> None:
        """The last day is not before the first."""
        told = self.cleaned_data
        if told.get("from_on") and told.get("to_on") and told["to_on"] < told["from_on"]:
            self.wrong("to_on", "door.error.ends_before")


def days_of(told: dict[str, Any]) -> dict[str, Any]:
    """The days of a row and the one that it follows, as verbs take them."""
    return {"from_on": told["from_on"], "to_on": told["to_on"], "replaces": number_in(told.get("replaces") or "")}


def _now(doing: Doing) -> CompanyNow:
    return doing.once("company", lambda: company_now(doing.viewer)) or CompanyNow("", "", "", {}, {})


class TheCompany(DoorForm):
    """The marketing authorization holder as its forms name it."""

    name = Line("company.field.name")
    representative = Line("company.field.representative", required=False)
    address = Line("company.field.address", longest=300, required=False)
    contact_name = Line("company.field.contact_name", required=False)
    contact_department = Line("company.field.contact_department", required=False)
    contact_phone = Line("company.field.contact_phone", longest=40, required=False)
    contact_fax = Line("company.field.contact_fax", longest=40, required=False)
    contact_email = Line("company.field.contact_email", required=False)
    company_no = Line("company.field.company_no", longest=40, hint="company.hint.company_no", required=False)
    registration_no = Line("company.field.registration_no", longest=40, required=False)
    identification_no = Line("company.field.identification_no", longest=40, required=False)

    def begin(self) -> dict[str, Any]:
        """The company as it stands."""
        now = _now(self.doing)
        told = {"name": now.name, "representative": now.representative, "address": now.address}
        told |= {f"contact_{key}": now.contact.get(key, "") for key in CONTACT}
        return told | {key: now.numbers.get(key, "") for key in NUMBERS}


def _register_company(doing: Doing, told: dict[str, Any]) -> None:
    now = _now(doing)
    contact = dict(now.contact) | {key: told[f"contact_{key}"] for key in CONTACT}
    numbers = dict(now.numbers) | {key: told[key] for key in NUMBERS}
    register_company(
        name=told["name"],
        representative=told["representative"],
        address=told["address"],
        contact={key: value for key, value in contact.items() if value},
        numbers={key: value for key, value in numbers.items() if value},
        actor=doing.actor,
    )


class NameForm(InForceForm):
    """A name of the company, and who represents it, on these days."""

    name = Line("company.field.name")
    representative = Line("company.field.representative", hint="company.hint.representative", required=False)
    replaces = Choice("door.field.replaces", of_rows("name"), hint="door.hint.replaces", required=False)
    field_order = ("name", "representative", "from_on", "to_on", "replaces")


def _register_name(doing: Doing, told: dict[str, Any]) -> None:
    more = days_of(told) | {"representative": told["representative"]}
    register_company_name(told["name"], **more, actor=doing.actor)


class LicenceForm(InForceForm):
    """A licence with the days that it holds."""

    kind = Choice("company.field.licence_kind", _kinds(licences.KINDS))
    number = Line("company.field.licence_number", longest=64)
    replaces = Choice("door.field.replaces", of_rows("licence"), hint="door.hint.replaces", required=False)
    field_order = ("kind", "number", "from_on", "to_on", "replaces")


def _register_licence(doing: Doing, told: dict[str, Any]) -> None:
    licences.register_licence(told["number"], told["kind"], **days_of(told), actor=doing.actor)


class AddressForm(InForceForm):
    """An address of the company."""

    kind = Choice("company.field.address_kind", _kinds(addresses.KINDS))
    postal_code = Line("company.field.postal_code", longest=16, required=False)
    address = Line("company.field.address", longest=300)
    replaces = Choice("door.field.replaces", of_rows("address"), hint="door.hint.replaces", required=False)
    field_order = ("kind", "postal_code", "address", "from_on", "to_on", "replaces")


def _register_address(doing: Doing, told: dict[str, Any]) -> None:
    more = days_of(told) | {"postal_code": told["postal_code"]}
    addresses.register_address(told["kind"], told["address"], **more, actor=doing.actor)


class AddresseeForm(InForceForm):
    """To whom something is sent, and by which numbers."""

    kind = Choice("company.to", _kinds(addressees.KINDS))
    prefecture = Line("company.field.prefecture", longest=16, hint="company.hint.prefecture", required=False)
    name = Line("company.name")
    unit = Line("company.field.unit", required=False)
    fax = Line("company.fax", longest=40, required=False)
    phone = Line("company.phone", longest=40, required=False)
    email = Line("company.mail", required=False)
    account = Line("company.account", longest=120, required=False)
    address = Line("company.field.address", longest=300, required=False)
    replaces = Choice("door.field.replaces", of_rows("addressee"), hint="door.hint.replaces", required=False)
    field_order = (
        *("kind", "prefecture", "name", "unit", "fax", "phone", "email", "account", "address"),
        *("from_on", "to_on", "replaces"),
    )

    def begin(self) -> dict[str, Any]:
        """For what the address asks."""
        return {"kind": self.doing.asked.get("kind", "")}


def _register_addressee(doing: Doing, told: dict[str, Any]) -> None:
    names = ("kind", "name", "unit", "prefecture", "phone", "fax", "email", "account", "address")
    entry = addressees.AddresseeEntry(**{name: told[name] for name in names})
    addressees.register_addressee(entry, **days_of(told), actor=doing.actor)


def _offices(doing: Doing) -> Offered:
    return offers.worded("record.value.office", OFFICES, doing.lang)


def _everybody(doing: Doing) -> Offered:
    return [(str(pk), name) for pk, name in everybody(doing.viewer)]


class AppointForm(InForceForm):
    """Who holds an office of GVP from when on."""

    office = Choice("company.field.office", _offices)
    person = Choice("company.field.person", _everybody)
    replaces = Choice("door.field.replaces", of_rows("appointment"), hint="door.hint.replaces", required=False)
    field_order = ("office", "person", "from_on", "to_on", "replaces")


def _appoint(doing: Doing, told: dict[str, Any]) -> None:
    appoint(int(told["person"]), told["office"], **days_of(told), actor=doing.actor)


DOORS = (
    Door("register_company", "", ("register_company",), TheCompany, _register_company, page="company"),
    Door("register_company_name", "", ("register_company_name",), NameForm, _register_name, page="company"),
    Door("register_licence", "", ("register_licence",), LicenceForm, _register_licence, page="company"),
    Door("register_address", "", ("register_address",), AddressForm, _register_address, page="company"),
    Door("register_addressee", "", ("register_addressee",), AddresseeForm, _register_addressee, page="company"),
    Door("appoint", "", ("appoint",), AppointForm, _appoint, page="company"),
)
"""The doors of the company's page, in its order."""
