"""From candidates to verdicts: asks core about each pair, and keeps what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial

import msgspec
from django.db.models import QuerySet
from django.utils import timezone

from kizuki.actions.register.tied import watch_where_tied
from kizuki.actions.rows import MOST_ROWS, chunks
from kizuki.actions.verb import Actor, verb
from kizuki.core.advisories import Advisory as Read
from kizuki.core.matching import AliasTable, judge
from kizuki.core.sbom import Component
from kizuki.store.components.aliases import confirmed_aliases
from kizuki.store.findings.beside_cna import cna_beside
from kizuki.store.findings.candidates import Pair
from kizuki.store.findings.matches import KeptMatch, MatchChange, keep_changes, matches_of
from kizuki.store.findings.tallies import outdate_by_components
from kizuki.store.models import Advisory, Match
from kizuki.store.models import Component as KeptComponent
from kizuki.store.record.canonical import canonical_json

_ADVISORIES = msgspec.json.Decoder(Read)
_COMPONENTS = msgspec.json.Decoder(Component)
PAIRS_AT_A_TIME = 450
"""Each may be a row of its own and name an advisory in the entry."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What core answered for a pair, the revision of the advisory that it was asked about, and the day on which that
    was received. `evidence` is canonical JSON."""

    component: int
    advisory: int
    revision: int
    retrieved_on: date
    verdict: str
    evidence: str

    @property
    def pair(self) -> Pair:
        """Component and advisory."""
        return self.component, self.advisory

    @property
    def active(self) -> bool:
        """Whether it is a finding."""
        return self.verdict != "not_affected"


@dataclass(frozen=True, slots=True)
class Written:
    """How many matches are new, have another verdict, are ended, or hold with other evidence. What holds as before is
    not written."""

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
    size: int = PAIRS_AT_A_TIME,
) -> Written:
    """Judge the pairs, keep the verdicts, end what stood and is spoken of no more: one verb for some hundred of them.

    `standing` was read before `pairs`; `about` names the subjects of an entry, given the ids of its advisories.
    """
    written = Written()
    spoken: set[Pair] = set()
    for answers in judged(pairs, size):
        spoken |= {answer.pair for answer in answers}
        moved = differing(answers)
        if moved:
            written += _settle_part(name, {row.advisory for row in moved}, about, actor, partial(write, moved, on))
        between()
    for gone in chunks([row for row in standing if row.pair not in spoken], MOST_ROWS):
        written += _settle_part(name, {row.pair[1] for row in gone}, about, actor, partial(end, gone))
        between()
    return written


def _settle_part(
    name: str,
    advisories: set[int],
    about: Callable[[set[int]], list[str]],
    actor: Actor,
    step: Callable[[], Written],
) -> Written:
    with verb(name, actor=actor, of=about(advisories)) as act:
        part = step()
        if part.any:
            watch_where_tied(act, advisories)
            act.record(subjects=about(advisories), payload=part.told)
        else:
            act.unchanged()
    return part


def judged(pairs: Sequence[Pair], size: int = PAIRS_AT_A_TIME) -> Iterator[list[Judged]]:
    """The verdict on each pair that an advisory speaks of, some hundred at a time."""
    aliases = confirmed_aliases()
    for part in chunks(pairs, size):
        components = KeptComponent.objects.filter(pk__in={component for component, _ in part})
        read = {number: _component(body) for number, body in components.values_list("pk", "body")}
        advisories = Advisory.objects.filter(pk__in={advisory for _, advisory in part})
        told = {
            number: (revision, timezone.localdate(kept_at), _ADVISORIES.decode(body))
            for number, revision, kept_at, body in advisories.values_list("pk", "revision", "kept_at", "body")
        }
        cna = cna_beside({number: record for number, (_, _, record) in told.items()})
        yield [
            answer
            for component, advisory in part
            if advisory in told
            and (
                answer := _judge((component, advisory), read[component], aliases, *told[advisory], cna.get(advisory))
            )
        ]


@lru_cache(maxsize=8192)
def _component(body: str) -> Component:
    return _COMPONENTS.decode(body)


def _judge(
    pair: Pair,
    read: Component,
    aliases: AliasTable,
    revision: int,
    retrieved_on: date,
    told: Read,
    cna: Read | None,
) -> Judged | None:
    found = judge(read, told, aliases=aliases, cna=cna)
    if not found:
        return None
    finding = found[0]
    evidence = {"evidence": finding.evidence, "fixed_in": finding.fixed_in, "beside": finding.beside}
    return Judged(*pair, revision, retrieved_on, str(finding.verdict), canonical_json(evidence))


def differing(answers: Sequence[Judged]) -> list[Judged]:
    """The answers that are not kept as they are: only these need a transaction."""
    standing = matches_of([answer.pair for answer in answers])
    return [answer for answer in answers if _change(answer, standing.get(answer.pair), date.min)]


def write(answers: Sequence[Judged], on: date) -> Written:
    """Keep these verdicts, inside a verb: what stands as it is is left alone, a match that fails is ended.

    An answer about an advisory that has changed since is left out: whoever changed it asked for a new one.
    """
    revisions = _locked({answer.advisory for answer in answers})
    current = [answer for answer in answers if revisions.get(answer.advisory) == answer.revision]
    standing = matches_of([answer.pair for answer in current])
    answered = [(_change(answer, standing.get(answer.pair), on), standing.get(answer.pair)) for answer in current]
    moves = [(change, before) for change, before in answered if change is not None]
    keep_changes(move for move, _ in moves)
    outdate_by_components(
        {move.pair[0] for move, before in moves if before is None or before.verdict != move.verdict}
    )
    new = sum(before is None for _, before in moves)
    ended = sum(before is not None and before.active and not move.active for move, before in moves)
    changed = sum(
        before is not None and move.active and (before.verdict, before.active) != (move.verdict, True)
        for move, before in moves
    )
    return Written(new, changed, ended, len(moves) - new - changed - ended)


def _change(answer: Judged, before: KeptMatch | None, on: date) -> MatchChange | None:
    """What becomes of a match by this answer; None where it stands as it is, or nothing comes of it."""
    after = (answer.verdict, answer.active, answer.evidence)
    if (before is None and not answer.active) or (
        before and (before.verdict, before.active, before.evidence) == after
    ):
        return None
    return MatchChange(
        pair=answer.pair,
        verdict=answer.verdict,
        active=answer.active,
        evidence=answer.evidence,
        on=on,
        retrieved_on=answer.retrieved_on,
        id=before.id if before else None,
        comes_back=bool(before and answer.active and not before.active),
    )


def standing_of(mine: QuerySet[Match]) -> list[Standing]:
    """The active matches among `mine`, read before the candidates are: what came later is not a run's to end."""
    rows = mine.filter(active=True).order_by("pk")
    columns = ("pk", "component_id", "advisory_id", "advisory__revision")
    return [Standing(pk, (component, advisory), rev) for pk, component, advisory, rev in rows.values_list(*columns)]


def end(gone: Sequence[Standing]) -> Written:
    """End matches that no advisory speaks of any more, inside a verb; not those whose advisory changed meanwhile."""
    revisions = _locked({row.pair[1] for row in gone})
    still = [row for row in gone if revisions.get(row.pair[1]) == row.revision]
    matches = Match.objects.filter(pk__in=[row.match for row in still], active=True)
    ended = matches.update(active=False, verdict="not_affected")
    outdate_by_components({row.pair[0] for row in still})
    return Written(ended=ended)


def _locked(advisories: set[int]) -> dict[int, int]:
    """The revision of each advisory, which nobody changes until the transaction ends."""
    rows = Advisory.objects.select_for_update().filter(pk__in=advisories).order_by("pk")
    return dict(rows.values_list("pk", "revision"))
