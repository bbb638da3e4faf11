"""Match advisories: which components, of whatever release, do they affect?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from kizuki.actions.findings.judge_configurations import judge_configurations_of
from kizuki.actions.findings.verdicts import Written, settle, standing_of
from kizuki.actions.verb import Actor
from kizuki.store.findings.beside_cna import with_old_ranges
from kizuki.store.findings.candidates import pairs_of_advisories
from kizuki.store.findings.rekeying import make_missing_lookups
from kizuki.store.models import Match
from kizuki.store.record.parts import chunks

_ADVISORIES_AT_A_TIME = 200


def match_advisories(
    advisory_ids: Sequence[int], *, on: date, actor: Actor, between: Callable[[], None] = lambda: None
) -> Written:
    """Hold these advisories against every component kept, on this day in Japan.

    The same verdicts as `match_release` gives, from the other side: what a feed changed decides what is looked at
    again, never the whole portfolio; beside a CNA's record also that of NVD whose ranges may be old. Each transaction
    that changed something has its entry.
    """
    make_missing_lookups(between)
    written = Written()
    for part in chunks(list(advisory_ids), _ADVISORIES_AT_A_TIME):
        held = with_old_ranges(part)
        standing = standing_of(Match.objects.filter(advisory__in=held))
        pairs = pairs_of_advisories(held)
        written += settle("match_advisories", pairs, standing, _subjects, on=on, actor=actor, between=between)
    judge_configurations_of(advisories=advisory_ids, actor=actor, between=between)
    return written


def _subjects(advisories: set[int]) -> list[str]:
    return [f"advisory:{number}" for number in sorted(advisories)]
