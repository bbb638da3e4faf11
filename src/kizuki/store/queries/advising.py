"""What the record says of the vulnerabilities of a case on every release of its device, for those outside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kizuki.core.csaf.writing import Hole, Release
from kizuki.store.access.seen import seen
from kizuki.store.findings.joined import triage_limit
from kizuki.store.findings.vulnerability_names import Named, vulnerabilities
from kizuki.store.models import (
    Advisory,
    Assessment,
    Case,
    CaseVulnerability,
    Company,
    Match,
    Patch,
    ReleaseComponent,
)
from kizuki.store.models import Release as ReleaseRow
from kizuki.store.queries.findings import lines_of
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class ToTell:
    """The publisher, the device with its releases, and each vulnerability with the status that people gave it."""

    publisher: str
    brand: str
    releases: tuple[Release, ...]
    holes: tuple[Hole, ...]
    fix_available: bool


def to_tell(viewer: Viewer, case_id: int, on: date) -> ToTell | None:
    """What can be told of a case on a day; None where the viewer sees no such case.

    A status is what a person said in the triage and what still holds; a release that a shipped patch brought is fixed.
    Where nobody said anything, or what was said has lapsed, it is under investigation: an unknown is never a no.
    """
    case = seen(viewer, Case).filter(pk=case_id).select_related("device").first()
    if case is None:
        return None
    rows = list(seen(viewer, ReleaseRow).filter(device=case.device_id).order_by("pk"))
    releases = tuple(Release(f"KZP-{row.pk}", row.version, case.device.approval_no) for row in rows)
    names = seen(viewer, CaseVulnerability).filter(case_id=case_id).order_by("name").values_list("name", flat=True)
    # Under its public number, where it has one: nobody outside knows ours.
    meant = sorted(vulnerabilities(list(names)), key=lambda one: one.name)
    patches = list(seen(viewer, Patch).filter(device=case.device_id, state="shipped"))
    company = seen(viewer, Company).values_list("name", flat=True).first() or ""
    return ToTell(
        company,
        case.device.brand,
        releases,
        tuple(_hole(viewer, one, case.device_id, rows, patches, on) for one in meant),
        any(one.names & set(row.fixes) for row in patches for one in meant),
    )


def _hole(
    viewer: Viewer, meant: Named, device: int, rows: list[ReleaseRow], patches: Iterable[Patch], on: date
) -> Hole:
    called = meant.names
    advisories = list(seen(viewer, Advisory).filter(names__name__in=called).distinct())
    judged = _judged(viewer, [row.pk for row in advisories], rows, on)
    statuses = {}
    for row in rows:
        patched = any(patch.release_id == row.pk and called & set(patch.fixes) for patch in patches)
        statuses[f"KZP-{row.pk}"] = "fixed" if patched else _together(judged[row.pk])
    vector, base = _scored(viewer, device, [row.pk for row in advisories])
    return Hole(meant.name, statuses, vector, base)


def _judged(viewer: Viewer, advisories: list[int], rows: list[ReleaseRow], on: date) -> dict[int, list[str]]:
    """What people said of each finding by release; '' where nobody did, or where it has lapsed."""
    matches = dict(seen(viewer, Match).filter(advisory__in=advisories, active=True).values_list("pk", "component_id"))
    parts: dict[int, set[int]] = defaultdict(set)
    held = seen(viewer, ReleaseComponent).filter(release__in=rows, component__in=set(matches.values()))
    for component, release in held.values_list("component_id", "release_id"):
        parts[component].add(release)
    keys = [(match, release) for match, component in matches.items() for release in sorted(parts[component])]
    found: dict[int, list[str]] = defaultdict(list)
    for line in lines_of(viewer, keys, on, triage_limit()) if keys else ():
        found[line.release].append("" if line.lapsed else line.state)
    return found


def _together(judged: list[str]) -> str:
    if "affected" in judged:
        return "affected"
    if not judged or "" in judged or "under_investigation" in judged:
        return "under_investigation"
    return "fixed" if "fixed" in judged else "not_affected"


def _scored(viewer: Viewer, device: int, advisories: list[int]) -> tuple[str, float | None]:
    """The base vector and score of the newest assessment that still has its words."""
    found = seen(viewer, Assessment).filter(
        device=device, advisory__in=advisories, current=True, erased_at__isnull=True
    )
    for row in found.order_by("-made_at"):
        scored = row.result.get("cvss31") or {}
        if scored.get("vector") and scored.get("base") is not None:
            return _base_of(scored["vector"]), float(scored["base"])
    return "", None


def _base_of(vector: str) -> str:
    """The metrics of the base group alone."""
    base = ("AV", "AC", "PR", "UI", "S", "C", "I", "A")
    head, *parts = vector.split("/")
    return "/".join([head, *(part for part in parts if part.partition(":")[0] in base)])
