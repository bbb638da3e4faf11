"""What people said of the findings behind a spread: a list that shows a verdict shows the judgement beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kizuki.store.access.seen import seen
from kizuki.store.findings.vulnerability_names import vulnerability_names
from kizuki.store.models import Match, ReleaseComponent
from kizuki.store.queries.findings import lines_of
from kizuki.store.queries.spread import MOST_COMPONENTS, Spread
from kizuki.store.queries.viewer import Viewer


def with_judgements(viewer: Viewer, found: Spread, vulnerability: str, on: date) -> Spread:
    """The spread of a vulnerability with, for each release, the state that every one of its findings was judged to have;
    none where a finding waits, what was said holds no more, two were judged differently, or there are more findings than
    are looked at."""
    releases = [row.release for device in found.devices for row in device.releases]
    names = vulnerability_names(vulnerability[:200], viewer)
    matches = seen(viewer, Match).filter(active=True, advisory__names__name__in=names).distinct()
    by_component: dict[int, list[int]] = {}
    for match, component in matches.order_by("pk").values_list("pk", "component")[: MOST_COMPONENTS + 1]:
        by_component.setdefault(component, []).append(match)
    if sum(map(len, by_component.values())) > MOST_COMPONENTS:
        return found
    held = seen(viewer, ReleaseComponent).filter(release__in=releases, component__in=by_component)
    keys = {
        (match, release)
        for release, component in held.values_list("release", "component")
        for match in by_component[component]
    }
    states: dict[int, set[str]] = {}
    for line in lines_of(viewer, sorted(keys), on, 0):
        states.setdefault(line.release, set()).add("" if line.lapsed else line.state)
    said = {release: one.pop() for release, one in states.items() if len(one) == 1}
    return replace(
        found,
        devices=tuple(
            replace(device, releases=tuple(replace(row, judged=said.get(row.release, "")) for row in device.releases))
            for device in found.devices
        ),
    )
