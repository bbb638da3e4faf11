"""Judge the configurations of a release: records that name what a component must run on, held against its other parts."""

from __future__ import annotations

from collections.abc import Callable, Collection

import msgspec

from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.advisories import Advisory as Read
from kizuki.core.matching import AliasTable, DeviceParts, judge
from kizuki.core.sbom import Component
from kizuki.store.components.aliases import confirmed_aliases
from kizuki.store.findings.configurations import (
    Waiting,
    device_of,
    keep_told,
    parts_of_release,
    releases_waiting,
    told_in,
    waiting_in,
)
from kizuki.store.findings.device_matches import keep_matches
from kizuki.store.findings.tallies import outdate
from kizuki.store.models import Release
from kizuki.store.record.canonical import canonical_json, json_of
from kizuki.store.record.parts import chunks

_ADVISORIES = msgspec.json.Decoder(Read)
_COMPONENTS = msgspec.json.Decoder(Component)
_AT_A_TIME = 400


def judge_configurations(release: int, *, actor: Actor) -> int:
    """Hold what waits for the other parts of a release against them, as `kizuki match` does with a list; returns how many
    findings have another verdict than before."""
    find(Release, "release", actor=actor, pk=release)
    standing, waiting = told_in(release), waiting_in(release)
    if not standing and not waiting:
        return 0
    aliases = confirmed_aliases()
    parts = parts_of_release(release, aliases) if waiting else None
    wanted = {row.match: told for row in waiting if (told := _told(row, parts, aliases)) is not None}
    moved = [match for match in sorted({*wanted, *standing}) if wanted.get(match) != standing.get(match)]
    device = device_of(release)
    for part in chunks(moved, _AT_A_TIME):
        with verb("judge_configurations", actor=actor, of=[f"release:{release}"]) as act:
            here = {match: wanted[match] for match in part if match in wanted}
            keep_told(release, here, [match for match in part if match not in here])
            keep_matches(part, [device])
            outdate([device])
            act.record(
                subjects=[f"release:{release}", f"device:{device}"],
                payload={"changed": len(here), "ended": len(part) - len(here)},
            )
    return len(moved)


def judge_configurations_of(
    *,
    advisories: Collection[int] | None = None,
    components: Collection[int] | None = None,
    actor: Actor,
    between: Callable[[], None],
) -> None:
    """The same for every release in which a match of these advisories or components waits for its other parts."""
    for release in releases_waiting(advisories, components):
        judge_configurations(release, actor=actor)
        between()


def _told(row: Waiting, parts: DeviceParts | None, aliases: AliasTable) -> tuple[str, object] | None:
    """Verdict and evidence where the parts make another verdict of it."""
    found = judge(_COMPONENTS.decode(row.component), _ADVISORIES.decode(row.advisory), parts=parts, aliases=aliases)
    if not found or str(found[0].verdict) == row.verdict:
        return None
    finding = found[0]
    evidence = {"evidence": finding.evidence, "fixed_in": finding.fixed_in, "beside": finding.beside}
    return str(finding.verdict), json_of(canonical_json(evidence))
