"""Findings by words: a part of a component's or a maker's name, or any name of a vulnerability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from kizuki.core.sbom.searching import name_key
from kizuki.store.components.searching import components_named, names_with
from kizuki.store.findings.filters import FindingFilter
from kizuki.store.findings.vulnerability_names import vulnerability_names
from kizuki.store.models import AdvisoryAlias, Match
from kizuki.store.queries.viewer import PROGRAM, Viewer

_MOST_NAMES, _MOST_COMPONENTS, _MOST_MATCHES = 1_000, 3_000, 20_000
"""Beyond these a word narrows so little that the list is walked instead."""
_AT_A_TIME = 500
_LONGEST = 200
_CALLED = (
    "EXISTS (SELECT 1 FROM store_component c WHERE c.id = m.component_id"
    " AND ({inside}(c.name_key, %(text)s) > 0 OR {inside}(c.maker_key, %(text)s) > 0))"
)


@dataclass(frozen=True, slots=True)
class Named:
    """The matches that the words lead to, the newest first; None where they are not known, and then `conditions` say
    which they are among those that a list comes to (`m`)."""

    matches: tuple[int, ...] | None = None
    conditions: tuple[str, ...] = ()
    given: Mapping[str, Any] = field(default_factory=dict)


NOTHING_NAMED = Named()


def named_matches(wanted: FindingFilter) -> Named:
    """What the words of a filter lead to."""
    if not wanted.advisory and not wanted.text:
        return NOTHING_NAMED
    found: set[int] | None = None
    if wanted.advisory:
        found = _of_advisories([wanted.advisory[:_LONGEST]])
    if not wanted.text:
        return Named(tuple(sorted(found or (), reverse=True)))
    text = wanted.text[:_LONGEST]
    viewer = PROGRAM if wanted.person is None else Viewer(wanted.person, "")
    by_number = _of_advisories(_names_of_vulnerability(text, viewer))
    names = names_with(text, _MOST_NAMES)
    components = components_named(names, _MOST_COMPONENTS) if len(names) < _MOST_NAMES else None
    told = _of_components(components) if components is not None and len(components) < _MOST_COMPONENTS else None
    if told is None or len(told) > _MOST_MATCHES:
        return _walked(text, found)
    both = by_number | told
    return Named(tuple(sorted(both if found is None else both & found, reverse=True)))


def _names_of_vulnerability(text: str, viewer: Viewer) -> Sequence[str]:
    """Every name of the vulnerability that is called so, however its letters are written; none where nothing is."""
    head, _, rest = text.strip().partition("-")
    written = {text.strip(), text.strip().upper(), f"{head.upper()}-{rest.lower()}"}
    called = list(AdvisoryAlias.objects.filter(name__in=written).values_list("name", flat=True).distinct())
    return sorted({name for one in called for name in (one, *vulnerability_names(one, viewer))})


def _of_advisories(names: Sequence[str]) -> set[int]:
    advisories = AdvisoryAlias.objects.filter(name__in=names).values("advisory_id")
    return set(Match.objects.filter(active=True, advisory__in=advisories).values_list("pk", flat=True))


def _of_components(components: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for start in range(0, len(components), _AT_A_TIME):
        rows = Match.objects.filter(component__in=components[start : start + _AT_A_TIME], active=True)
        found |= set(rows.values_list("pk", flat=True))
    return found


def _walked(text: str, among: set[int] | None) -> Named:
    """Nearly everything is called so: each match that a list comes to is asked for its component's name."""
    given = {"text": name_key(text)}
    called = _CALLED.format(inside="instr" if connection.vendor == "sqlite" else "strpos")
    return Named(None if among is None else tuple(sorted(among, reverse=True)), (called,), given)
