"""From candidates to verdicts: asks core about each pair, and keeps what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import msgspec
from django.db.models import QuerySet

from kizuki.actions.rows import MOST_ROWS, chunks
from kizuki.actions.verb import Actor, verb
from kizuki.core.advisories import Advisory as Read
from kizuki.core.matching import judge
from kizuki.core.sbom import Component
from kizuki.store.candidates import Pair
from kizuki.store.canonical import canonical_json, json_of
from kizuki.store.models import Advisory, Match
from kizuki.store.models import Component as KeptComponent

_ADVISORIES = msgspec.json.Decoder(Read)
_COMPONENTS = msgspec.json.Decoder(Component)
_PAIRS_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Judged:
    """What core answered for a pair, and the revision of the advisory that it was asked about."""

    component: int
    advisory: int
    revision: int
    verdict: str
    evidence: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """How many matches are new, have another verdict, are ended, or hold as before (on a later day, or with other
    evidence)."""

    new: int = 0
    changed: int = 0
    ended: int = 0
    confirmed: int = 0

    @property
    def any(self) -> bool:
        """Whether anything was written."""
        return bool(self.new or self.changed or self.ended or self.confirmed)

    @property
    def told(self) -> dict[str, int]:
        """The counts as the audit keeps them."""
        return {"new": self.new, "changed": self.changed, "ended": self.ended, "confirmed": self.confirmed}

    def __add__(self, other: Written) -> Written:
        return Written(
            self.new + other.new,
            self.changed + other.changed,
            self.ended + other.ended,
            self.confirmed + other.confirmed,
        )


@dataclass(frozen=True, slots=True)
class Standing:
    """An active match before a run: its id, its pair, and the revision of the advisory it spoke of."""

    match: int
    pair: Pair
    revision: int


def settle(
    name: str,
    pairs: Sequence[Pair],
    standing: Sequence[Standing],
    about: Callable[[set[int]], list[str]],
    *,
    on: date,
    actor: Actor,
    between: Callable[[], None],
) -> Written:
    """Judge the pairs, keep the verdicts, end what stood and is spoken of no more: one verb for some hundred of them.

    `standing` was read before `pairs`; `about` names the subjects of an entry, given the ids of its advisories.
    """
    written = Written()
    spoken: set[Pair] = set()
    for answers in judged(pairs):
        spoken |= {(answer.component, answer.advisory) for answer in answers}
        subjects = about({answer.advisory for answer in answers})
        written += _settle_part(name, subjects, actor, partial(write, answers, on))
        between()
    for gone in chunks([row for row in standing if row.pair not in spoken], MOST_ROWS):
        written += _settle_part(name, about({row.pair[1] for row in gone}), actor, partial(end, gone))
        between()
    return written


def _settle_part(name: str, subjects: list[str], actor: Actor, step: Callable[[], Written]) -> Written:
    with verb(name, actor=actor) as act:
        part = step()
        if part.any:
            act.record(subjects=subjects, payload=part.told)
        else:
            act.unchanged()
    return part


def judged(pairs: Sequence[Pair]) -> Iterator[list[Judged]]:
    """The verdict on each pair that an advisory speaks of, some hundred at a time."""
    for start in range(0, len(pairs), _PAIRS_AT_A_TIME):
        part = pairs[start : start + _PAIRS_AT_A_TIME]
        components = KeptComponent.objects.filter(pk__in={component for component, _ in part})
        read = {number: _COMPONENTS.decode(body) for number, body in components.values_list("pk", "body")}
        advisories = Advisory.objects.filter(pk__in={advisory for _, advisory in part})
        told = {
            number: (revision, _ADVISORIES.decode(body))
            for number, revision, body in advisories.values_list("pk", "revision", "body")
        }
        yield [
            answer
            for component, advisory in part
            if advisory in told and (answer := _judge(component, read[component], advisory, *told[advisory]))
        ]


def _judge(component: int, read: Component, advisory: int, revision: int, told: Read) -> Judged | None:
    found = judge(read, told)
    if not found:
        return None
    finding = found[0]
    evidence = {"evidence": finding.evidence, "fixed_in": finding.fixed_in, "beside": finding.beside}
    return Judged(component, advisory, revision, str(finding.verdict), json_of(canonical_json(evidence)))


def write(answers: Sequence[Judged], on: date) -> Written:
    """Keep these verdicts, inside a verb: a match that stands is confirmed on this day, one that fails is ended.

    An answer about an advisory that has changed since is left out: whoever changed it asked for a new one.
    """
    revisions = _locked({answer.advisory for answer in answers})
    current = [answer for answer in answers if revisions.get(answer.advisory) == answer.revision]
    rows = Match.objects.filter(
        component__in={answer.component for answer in current}, advisory__in={answer.advisory for answer in current}
    )
    standing = {(row.component_id, row.advisory_id): row for row in rows}
    new: list[Match] = []
    moved: list[Match] = []
    changed = ended = 0
    for answer in current:
        row = standing.get((answer.component, answer.advisory))
        active = answer.verdict != "not_affected"
        if row is None:
            new += [_match(answer, on)] if active else []
            continue
        before = (row.verdict, row.active, row.evidence, row.last_on)
        ended += row.active and not active
        changed += (row.verdict, row.active) != (answer.verdict, active) and active
        row.verdict, row.active, row.evidence = answer.verdict, active, answer.evidence
        row.last_on = max(row.last_on, on)
        if before != (row.verdict, row.active, row.evidence, row.last_on):
            moved.append(row)
    Match.objects.bulk_create(new)
    Match.objects.bulk_update(moved, ["verdict", "evidence", "active", "last_on"], batch_size=200)
    return Written(len(new), changed, ended, len(moved) - changed - ended)


def standing_of(mine: QuerySet[Match]) -> list[Standing]:
    """The active matches among `mine`, read before the candidates are: what came later is not a run's to end."""
    rows = mine.filter(active=True).order_by("pk")
    columns = ("pk", "component_id", "advisory_id", "advisory__revision")
    return [Standing(pk, (component, advisory), rev) for pk, component, advisory, rev in rows.values_list(*columns)]


def end(gone: Sequence[Standing]) -> Written:
    """End matches that no advisory speaks of any more, inside a verb; not those whose advisory changed meanwhile."""
    revisions = _locked({row.pair[1] for row in gone})
    still = [row.match for row in gone if revisions.get(row.pair[1]) == row.revision]
    return Written(ended=Match.objects.filter(pk__in=still, active=True).update(active=False, verdict="not_affected"))


def _locked(advisories: set[int]) -> dict[int, int]:
    """The revision of each advisory, which nobody changes until the transaction ends."""
    rows = Advisory.objects.select_for_update().filter(pk__in=advisories).order_by("pk")
    return dict(rows.values_list("pk", "revision"))


def _match(answer: Judged, on: date) -> Match:
    return Match(
        component_id=answer.component,
        advisory_id=answer.advisory,
        verdict=answer.verdict,
        evidence=answer.evidence,
        first_on=on,
        last_on=on,
    )
