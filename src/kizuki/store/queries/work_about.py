"""What pieces of background work are about, by name: a release with its device, a vulnerability by its number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kizuki.core.feeds import FEEDS, terms_of
from kizuki.core.glossary import say
from kizuki.store.access.seen import leading_nowhere_hidden
from kizuki.store.models import (
    Advisory,
    Assessment,
    Case,
    ConfirmedAlias,
    Device,
    FeedSource,
    Notice,
    Release,
    Upload,
)
from kizuki.store.queries.viewer import Viewer
from kizuki.store.work.about import Args

MOST = 3
"""Of several rows so many are named; the rest is counted."""

_NAMED: Mapping[str, tuple[Any, tuple[str, ...]]] = {
    "release": (Release, ("device__brand", "version")),
    "device": (Device, ("brand",)),
    "advisories": (Advisory, ("identifier",)),
    "alias": (ConfirmedAlias, ("name",)),
    "assessments": (Assessment, ("device__brand", "advisory__identifier")),
    "case": (Case, ("number",)),
    "feed": (FeedSource, ("code",)),
    "notice": (Notice, ("person__display_name",)),
    "upload": (Upload, ("device__brand", "version")),
}
"""Arguments that name rows: their table, and the columns by which people know one."""


def work_about(viewer: Viewer, pieces: Sequence[Args]) -> tuple[str, ...]:
    """One line for each piece, '' for one that is about nothing by name. Each table is read once."""
    wanted: dict[str, set[int]] = {}
    for args in pieces:
        for name, value in args.items():
            if name in _NAMED:
                wanted.setdefault(name, set()).update(_keys(value)[:MOST])
    names = {name: _names(viewer, name, sorted(keys)) for name, keys in wanted.items()}
    return tuple(_line(viewer, args, names) for args in pieces)


def _names(viewer: Viewer, name: str, keys: list[int]) -> dict[int, str]:
    table, columns = _NAMED[name]
    # Of whom a mail is, is no secret of its own: hidden is what leads to something hidden, and that is asked before.
    rows = leading_nowhere_hidden(viewer, table).filter(pk__in=keys).values_list("pk", *columns)
    return {pk: " ".join(_called(name, str(one)) for one in told if one) for pk, *told in rows}


def _called(name: str, told: str) -> str:
    return terms_of(told).name if name == "feed" and told in FEEDS else told


def _line(viewer: Viewer, args: Args, names: Mapping[str, Mapping[int, str]]) -> str:
    lang, said = viewer.lang, []
    for name, value in args.items():
        if name == "day":
            said.append(str(value))
        if name not in names:
            continue
        keys = _keys(value)
        found = [names[name].get(key) or say("jobs.gone", lang) for key in keys[:MOST]]
        if len(keys) > MOST:
            found.append(say("jobs.and_more", lang, count=len(keys) - MOST))
        said.append(say("screens.comma", lang).join(dict.fromkeys(found)))
    return " ".join(said)


def _keys(value: Any) -> list[int]:
    return [key for key in (value if isinstance(value, list) else [value]) if isinstance(key, int)]
