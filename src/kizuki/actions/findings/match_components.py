"""Match components: what is known of these, against every advisory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from kizuki.actions.findings.judge_configurations import judge_configurations_of
from kizuki.actions.findings.verdicts import Written, settle, standing_of
from kizuki.actions.verb import Actor
from kizuki.store.findings.candidates import pairs_of_components
from kizuki.store.findings.rekeying import make_missing_lookups
from kizuki.store.models import Match
from kizuki.store.record.parts import chunks

_COMPONENTS_AT_A_TIME = 100


def match_components(
    component_ids: Sequence[int], *, on: date, actor: Actor, between: Callable[[], None] = lambda: None
) -> Written:
    """Hold these components against every advisory kept: after what identifies them has changed (an alias)."""
    make_missing_lookups(between)
    written = Written()
    for part in chunks(list(component_ids), _COMPONENTS_AT_A_TIME):
        standing = standing_of(Match.objects.filter(component__in=part))
        pairs = pairs_of_components(part)
        written += settle("match_components", pairs, standing, _subjects, on=on, actor=actor, between=between)
    judge_configurations_of(components=component_ids, actor=actor, between=between)
    return written


def _subjects(advisories: set[int]) -> list[str]:
    return [f"advisory:{number}" for number in sorted(advisories)]
