"""How many units in use have the measure: counted from the record, and only where it holds none, as the facts tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q

from kizuki.core.advisories.naming import written_so
from kizuki.core.lifecycle.no_report import Hole
from kizuki.store.findings.bound import bound_to
from kizuki.store.models import Patch, PatchMove, Unit, UnitMove, UnitPatch, UnitPatchMove
from kizuki.store.register.watched_holes import day_of

IN_USE = ("in_use", "unknown")
"""A unit that nobody can find is not out of use."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Units that have the measure, of units in use, whence the numbers are, and the patches that are the measure."""

    done: int | None
    total: int | None
    of: str
    on: date | None
    measures: tuple[str, ...]
    withdrawn: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What the facts tell of it."""

    done: int | None
    total: int | None


def counted(device_id: int, holes: Sequence[Hole], told: Told) -> Counted:
    """How far the measures against these vulnerabilities are.

    A unit in use is done where, for each of them, a patch that is still shipped is applied or its release runs. The
    record counts as soon as it holds a unit of the device; which unit has what is then never typed.
    """
    names = frozenset[str]().union(*(hole.all_names for hole in holes))
    patches = patches_closing(device_id, names)
    heard_on = _last_heard(device_id, patches)
    measures = tuple(sorted(row.key for row in patches))
    withdrawn = tuple(sorted(row.key for row in patches if row.state == "withdrawn"))
    if not Unit.objects.filter(device_id=device_id).exists():
        return Counted(told.done, told.total, "told", heard_on, measures, withdrawn)
    in_use = Unit.objects.filter(concerned(holes), device_id=device_id, state__in=IN_USE)
    # Where the case names no vulnerability, nothing says which patch is the measure: not known is not none.
    done = in_use.filter(done_for(holes, patches)).count() if holes else None
    return Counted(done, in_use.count(), "record", heard_on, measures, withdrawn)


def patches_closing(device_id: int, names: frozenset[str]) -> list[Patch]:
    """The patches of a device that close a vulnerability of one of these names, taken back or not."""
    rows = Patch.objects.filter(device_id=device_id).order_by("pk")
    return [row for row in rows if names & {written_so(name) for name in row.fixes}]


def done_for(holes: Iterable[Hole], patches: Sequence[Patch]) -> Q:
    """The units that have a shipped patch for each of these vulnerabilities; none where one has no such patch."""
    found = Q()
    for hole in holes:
        closing = [
            row
            for row in patches
            if row.state == "shipped" and hole.all_names & {written_so(name) for name in row.fixes}
        ]
        bound = bound_to(hole.all_names)
        # A unit in which the hole cannot be needs nothing for it.
        mine = Q(pk__in=[]) if bound is None else ~bound
        for patch in closing:
            said = UnitPatch.objects.filter(patch=patch)
            mine |= Q(pk__in=said.filter(state="applied").values("unit"))
            if patch.release_id is not None:
                # A unit that was delivered with the release needs no word of its own.
                mine |= Q(release_id=patch.release_id) & ~Q(pk__in=said.values("unit"))
        found &= mine
    return found


def concerned(holes: Iterable[Hole]) -> Q:
    """The units in which one of these vulnerabilities can be: all of them, unless each is bound to sites or units."""
    found = Q()
    for hole in holes:
        bound = bound_to(hole.all_names)
        if bound is None:
            return Q()
        found |= bound
    return found


def told_by(facts: dict[str, Any]) -> Told:
    """Over the matters whose facts tell of a mitigation; the sheet keeps numbers, not texts."""
    told = [matter["mitigation"] for matter in facts.get("matters", [facts]) if matter.get("mitigation")]
    done = [row["units_done"] for row in told if row.get("units_done") is not None]
    total = [row["units_total"] for row in told if row.get("units_total") is not None]
    return Told(sum(done) if done else None, sum(total) if total else None)


def _last_heard(device_id: int, patches: Sequence[Patch]) -> date | None:
    at = [
        PatchMove.objects.filter(patch__in=patches).aggregate(at=Max("recorded_at"))["at"],
        UnitPatchMove.objects.filter(patch__in=patches).aggregate(at=Max("recorded_at"))["at"],
        UnitMove.objects.filter(unit__device_id=device_id).aggregate(at=Max("recorded_at"))["at"],
    ]
    known = [one for one in at if one is not None]
    return day_of(max(known)) if known else None
