"""The state of every vulnerability on the releases that run at one hospital, as people gave it and as it still holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kizuki.core.advisories.naming import is_cve
from kizuki.store.access.seen import seen
from kizuki.store.findings.joined import triage_limit
from kizuki.store.hospitals.withheld import Withheld
from kizuki.store.models import Match, Patch, ReleaseComponent
from kizuki.store.queries.findings import FindingLine, lines_of
from kizuki.store.queries.viewer import Viewer

MOST = 5_000
"""So many findings of a hospital's releases are read; beyond them the page says that there are more."""

ORDER = ("affected", "under_investigation", "fixed", "not_affected")
"""States as they are listed."""


@dataclass(frozen=True, slots=True)
class VexRow:
    """One vulnerability on one release: its state, the components that bring it, the release that closes it ('' none is
    shipped), and whether it is known to be exploited somewhere."""

    name: str
    release: int
    brand: str
    version: str
    state: str
    components: tuple[str, ...]
    fixed_by: str
    exploited: bool


def vex_rows(viewer: Viewer, releases: Collection[int], held: Withheld, on: date) -> tuple[tuple[VexRow, ...], bool]:
    """The rows, the gravest first, and whether there were more findings than are read.

    What nobody has judged yet, or what no longer holds, is under investigation: an unknown is never a no. What matching
    itself ruled out is left out unless a person said something of it.
    """
    wanted = sorted(set(releases))
    if not wanted:
        return (), False
    held_parts = seen(viewer, ReleaseComponent).filter(release__in=wanted).values_list("component_id", "release_id")
    parts: dict[int, list[int]] = defaultdict(list)
    for component, release in held_parts:
        parts[component].append(release)
    matches = (
        seen(viewer, Match)
        .filter(active=True, component__releases__release__in=wanted)
        .exclude(advisory__in=held.advisories)
        .filter(Q(verdict__in=("affected", "undetermined")) | Q(in_releases__release__in=wanted))
        .distinct()
        .order_by("pk")
        .values_list("pk", "component_id")[: MOST + 1]
    )
    found = list(matches)
    keys = [(match, release) for match, component in found[:MOST] for release in parts[component]]
    lines = [one for one in lines_of(viewer, keys, on, triage_limit()) if _told(one, held)]
    patches = _patches(viewer, lines)
    return _rows(lines, patches), len(found) > MOST


def _told(line: FindingLine, held: Withheld) -> bool:
    names = {line.advisory, *line.aliases}
    return not names & held.names and (line.verdict != "not_affected" or bool(line.state))


def _patches(viewer: Viewer, lines: Sequence[FindingLine]) -> Mapping[int, list[Patch]]:
    found: dict[int, list[Patch]] = defaultdict(list)
    rows = seen(viewer, Patch).filter(device__in={line.device for line in lines}, state="shipped")
    for row in rows.select_related("release").order_by("pk"):
        found[row.device_id].append(row)
    return found


def _rows(lines: Sequence[FindingLine], patches: Mapping[int, list[Patch]]) -> tuple[VexRow, ...]:
    grouped: dict[tuple[str, int], list[FindingLine]] = defaultdict(list)
    for line in lines:
        grouped[_name(line), line.release].append(line)
    rows = []
    for (name, release), together in grouped.items():
        first = together[0]
        called = {one for line in together for one in (line.advisory, *line.aliases)}
        closing = [row for row in patches.get(first.device, ()) if called & set(row.fixes) and row.release]
        runs = any(row.release_id == release for row in closing)
        state = _state([_said(line) for line in together])
        # A patch that runs closes the hole, unless a person still says of this very release that it is affected.
        state = "fixed" if runs and state != "affected" else state
        rows.append(
            VexRow(
                name,
                release,
                first.brand,
                first.version,
                state,
                tuple(sorted({f"{line.component} {line.component_version}".strip() for line in together})),
                closing[-1].release.version if closing and closing[-1].release else "",
                any(line.known_exploited_on for line in together),
            )
        )
    return tuple(sorted(rows, key=lambda row: (ORDER.index(row.state), not row.exploited, row.brand, row.name)))


def _name(line: FindingLine) -> str:
    return next((name for name in (line.advisory, *line.aliases) if is_cve(name)), line.advisory)


def _said(line: FindingLine) -> str:
    return "" if line.lapsed else line.state


def _state(said: list[str]) -> str:
    """The state of several findings together: affected by one is affected; one that nobody judged leaves it open."""
    if "affected" in said:
        return "affected"
    if "" in said or "under_investigation" in said:
        return "under_investigation"
    return "fixed" if "fixed" in said else "not_affected"
