"""The company as it stood on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.store.access.seen import seen
from kizuki.store.models import Addressee, Appointment, Capacity, Company, CompanyAddress, CompanyName, Licence
from kizuki.store.models.in_force import in_force
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class LicenceRow:
    """A licence with the days it holds."""

    id: int
    number: str
    kind: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """Who holds an office."""

    id: int
    user_id: int
    name: str
    office: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class AddresseeRow:
    """To whom something is sent."""

    id: int
    kind: str
    name: str
    unit: str
    prefecture: str
    phone: str
    fax: str
    email: str
    account: str
    address: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class CapacityRow:
    """As what the company reports on a device, and for or with whom."""

    device_id: int
    capacity: str
    counterpart: str
    country: str


@dataclass(frozen=True, slots=True)
class StandingCompany:
    """What a document of one day says of the company: name, representative and main office of that day."""

    name: str
    representative: str
    address: str
    contact: dict[str, str]
    numbers: dict[str, str]


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name with the days that it holds."""

    id: int
    name: str
    representative: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class CompanyOn:
    """The company on one day."""

    licences: tuple[LicenceRow, ...]
    addresses: tuple[tuple[str, str, str], ...]
    """Kind, postal code, address."""
    appointments: tuple[AppointmentRow, ...]
    names: tuple[NameRow, ...]
    """Every name that no other replaced, of any day, the newest first."""


def company_on(viewer: Viewer, on: date) -> CompanyOn:
    """Licences, addresses and offices in force on a day."""
    licences = seen(viewer, Licence).filter(in_force(on)).order_by("kind", "number", "pk")
    addresses = seen(viewer, CompanyAddress).filter(in_force(on)).order_by("kind", "pk")
    offices = seen(viewer, Appointment).filter(in_force(on)).select_related("user").order_by("office", "pk")
    return CompanyOn(
        licences=tuple(LicenceRow(row.pk, row.number, row.kind, row.from_on, row.to_on) for row in licences),
        addresses=tuple((row.kind, row.postal_code, row.address) for row in addresses),
        appointments=tuple(
            AppointmentRow(row.pk, row.user_id, row.user.display_name, row.office, row.from_on, row.to_on)
            for row in offices
        ),
        names=tuple(
            NameRow(row.pk, row.name, row.representative, row.from_on, row.to_on)
            for row in seen(viewer, CompanyName).filter(replaced_by=None).order_by("-from_on", "-pk")
        ),
    )


def standing_company(viewer: Viewer, on: date) -> StandingCompany | None:
    """The company as a document of a day names it: of rows in force on it the newest, where there is none what the
    company says of itself today. None before anybody registered it."""
    company = seen(viewer, Company).filter(id=1).first()
    if company is None:
        return None
    name = seen(viewer, CompanyName).filter(in_force(on)).order_by("-from_on", "-pk").first()
    offices = seen(viewer, CompanyAddress).filter(in_force(on), kind="main_office")
    office = offices.order_by("-from_on", "-pk").first()
    return StandingCompany(
        name=name.name if name else company.name,
        representative=(name and name.representative) or company.representative,
        address=office.address if office else company.address,
        contact=company.contact,
        numbers=company.numbers,
    )


def document_of_company(company: StandingCompany | None) -> dict[str, Any]:
    """The part `company` of a document: who reports, and whom to ask; what is not known is absent."""
    if company is None:
        return {}
    told = {"name": company.name, "representative": company.representative, "address": company.address}
    return {key: value for key, value in (told | {"contact": company.contact}).items() if value}


def addressees_on(viewer: Viewer, kind: str, on: date, *, prefecture: str = "") -> tuple[AddresseeRow, ...]:
    """The addressees of a kind (all: '') in force on a day, the newest first; none is for a person to mend."""
    rows = seen(viewer, Addressee).filter(in_force(on))
    if kind:
        rows = rows.filter(kind=kind)
    if prefecture:
        rows = rows.filter(prefecture=prefecture)
    return tuple(
        AddresseeRow(
            id=row.pk,
            kind=row.kind,
            name=row.name,
            unit=row.unit,
            prefecture=row.prefecture,
            phone=row.phone,
            fax=row.fax,
            email=row.email,
            account=row.account,
            address=row.address,
            from_on=row.from_on,
            to_on=row.to_on,
        )
        for row in rows.order_by("-from_on", "-pk")
    )


def capacity_on(viewer: Viewer, device_id: int, on: date) -> CapacityRow | None:
    """As what the company reported on a device on a day; None where nobody has said so."""
    row = seen(viewer, Capacity).filter(in_force(on), device_id=device_id).order_by("-from_on", "-pk").first()
    return None if row is None else CapacityRow(device_id, row.capacity, row.counterpart, row.country)


def company_name(viewer: Viewer) -> str:
    """What the company is called; '' on an empty record."""
    return seen(viewer, Company).values_list("name", flat=True).first() or ""
