"""The company as it stood on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kizuki.store.access.seen import seen
from kizuki.store.models import Addressee, Appointment, Capacity, Company, CompanyAddress, Licence
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
class CompanyOn:
    """The company on one day."""

    licences: tuple[LicenceRow, ...]
    addresses: tuple[tuple[str, str, str], ...]
    """Kind, postal code, address."""
    appointments: tuple[AppointmentRow, ...]


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
    )


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
