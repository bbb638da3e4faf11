"""Hold every match against what matching finds now: for who verifies a record, and changing nothing."""

from __future__ import annotations

from collections.abc import Iterator

from kizuki.actions.findings.verdicts import differing, judged, standing_of
from kizuki.core.refusal import Refused
from kizuki.store.findings.candidates import pairs_between
from kizuki.store.models import Component, Match
from kizuki.store.work.asking import unfinished

_COMPONENTS_AT_A_TIME = 400


def unlike_matches() -> Iterator[str]:
    """The ids of component and advisory (`3-7`) of each match whose verdict or evidence is not what core says of the two
    now, that is missing, or that no advisory speaks of.

    Everything is judged anew: as long as `kizuki match` over the whole record. The days on which a match was found are
    kept nowhere else and are not compared. `Refused` while matching waits for the worker: what it will change is no
    fault.
    """
    if unfinished("match_"):
        raise Refused("--derived", "matching waits for the worker: run kizuki worker first")
    keys = list(Component.objects.order_by("pk").values_list("pk", flat=True))
    after = 0
    for first in range(0, len(keys), _COMPONENTS_AT_A_TIME):
        upto = keys[first : first + _COMPONENTS_AT_A_TIME][-1]
        yield from _in_window(after, upto)
        after = upto


def _in_window(after: int, upto: int) -> Iterator[str]:
    standing = standing_of(Match.objects.filter(component__gt=after, component__lte=upto))
    spoken: set[tuple[int, int]] = set()
    for answers in judged(pairs_between(after, upto)):
        spoken |= {answer.pair for answer in answers}
        yield from (f"{component}-{advisory}" for component, advisory in (row.pair for row in differing(answers)))
    yield from (f"{row.pair[0]}-{row.pair[1]}" for row in standing if row.pair not in spoken)
