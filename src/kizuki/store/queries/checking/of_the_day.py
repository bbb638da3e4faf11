"""What stood on the day of a report: the 品目, the company, the ways to PMDA, and the words that no text may hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from kizuki.core.forms.checking import Product, Way
from kizuki.store.access.seen import seen
from kizuki.store.models import (
    Addressee,
    AdvisoryAlias,
    CaseVulnerability,
    Device,
    DeviceEvent,
    Embargo,
    FirstReport,
    Hospital,
    SafetyInformation,
    Transmission,
    User,
)
from kizuki.store.models.in_force import in_force
from kizuki.store.queries.checking.named import told_at_the_intake
from kizuki.store.queries.company import standing_company
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.clock import JAPAN

_GIVEN_UP = ("abolition", "succession")


def product(viewer: Viewer, device: Device, on: date) -> Product:
    """Brand and licence as registered, the holder as it was called on the day; the day on which the approval was given up
    or passed on, if any."""
    company = standing_company(viewer, on)
    ended = seen(viewer, DeviceEvent).filter(device=device, kind__in=_GIVEN_UP, replaced_by=None, on__lte=on)
    others = seen(viewer, Device).exclude(pk=device.pk).values_list("brand", "approval_no")
    return Product(
        brand=device.brand,
        licence=device.approval_no,
        given_up_on=ended.order_by("on").values_list("on", flat=True).first(),
        company=company.name if company else "",
        others=frozenset(name for names in others for name in names if name),
    )


def ways(viewer: Viewer, on: date, *, first: bool = False) -> tuple[Way, ...]:
    """The ways that the record has an address for on that day, and those that failed on it; the sheet of a first report
    goes to the office for first reports as well."""
    kinds = ("pmda_portal", "pmda_reports", *(("pmda_first_report",) if first else ()))
    rows = list(seen(viewer, Addressee).filter(in_force(on), kind__in=kinds))
    failed = seen(viewer, Transmission).filter(went=False)
    down = {way for way, at in failed.values_list("way", "at") if at.astimezone(JAPAN).date() == on}
    ready = {
        "portal": any(row.kind == "pmda_portal" and row.account for row in rows),
        "fax": any(row.fax for row in rows),
        "post": any(row.kind == "pmda_reports" and row.address for row in rows),
    }
    return tuple(Way(code, is_ready, code in down) for code, is_ready in ready.items())


def keep_out(viewer: Viewer, *, told: QuerySet[SafetyInformation] | None = None) -> Mapping[str, tuple[str, ...]]:
    """Names of our people and of hospitals' contacts, of hospitals and their addresses, and vulnerabilities under an
    embargo that names the viewer: to anybody else a guess would tell what is secret. Likewise who was named when the
    information came in that a report rests on (`told`): nobody waits for a hospital to be registered."""
    hospitals = list(Hospital.objects.all())
    contacts = [str(row.get("name") or "") for one in hospitals for row in one.contacts if isinstance(row, dict)]
    staff = User.objects.values_list("display_name", flat=True)
    named = told_at_the_intake(told) if told is not None else {}
    return {
        "person": tuple(dict.fromkeys(filter(None, (*staff, *contacts, *named.get("person", ()))))),
        "hospital": tuple(dict.fromkeys((*(one.name for one in hospitals), *named.get("hospital", ())))),
        "address": tuple(one.address for one in hospitals if one.address),
        "vulnerability": _embargoed(viewer),
    }


def told_of(viewer: Viewer, **what: Any) -> QuerySet[SafetyInformation]:
    """The information of a case or a device that the viewer sees."""
    return seen(viewer, SafetyInformation).filter(**what)


def ours(viewer: Viewer, case_id: int | None = None) -> tuple[str, ...]:
    """What our own addressees are reached by, of any day, and where the first reports of a case went: the product writes
    it on its papers itself, and it is nobody's own."""
    rows = seen(viewer, Addressee).values_list("phone", "fax", "email", "address")
    sent = seen(viewer, FirstReport).filter(case_id=case_id) if case_id is not None else ()
    return tuple(
        dict.fromkeys(filter(None, (*(text for row in rows for text in row), *(one.addressee for one in sent))))
    )


def _embargoed(viewer: Viewer) -> tuple[str, ...]:
    standing = seen(viewer, Embargo).filter(lifted_at=None)
    advisories = standing.exclude(advisory=None).values("advisory")
    names = set(AdvisoryAlias.objects.filter(advisory__in=advisories).values_list("name", flat=True))
    names |= set(standing.exclude(advisory=None).values_list("advisory__identifier", flat=True))
    cases = standing.exclude(case=None).values("case")
    names |= set(CaseVulnerability.objects.filter(case__in=cases).values_list("name", flat=True))
    return tuple(sorted(name for name in names if name))
