"""Design information from a list: a row a release, kind and title."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from kizuki.actions.devices.enter_design import DesignGiven, enter_design
from kizuki.actions.loading.planned import Planned, plan_rows
from kizuki.actions.rows import text
from kizuki.actions.verb import Actor
from kizuki.core.devices.design import design_digest
from kizuki.core.refusal import Refused
from kizuki.core.tables.columns import Row
from kizuki.store.queries.design import design_by_release
from kizuki.store.queries.viewer import Viewer


def plan(rows: Sequence[Row], on: date, viewer: Viewer) -> list[Planned]:
    """What each row would do: what nobody told is made, what was told otherwise becomes a new version."""
    releases, standing = design_by_release(viewer)

    def planned(row: Row, key: str) -> Planned:
        values = row.values
        named = (str(values["device"]), str(values["release"]))
        if named not in releases:
            raise Refused("release", f"{named[0]} {named[1]} is not registered")
        given = DesignGiven(
            values["kind"],
            text(values["title"], "title", longest=200, required=True),
            values["dated_on"],
            text(values.get("body") or "", "body", longest=20_000),
            gone=bool(values.get("gone")),
        )
        if given.dated_on > on:
            raise Refused("dated_on", f"{given.dated_on} lies in the future")
        if not given.body and not given.gone:
            raise Refused("body", "must not be empty")
        release = releases[named]
        before = standing.get((release, given.kind, given.title))
        digest = design_digest(given.kind, given.title, given.body, "", given.gone)
        what: Literal["made", "changed", "stands"]
        what = "made" if before is None else "stands" if before == digest else "changed"
        return Planned(row.line, key, what, before=before or "", entry=(release, given))

    return plan_rows(rows, _key, planned)


def keep(planned: Sequence[Planned], on: date, actor: Actor) -> None:
    """Keep what was planned, a release at a time."""
    by_release: dict[int, list[DesignGiven]] = {}
    for row in planned:
        release, given = row.entry
        by_release.setdefault(release, []).append(given)
    for release, told in by_release.items():
        enter_design(release, told, on=on, actor=actor)


def _key(values: Any) -> str:
    return f"{values['device']} {values['release']} {values['kind']} {values['title']}"
