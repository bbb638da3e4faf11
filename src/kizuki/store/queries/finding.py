"""One finding with its evidence, its days, what every source says of it, and what people said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from kizuki.core.clocks.knowledge import Known
from kizuki.core.glossary import Lang
from kizuki.core.matching import Evidence
from kizuki.core.matching.showing import evidence_json
from kizuki.store.access.seen import seen
from kizuki.store.components.merged import former_matches
from kizuki.store.findings.filters import Key
from kizuki.store.findings.joined import triage_limit
from kizuki.store.findings.knowledge import known_vulnerability
from kizuki.store.findings.vulnerability_names import vulnerability_names
from kizuki.store.models import (
    Advisory,
    Match,
    Release,
    ReleaseComponent,
    ReleaseVerdict,
    Triage,
    TriageJudgement,
    User,
)
from kizuki.store.queries.findings import FindingLine, lines_of
from kizuki.store.queries.suppliers import PatchTold, StatementTold, patches_beside, statements_beside
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class SourceStatement:
    """What one record says of the component: `verdict` is empty where it says nothing that concerns it."""

    advisory: str
    source: str
    verdict: str
    range: str
    why: str
    fixed_in: tuple[str, ...]
    published_on: date | None
    retrieved_on: date
    withdrawn: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Said:
    """One judgement of a person on this finding; `reason` is empty where it was erased."""

    kind: str
    state: str
    justification: str
    reason: str
    owner: str
    expires_on: date | None
    reportable_on: date | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FindingPage:
    """A finding: `days` by name, None where not known; `evidence` as `kizuki match` shows it; `known` since when its
    vulnerability counts as known on this device."""

    line: FindingLine
    evidence: dict[str, Any]
    beside: tuple[dict[str, Any], ...]
    fixed_in: tuple[str, ...]
    days: tuple[tuple[str, date | None], ...]
    statements: tuple[SourceStatement, ...]
    said: tuple[Said, ...]
    active: bool
    advisory: int
    known: Known | None
    suppliers: tuple[StatementTold, ...]
    patches: tuple[PatchTold, ...]


def finding_page(viewer: Viewer, match_id: int, release_id: int, on: date) -> FindingPage | None:
    """One finding; None where the release has none such that the viewer sees. One that holds no more is still shown."""
    held = seen(viewer, ReleaseComponent).filter(release=release_id, component__matches=match_id)
    if not held.exists():
        return None
    match = seen(viewer, Match).filter(pk=match_id).select_related("advisory", "component").first()
    if match is None:
        return None
    own = seen(viewer, ReleaseVerdict).filter(match=match_id, release=release_id).first()
    evidence = own.evidence if own else match.evidence
    verdict = own.verdict if own else match.verdict
    names = vulnerability_names(match.advisory.identifier, viewer).union(match.advisory.aliases)
    key: Key = (match_id, release_id)
    (line,) = lines_of(viewer, [key], on, triage_limit())
    return FindingPage(
        line=line,
        evidence=_evidence(evidence["evidence"], viewer.lang),
        beside=tuple(_evidence(row, viewer.lang) for row in evidence["beside"]),
        fixed_in=tuple(evidence["fixed_in"]),
        days=_days(viewer, match, release_id),
        statements=_statements(viewer, match, names),
        said=_said([(pk, release_id) for pk in (match_id, *former_matches(match))], viewer),
        active=match.active,
        advisory=match.advisory_id,
        known=known_vulnerability(match.advisory_id, line.device),
        suppliers=statements_beside(viewer, match, verdict, names),
        patches=patches_beside(viewer, line.device, names),
    )


def _evidence(kept: dict[str, Any], lang: Lang) -> dict[str, Any]:
    read = msgspec.convert(kept, Evidence)
    return {"verdict": str(read.verdict)} | evidence_json(read, lang)


def _days(viewer: Viewer, match: Match, release_id: int) -> tuple[tuple[str, date | None], ...]:
    registered_at = seen(viewer, Release).values_list("registered_at", flat=True).get(pk=release_id)
    triage = seen(viewer, Triage).filter(match=match, release=release_id).first()
    return (
        ("published", _published_on(match.advisory)),
        ("retrieved", match.retrieved_on),
        ("listed", timezone.localdate(registered_at)),
        ("matched", match.first_on),
        ("triaged", triage.triaged_on if triage else None),
        ("reportable", triage.reportable_on if triage else None),
    )


def _published_on(advisory: Advisory) -> date | None:
    # Entered before the record kept a day of knowledge: that day stood in the place of the day of publication.
    if advisory.kind == "entered" and not advisory.knowledge_days.filter(kind="entered").exists():
        return None
    return day_of(advisory.published_at)


def day_of(instant: str) -> date | None:
    """The day in Japan of an instant as a feed writes it; None where it writes none that can be read."""
    try:
        read = datetime.fromisoformat(instant)
    except ValueError:
        return None
    return timezone.localdate(read) if read.tzinfo else read.date()


def _statements(viewer: Viewer, match: Match, names: frozenset[str]) -> tuple[SourceStatement, ...]:
    """Every record that goes by one of the names of this one, its own first."""
    records = list(
        seen(viewer, Advisory).filter(names__name__in=names).distinct().order_by("identifier").defer("body")
    )
    theirs = seen(viewer, Match).filter(component=match.component_id, advisory__in=records)
    matches = {row.advisory_id: row for row in theirs}
    found = [_statement(record, matches.get(record.pk), match.advisory_id, viewer.lang) for record in records]
    return tuple(sorted(found, key=lambda row: not row.own))


def _statement(record: Advisory, match: Match | None, own: int, lang: Lang) -> SourceStatement:
    said = _evidence(match.evidence["evidence"], lang) if match else None
    return SourceStatement(
        advisory=record.identifier,
        source=said["source"] if said else "",
        verdict=match.verdict if match else "",
        range=said["range"] if said else "",
        why=said["why"] if said else "",
        fixed_in=tuple(match.evidence["fixed_in"]) if match else (),
        published_on=_published_on(record),
        retrieved_on=timezone.localdate(record.kept_at),
        withdrawn=record.withdrawn,
        own=record.pk == own,
    )


def _said(keys: Sequence[Key], viewer: Viewer) -> tuple[Said, ...]:
    """The judgements on this finding and on those that became one with it, the newest first; each names its findings
    as pairs."""
    named = Q()
    for match, release in keys:
        named |= Q(pairs__contains=f"[{match},{release}]")
    rows = TriageJudgement.objects.annotate(pairs=Cast("findings", TextField()))
    made = list(rows.filter(named).select_related("owner").order_by("-pk").defer("findings"))
    people = [int(row.made_by.removeprefix("user:")) for row in made if row.made_by.startswith("user:")]
    names = dict(seen(viewer, User).filter(pk__in=people).values_list("pk", "display_name"))
    return tuple(
        Said(
            kind=row.kind,
            state=row.state,
            justification=row.justification,
            reason=row.reason,
            owner=row.owner.display_name if row.owner else "",
            expires_on=row.expires_on,
            reportable_on=row.reportable_on,
            by=names.get(int(row.made_by.removeprefix("user:")), row.made_by)
            if row.made_by.startswith("user:")
            else row.made_by,
            at=row.made_at,
        )
        for row in made
    )
