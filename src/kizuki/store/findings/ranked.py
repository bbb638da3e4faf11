"""Findings in the order of what is said of their vulnerability: known exploited, clinical score, EPSS; and what waits
for triage the longest.

A list of at most a thousand findings is put in order as a whole. A larger one begins with what is few, the
vulnerabilities of which anything is said, and goes on with the others in the order of the list: nothing is sorted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby

from kizuki.store.findings.filters import MOST_AT_ONCE, RANKED, Clock, Cursor, FindingFilter
from kizuki.store.findings.joined import cursors_of, findings_at
from kizuki.store.findings.named import named_matches
from kizuki.store.findings.ranks import (
    assessed_advisories,
    device_of,
    matches_about,
    ranks_of,
    scored_advisories,
)
from kizuki.store.findings.walks import Step

_STEPS_AT_ONCE, _MOST_STEPS_AT_ONCE = 32, 4_096
_MORE = 200
"""How many more of the list are taken than are wanted, for those that have a rank and stood in front already."""


@dataclass(frozen=True, slots=True)
class RankedPart:
    """A part of a list: `found` as asked for, and `whole` the beginning of the list by which it is counted."""

    found: tuple[Cursor, ...]
    whole: int


def ranked(wanted: FindingFilter, clock: Clock, *, before: Cursor | None, limit: int) -> RankedPart:
    """A part of the list in the order `wanted.sort`, from behind `before` on."""
    if wanted.sort not in RANKED:
        raise ValueError(f"{wanted.sort!r} is no order")
    whole = cursors_of(replace(wanted, sort=""), clock, limit=MOST_AT_ONCE + 1)
    if len(whole) <= MOST_AT_ONCE:
        return RankedPart(tuple(_in_order(whole, wanted, before)[:limit]), len(whole))
    if wanted.sort == "waiting":
        order = wanted if wanted.waits_in_order else replace(wanted, sort="")
        return RankedPart(tuple(cursors_of(order, clock, before=before, limit=limit)), len(whole))
    found = _first(wanted, clock, before, limit) if before is None or before.rank is not None else []
    if len(found) < limit:
        found += _others(wanted, clock, None if before and before.rank is not None else before, limit - len(found))
    return RankedPart(tuple(found), len(whole))


def _in_order(whole: Sequence[Cursor], wanted: FindingFilter, before: Cursor | None) -> list[Cursor]:
    ranks = ranks_of([one.key for one in whole], wanted)
    told = [replace(one, rank=ranks.get(one.key)) for one in whole]
    told.sort(key=lambda one: (one.rank is None, -(one.rank or 0)))
    if before is None:
        return told
    keys = [one.key for one in told]
    if before.key in keys:
        return told[keys.index(before.key) + 1 :]
    # It is no finding of the list any more. What has a lower rank follows; of those without one nobody knows which stood
    # before it, and a row that is shown twice is better than one that is never shown.
    return [one for one in told if one.rank is None or (before.rank is not None and one.rank < before.rank)]


def _first(wanted: FindingFilter, clock: Clock, before: Cursor | None, limit: int) -> list[Cursor]:
    """What has a rank."""
    if wanted.sort == "kev":
        found = cursors_of(replace(wanted, sort="", exploited=True), clock, before=before, limit=limit)
        return [replace(one, rank=1.0) for one in found]
    holds, steps = _ORDERS[wanted.sort](wanted, before)
    named, made = named_matches(wanted), list[Cursor]()
    ranks_by_step = iter(_behind(steps, before))
    size = _STEPS_AT_ONCE
    while len(made) < limit and (part := _taken(ranks_by_step, size)):
        rank_of = {step.place: rank for rank, step in part}
        for step, releases in findings_at([step for _, step in part], holds, wanted, named, clock):
            behind = before.key[1] if before and _is(step, before) else None
            made += [
                Cursor((step.match, release), None, rank_of[step.place])
                for release in releases
                if behind is None or release < behind
            ]
        size = min(size * 4, _MOST_STEPS_AT_ONCE)
    return made[:limit]


def _taken(steps: Iterator[tuple[float, Step]], size: int) -> list[tuple[float, Step]]:
    return [one for _, one in zip(range(size), steps, strict=False)]


def _is(step: Step, before: Cursor) -> bool:
    return step.match == before.key[0] and step.other in (0, device_of(before.key[1]))


def _behind(steps: Iterator[tuple[float, Step]], before: Cursor | None) -> Iterator[tuple[float, Step]]:
    """From the step of the cursor on, with it; where it is none any more, from the next rank on."""
    if before is None or before.rank is None:
        yield from steps
        return
    for rank, same in groupby(steps, key=lambda one: one[0]):
        if rank > before.rank:
            continue
        group = list(same)
        if rank == before.rank:
            at = next((number for number, (_, step) in enumerate(group) if _is(step, before)), len(group))
            group = group[at:]
        yield from group


def _others(wanted: FindingFilter, clock: Clock, before: Cursor | None, limit: int) -> list[Cursor]:
    """What has no rank, in the order of the list."""
    if wanted.sort == "kev" and wanted.exploited:
        return []
    plain, found, at = replace(wanted, sort=""), list[Cursor](), before
    while len(found) < limit:
        part = cursors_of(plain, clock, before=at, limit=limit + _MORE)
        ranks = ranks_of([one.key for one in part], wanted)
        found += [one for one in part if one.key not in ranks]
        if len(part) < limit + _MORE:
            break
        at = part[-1]
    return found[:limit]


_Order = tuple[str, Iterator[tuple[float, Step]]]


def _by_clinical_score(wanted: FindingFilter, before: Cursor | None) -> _Order:
    parts = assessed_advisories(wanted.person, wanted.device, before.rank if before else None)
    return "device", chain.from_iterable(map(_steps_on_devices, parts))


def _steps_on_devices(part: Sequence[tuple[float, int, int]]) -> list[tuple[float, Step]]:
    matches = matches_about({advisory for _, advisory, _ in part})
    return [
        (score, Step((match, device), match, device))
        for score, advisory, device in part
        for match in matches.get(advisory, ())
    ]


def _by_epss(_wanted: FindingFilter, before: Cursor | None) -> _Order:
    parts = scored_advisories(before.rank if before else None)
    return "match", chain.from_iterable(map(_steps_about, parts))


def _steps_about(part: Sequence[tuple[float, int]]) -> list[tuple[float, Step]]:
    matches = matches_about({advisory for _, advisory in part})
    return [(score, Step((match,), match)) for score, advisory in part for match in matches.get(advisory, ())]


_ORDERS: dict[str, Callable[[FindingFilter, Cursor | None], _Order]] = {
    "clinical": _by_clinical_score,
    "epss": _by_epss,
}
