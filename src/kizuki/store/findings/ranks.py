"""By what findings are ranked: what is said of their vulnerability under the names of their record, and since when they
wait.

A name of a record counts as its own only where it has one number: what was read of one of several holes is not said of
the others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from math import inf, nextafter
from typing import Any, TypeVar

from django.db import connection
from django.db.models import QuerySet

from kizuki.core.advisories.naming import DISTRIBUTIONS, is_cve
from kizuki.store.access.hidden import EVERYBODY, hidden_advisories
from kizuki.store.access.seen import seen
from kizuki.store.findings.filters import FindingFilter, Key
from kizuki.store.findings.walks import in_index_order
from kizuki.store.models import Advisory, AdvisoryAlias, Assessment, CveSignal, DeviceMatch, Match, Release
from kizuki.store.queries.viewer import PROGRAM, Viewer

Scores = tuple[float, float]
"""A clinical score, and how high it can still become."""

_T = TypeVar("_T")
_AT_FIRST, _AT_A_TIME = 64, 500
"""A page mostly needs few of those that are scored."""


def ranks_of(keys: Sequence[Key], wanted: FindingFilter) -> dict[Key, float]:
    """The rank of each of these findings in the order `wanted.sort`, the higher the further in front; those without
    are left out."""
    about, devices = _advisories_of({match for match, _ in keys}), _devices_of({release for _, release in keys})
    if wanted.sort == "waiting":
        since = _waiting_since({match for match, _ in keys})
        by_key = {key: since.get((key[0], devices[key[1]])) for key in keys}
    elif wanted.sort == "clinical":
        scores = clinical_scores(wanted.person, {(about[key[0]], devices[key[1]]) for key in keys})
        highest = {pair: highest for pair, (_, highest) in scores.items()}
        by_key = {key: highest.get((about[key[0]], devices[key[1]])) for key in keys}
    else:
        told = _exploited(set(about.values())) if wanted.sort == "kev" else epss_ranks(set(about.values()))
        by_key = {key: told.get(about[key[0]]) for key in keys}
    return {key: rank for key, rank in by_key.items() if rank is not None}


def device_of(release: int) -> int:
    """The device of a release; 0 where there is none."""
    return Release.objects.filter(pk=release).values_list("device_id", flat=True).first() or 0


def _advisories_of(matches: Collection[int]) -> dict[int, int]:
    return _pairs(Match.objects.values_list("pk", "advisory_id"), "pk", matches)


def _devices_of(releases: Collection[int]) -> dict[int, int]:
    return _pairs(Release.objects.values_list("pk", "device_id"), "pk", releases)


def _exploited(advisories: Collection[int]) -> dict[int, float]:
    rows = Advisory.objects.filter(known_exploited_on__isnull=False).values_list("pk", "pk")
    return dict.fromkeys(_pairs(rows, "pk", advisories), 1.0)


def _pairs(rows: QuerySet[Any, Any], column: str, values: Collection[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for part in _parts(sorted(values)):
        found.update(rows.filter(**{f"{column}__in": part}))
    return found


def _parts(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    for start in range(0, len(values), _AT_A_TIME):
        yield values[start : start + _AT_A_TIME]


def _waiting_since(matches: Collection[int]) -> dict[tuple[int, int], float]:
    """What waits the longest first."""
    found: dict[tuple[int, int], float] = {}
    for part in _parts(sorted(matches)):
        rows = DeviceMatch.objects.filter(match__in=part)
        for match, device, since in rows.values_list("match_id", "device_id", "waits_since"):
            if since is None:
                continue
            rank = -float(since.toordinal())
            found[match, device] = max(rank, found.get((match, device), rank))
    return found


def assessed_advisories(
    person: int | None, device: int | None, at_most: float | None
) -> Iterator[list[tuple[float, int, int]]]:
    """How high the score of each vulnerability on a device can still become, with the record and the device: the
    highest first, from a score on; in parts, each record once a device. As `clinical_scores`."""
    rows = _assessed(person)
    rows = rows if device is None else rows.filter(device=device)
    rows = rows if at_most is None else rows.filter(highest__lte=at_most)
    made = sorted(rows.values_list("highest", "advisory_id", "device_id"), reverse=True)
    done: set[tuple[int, int]] = set()
    for part in _growing(made):
        same = _same_number({advisory for _, advisory, _ in part})
        pairs = [
            (float(score), (pk, on))
            for score, advisory, on in part
            for pk in (advisory, *sorted(same.get(advisory, set()) - {advisory}, reverse=True))
        ]
        scores = clinical_scores(person, {pair for _, pair in pairs})
        found = []
        for score, pair in pairs:
            if pair not in done and scores[pair][1] == score:
                found.append((score, *pair))
                done.add(pair)
        yield found


def _growing(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    start, size = 0, _AT_FIRST
    while start < len(values):
        yield values[start : start + size]
        start, size = start + size, min(size * 4, _AT_A_TIME)


def clinical_scores(person: int | None, about: Collection[tuple[int, int]]) -> dict[tuple[int, int], Scores]:
    """The score of each of these records on its device, and how high it can still become: of the record itself, or of
    another one with its number. What is under embargo says nothing of another record."""
    same = _same_number({advisory for advisory, _ in about})
    asked = {advisory for advisory, _ in about}.union(*same.values())
    made: dict[tuple[int, int], Scores] = {}
    for part in _parts(sorted(asked)):
        rows = _assessed(person).filter(advisory__in=part)
        for advisory, on, score, highest in rows.values_list("advisory_id", "device_id", "score", "highest"):
            made[advisory, on] = (float(score), float(highest))
    found: dict[tuple[int, int], Scores] = {}
    for advisory, on in about:
        others = [made[pair] for pk in same.get(advisory, ()) if (pair := (pk, on)) in made]
        told = made.get((advisory, on)) or max(others, key=lambda one: one[1], default=None)
        if told:
            found[advisory, on] = told
    return found


def _assessed(person: int | None) -> QuerySet[Assessment]:
    viewer = PROGRAM if person is None else Viewer(person, "")
    return seen(viewer, Assessment).filter(current=True)


def _same_number(advisories: Collection[int]) -> dict[int, set[int]]:
    """Other records of the same CVE number, of those that have just one."""
    public = AdvisoryAlias.objects.exclude(advisory__in=hidden_advisories(EVERYBODY))
    numbers = _numbers(advisories, public)
    alone = {advisory: next(iter(named)) for advisory, named in numbers.items() if len(named) == 1}
    others: dict[str, set[int]] = {}
    for part in _parts(sorted(set(alone.values()))):
        written = [*part, *(f"{maker}-{cve}" for cve in part for maker in DISTRIBUTIONS)]
        for pk, name in public.filter(name__in=written).values_list("advisory_id", "name"):
            others.setdefault(_number(name), set()).add(pk)
    told = _numbers({pk for several in others.values() for pk in several}, public)
    return {
        advisory: {pk for pk in others.get(number, ()) if len(told.get(pk, ())) == 1}
        for advisory, number in alone.items()
    }


def _number(name: str) -> str:
    """The CVE number that a name is or stands for; empty where it is none."""
    maker, _, rest = name.partition("-")
    number = rest if maker in DISTRIBUTIONS else name
    return number if is_cve(number) else ""


def _numbers(advisories: Collection[int], names: QuerySet[AdvisoryAlias] | None = None) -> dict[int, set[str]]:
    rows = AdvisoryAlias.objects.all() if names is None else names
    found: dict[int, set[str]] = {}
    for part in _parts(sorted(advisories)):
        for pk, name in rows.filter(advisory__in=part).values_list("advisory_id", "name"):
            if number := _number(name):
                found.setdefault(pk, set()).add(number)
    return found


def epss_ranks(advisories: Collection[int]) -> dict[int, float]:
    """The highest EPSS of each of these records, as it stands; those without are left out."""
    numbers = _numbers(advisories)
    scores: dict[str, float] = {}
    for part in _parts(sorted({number for several in numbers.values() for number in several})):
        rows = CveSignal.objects.filter(asserter="epss", retracted_at=None, score__isnull=False, cve__in=part)
        scores.update({cve: score for cve, score in rows.values_list("cve", "score") if score is not None})
    told = {pk: [scores[number] for number in several if number in scores] for pk, several in numbers.items()}
    return {pk: max(several) for pk, several in told.items() if several}


def scored_advisories(at_most: float | None) -> Iterator[list[tuple[float, int]]]:
    """Records by their EPSS, the highest first, from a score on; in parts, each record once."""
    # The place behind which it goes on: above every row of the score.
    place = (inf if at_most is None else nextafter(at_most, inf), "")
    size = _AT_FIRST
    done: set[int] = set()
    while True:
        with connection.cursor() as cursor, in_index_order(cursor):
            cursor.execute(_BY_SCORE, [*place, size])
            part: list[tuple[float, str]] = cursor.fetchall()
        told = _records_of([cve for _, cve in part])
        highest = epss_ranks({pk for pks in told.values() for pk in pks})
        found = []
        for score, cve in part:
            for pk in told.get(cve, ()):
                if pk not in done and highest.get(pk) == score:
                    found.append((score, pk))
                    done.add(pk)
        yield found
        if len(part) < size:
            return
        place, size = part[-1], min(size * 4, _AT_A_TIME)


_BY_SCORE = (
    "SELECT score, cve FROM store_cvesignal WHERE asserter = 'epss' AND score IS NOT NULL AND retracted_at IS NULL"
    " AND (score, cve) < (%s, %s) ORDER BY score DESC, cve DESC LIMIT %s"
)


def _records_of(cves: Sequence[str]) -> dict[str, list[int]]:
    """The records that have one of these numbers, the newest first."""
    written = [*cves, *(f"{maker}-{cve}" for cve in cves for maker in DISTRIBUTIONS)]
    found: dict[str, list[int]] = {}
    rows = AdvisoryAlias.objects.filter(name__in=written).values_list("advisory_id", "name")
    for pk, name in sorted(rows, reverse=True):
        found.setdefault(_number(name), []).append(pk)
    return found


def matches_about(advisories: Collection[int]) -> Mapping[int, list[int]]:
    """The matches that stand of each of these records, the newest first."""
    found: dict[int, list[int]] = {}
    for part in _parts(sorted(advisories)):
        rows = Match.objects.filter(advisory__in=part, active=True)
        for pk, advisory in rows.values_list("pk", "advisory_id"):
            found.setdefault(advisory, []).append(pk)
    return {advisory: sorted(pks, reverse=True) for advisory, pks in found.items()}
