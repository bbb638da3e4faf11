"""What speaks against leaving a case as it is, whether it stands on the register, was reported, or is closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from kizuki.core.advisories.naming import is_cve
from kizuki.core.lifecycle.no_report import Cause, Hole
from kizuki.core.lifecycle.signals import Signal, newer
from kizuki.store.cases.events import events_beside, exploited_in_ours
from kizuki.store.findings.vulnerability_names import Named, vulnerabilities
from kizuki.store.models import (
    ActiveExploitation,
    Advisory,
    Case,
    Patch,
    PatchMove,
    Unit,
    UnitMove,
    UnitPatchMove,
)
from kizuki.store.queries.signals import ssvc_points
from kizuki.store.record.canonical import json_of
from kizuki.store.register.watched import linked_names
from kizuki.store.register.watched_units import IN_USE, done_for, patches_closing
from kizuki.store.signals.standing import exploitation_learned


def signals_on(case_id: int, since: datetime) -> tuple[Cause, ...]:
    """The signals about the vulnerabilities of a case that are newer than `since`, the instant at which it was closed
    or last looked at; empty where none is, or where the case names no vulnerability.

    Known exploitation under any name, exploitation said to be active, a patch of ours withdrawn, a unit in use that
    came to be without its measure, a new case of the same vulnerability on the device (`events_beside`), its
    exploitation in another device of ours. A fixed number of questions to the database, however many advisories are kept.
    """
    case = Case.objects.only("device_id").get(pk=case_id)
    found = vulnerabilities(linked_names(case_id))
    if not found:
        return ()
    names = frozenset[str]().union(*(one.names for one in found))
    records = list(Advisory.objects.filter(names__name__in=names).distinct().prefetch_related("names"))
    signals = [
        *_exploited(found, records),
        *_active(records),
        *_of_measures(case.device_id, found, names, since),
        *_events(case, names, since),
        *_in_our_other_devices(case, found, names, since),
    ]
    return newer(signals, since)


def _exploited(found: Iterable[Named], records: Sequence[Advisory]) -> Iterable[Signal]:
    """A number that another name led to counts from the day of the record that ties them, where that came later and
    was never revised; after a revision nobody knows when it was tied."""
    numbers = {name: one for one in found for name in one.names if is_cve(name)}
    for cve, at in exploitation_learned(numbers).items():
        if cve not in numbers[cve].asked:
            tied = [one for one in records if cve in {name.name for name in one.names.all()}]
            if tied and all(one.revision == 1 for one in tied):
                at = max(at, min(one.kept_at for one in tied))
        yield Signal("exploited", cve, at)


def _active(records: Sequence[Advisory]) -> Iterable[Signal]:
    saying = [
        row
        for row in records
        if not row.withdrawn
        and sum(is_cve(name.name) for name in row.names.all()) <= 1
        and ("E", "A") in (ssvc_points(json_of(row.body)) or ())
    ]
    if saying:
        since = dict(ActiveExploitation.objects.filter(advisory__in=saying).values_list("advisory_id", "told_at"))
        for row in saying:
            yield Signal("exploitation_active", row.identifier, since.get(row.pk, row.kept_at))


def _of_measures(device_id: int, found: Iterable[Named], names: frozenset[str], since: datetime) -> Iterable[Signal]:
    patches = patches_closing(device_id, names)
    if not patches:
        return
    moves = PatchMove.objects.filter(patch__in=patches, state="withdrawn", recorded_at__gt=since)
    for move in moves.select_related("patch").order_by("pk"):
        yield Signal("measure_withdrawn", move.patch.key, move.recorded_at)
    holes = [Hole(one.name, names=tuple(one.names)) for one in found]
    yield from _undone(device_id, holes, patches, since)


def _undone(device_id: int, holes: Sequence[Hole], patches: Sequence[Patch], since: datetime) -> Iterable[Signal]:
    """Units in use that lack the measure since then: rolled back, or come into use or to another release without it."""
    if not any(patch.state == "shipped" for patch in patches):
        return
    lacking = Unit.objects.filter(device_id=device_id, state__in=IN_USE).exclude(done_for(holes, patches))
    rolled = UnitPatchMove.objects.filter(
        unit__in=lacking, patch__in=patches, state="rolled_back", recorded_at__gt=since
    )
    for serial, at in rolled.values_list("unit__serial", "recorded_at"):
        yield Signal("units_undone", serial, at)
    moved = UnitMove.objects.filter(unit__in=lacking, recorded_at__gt=since).values("unit")
    before: dict[int, tuple[bool, int | None]] = {}
    for move in UnitMove.objects.filter(unit__in=moved).select_related("unit").order_by("unit_id", "pk"):
        stood = (move.state in IN_USE, move.release_id)
        if move.recorded_at > since and stood[0] and before.get(move.unit_id, (False, None)) != stood:
            yield Signal("units_undone", move.unit.serial, move.recorded_at)
        before[move.unit_id] = stood


def _events(case: Case, names: frozenset[str], since: datetime) -> Iterable[Signal]:
    for event in events_beside(case, names):
        yield Signal("new_event", event.number, event.heard_at(since))


def _in_our_other_devices(
    case: Case, found: Sequence[Named], names: frozenset[str], since: datetime
) -> Iterable[Signal]:
    """By the vulnerability and not by the case: not everybody who sees this one sees that device."""
    for one in exploited_in_ours(case, names):
        code = "exploited_here" if one.known else "maybe_exploited_here"
        for ours in (mean for mean in found if mean.names & one.names):
            yield Signal(code, ours.name, one.event.heard_at(since))
