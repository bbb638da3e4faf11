"""The files that a hospital takes out of its page: component lists and the states of vulnerabilities."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec

from kizuki.core.hospitals.vex import State, cyclonedx_vex
from kizuki.core.sbom import Component as Read
from kizuki.core.sbom.writing import Described, cyclonedx_sbom
from kizuki.store.access.seen import seen
from kizuki.store.devices.milestones import milestones_by_device
from kizuki.store.hospitals.withheld import withheld_from
from kizuki.store.models import Company, Release, ReleaseComponent
from kizuki.store.queries.hospital_information import releases_at
from kizuki.store.queries.hospital_vex import vex_rows
from kizuki.store.queries.viewer import Viewer

_READ = msgspec.json.Decoder(Read)


def sbom_of(viewer: Viewer, hospital_id: int, release_id: int, at: datetime) -> dict[str, Any] | None:
    """The component list of a release that runs at this hospital, as the record keeps it; None where it does not run
    there, or no list of it is held. A list names components and no vulnerability, so nothing is withheld from it."""
    if release_id not in releases_at(viewer, hospital_id):
        return None
    row = seen(viewer, Release).filter(pk=release_id, sbom__isnull=False, state="kept").first()
    if row is None:
        return None
    (described,) = _described(viewer, [release_id])
    held = seen(viewer, ReleaseComponent).filter(release=release_id).select_related("component").order_by("pk")
    components = [(one.component_id, _READ.decode(one.component.body)) for one in held]
    return cyclonedx_sbom(described, components, at)


def vex_of(viewer: Viewer, hospital_id: int, on: date, at: datetime) -> dict[str, Any]:
    """The states of the vulnerabilities on the releases that run at this hospital, without what is withheld from it."""
    releases = sorted(releases_at(viewer, hospital_id))
    rows, cut = vex_rows(viewer, releases, withheld_from(hospital_id, at), on)
    company = seen(viewer, Company).values_list("name", flat=True).first() or ""
    states = [State(row.name, _ref(row.release), row.state, row.components, row.fixed_by) for row in rows]
    return cyclonedx_vex(company, _described(viewer, releases), states, at, cut=cut)


def _ref(release_id: int) -> str:
    return f"KZP-{release_id}"


def _described(viewer: Viewer, releases: list[int]) -> list[Described]:
    company = seen(viewer, Company).values_list("name", flat=True).first() or ""
    rows = list(seen(viewer, Release).filter(pk__in=releases).select_related("device").order_by("pk"))
    days = milestones_by_device([row.device_id for row in rows])
    return [Described(company, row.device.brand, row.version, _ref(row.pk), days[row.device_id]) for row in rows]
