"""Findings for people: the list with its filters, counted as far as a person counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from kizuki.core.clocks.triage import in_time_since, triage_due_on
from kizuki.store.access.seen import seen
from kizuki.store.findings.filters import MOST_AT_ONCE, Clock, Cursor, FindingFilter, Key
from kizuki.store.findings.joined import cursors_of, triage_limit
from kizuki.store.findings.ranked import ranked
from kizuki.store.findings.ranks import clinical_scores, epss_ranks
from kizuki.store.models import Match, Release, ReleaseVerdict, Suppression, Triage
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding in a list. `state` is empty until somebody triaged it; `lapsed`: what was said holds no more.

    `triage_due_on` is None once it is triaged; `retrieved_on` the day the record was received, which is the proposed
    awareness day.
    """

    match: int
    release: int
    device: int
    brand: str
    version: str
    component: str
    component_version: str
    identifier: str
    advisory: str
    aliases: tuple[str, ...]
    summary: str
    known_exploited_on: date | None
    verdict: str
    first_on: date
    retrieved_on: date | None
    state: str
    lapsed: bool
    triage_due_on: date | None
    suppressed_until: date | None
    suppressed: bool

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.match}-{self.release}"


@dataclass(frozen=True, slots=True)
class FindingList:
    """A part of the list: `count` findings in all, where `counted` is False at least so many (None: not asked)."""

    rows: tuple[FindingLine, ...]
    count: int | None
    counted: bool
    next: Cursor | None


def clock_of(on: date, days: int | None = None) -> Clock:
    """The clock of triage as the company has set it; `days` is its limit where the caller has it."""
    return Clock(on, in_time_since(on, triage_limit() if days is None else days))


def findings(
    viewer: Viewer, wanted: FindingFilter, on: date, *, before: Cursor | None = None, limit: int = 50
) -> FindingList:
    """Findings, the newest match first, of what waits for triage what waits the shortest, or in the order that the
    filter names; counted from the beginning of the list up to a thousand."""
    days = triage_limit()
    clock = clock_of(on, days)
    wanted = replace(wanted, person=viewer.user_id)
    if wanted.sort:
        part = ranked(wanted, clock, before=before, limit=limit + 1)
        found, whole = list(part.found), part.whole
    else:
        found = cursors_of(wanted, clock, before=before, limit=limit + 1 if before else MOST_AT_ONCE + 1)
        whole = len(found)
    shown = found[:limit]
    return FindingList(
        rows=lines_of(viewer, [one.key for one in shown], on, days),
        count=None if before else min(whole, MOST_AT_ONCE),
        counted=whole <= MOST_AT_ONCE,
        next=shown[-1] if len(found) > limit else None,
    )


@dataclass(frozen=True, slots=True)
class Weight:
    """What a finding is put in order by beside KEV: EPSS (0 to 1), the clinical score and how high it can still become;
    None where none is kept."""

    epss: float | None
    score: float | None
    highest: float | None


def weights_of(viewer: Viewer, lines: Sequence[FindingLine]) -> dict[str, Weight]:
    """The same for each of these lines, by its key, in a fixed number of queries."""
    ids = {line.match for line in lines}
    about = dict(seen(viewer, Match).filter(pk__in=ids).values_list("pk", "advisory_id"))
    epss = epss_ranks(set(about.values()))
    scores = clinical_scores(viewer.user_id, {(about[line.match], line.device) for line in lines})
    nothing = (None, None)
    return {
        line.key: Weight(epss.get(about[line.match]), *scores.get((about[line.match], line.device), nothing))
        for line in lines
    }


def lines_of(viewer: Viewer, keys: Sequence[Key], on: date, days: int) -> tuple[FindingLine, ...]:
    """These findings as lines, in their order; `days` is the triage limit."""
    ids = {match for match, _ in keys}
    columns = seen(viewer, Match).select_related("component", "advisory").defer("advisory__body", "component__body")
    matches = columns.in_bulk(ids)
    releases = seen(viewer, Release).select_related("device").in_bulk({release for _, release in keys})
    said = Q(match__in=ids, release__in=releases)
    triages = {(row.match_id, row.release_id): row for row in seen(viewer, Triage).filter(said)}
    own = seen(viewer, ReleaseVerdict).filter(said).values_list("match", "release", "verdict")
    verdicts = {(match, release): verdict for match, release, verdict in own}
    suppressions = {(row.match_id, row.release_id): row for row in seen(viewer, Suppression).filter(said)}
    return tuple(
        _line(
            matches[match],
            releases[release],
            verdicts.get((match, release), matches[match].verdict),
            triages.get((match, release)),
            suppressions.get((match, release)),
            on,
            days,
        )
        for match, release in keys
    )


def _line(
    match: Match,
    release: Release,
    verdict: str,
    triage: Triage | None,
    suppression: Suppression | None,
    on: date,
    days: int,
) -> FindingLine:
    revision = match.advisory.revision
    lapsed = triage is not None and has_lapsed(triage, verdict, revision, on)
    hidden = suppression is not None and not has_lapsed(suppression, verdict, revision, on)
    return FindingLine(
        match=match.pk,
        release=release.pk,
        device=release.device_id,
        brand=release.device.brand,
        version=release.version,
        component=match.component.name,
        component_version=match.component.version,
        identifier=match.component.purl or match.component.cpe,
        advisory=match.advisory.identifier,
        aliases=tuple(match.advisory.aliases),
        summary=match.advisory.summary,
        known_exploited_on=match.advisory.known_exploited_on,
        verdict=verdict,
        first_on=match.first_on,
        retrieved_on=match.retrieved_on,
        state=triage.state if triage else "",
        lapsed=lapsed,
        triage_due_on=_due_on(match, triage, lapsed, on, days),
        suppressed_until=suppression.expires_on if suppression and hidden else None,
        suppressed=hidden,
    )


def has_lapsed(said: Triage | Suppression, verdict: str, revision: int, on: date) -> bool:
    """Whether what was said of a finding holds no more: its day is over, or advisory or verdict changed since."""
    over = said.expires_on is not None and said.expires_on < on
    return over or said.verdict != verdict or said.advisory_revision != revision


def _due_on(match: Match, triage: Triage | None, lapsed: bool, on: date, days: int) -> date | None:
    """By when it is to be triaged: counted from the match, or from the day what was said ceased to hold."""
    if triage is None:
        return triage_due_on(match.first_on, days)
    if not lapsed:
        return None
    over = triage.expires_on is not None and triage.expires_on < on
    return triage_due_on(triage.expires_on if over and triage.expires_on else match.last_on, days)
