"""Assessments: those of a device, one with its signatures, and who may still have to look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from kizuki.store.access.seen import seen
from kizuki.store.findings.vulnerability_names import vulnerability_names
from kizuki.store.models import (
    Advisory,
    Assessment,
    AssessmentDifference,
    AssessmentDraft,
    AssessmentSignature,
    Device,
    Match,
    Release,
    Task,
)
from kizuki.store.queries.assessed_as import assessed_as, not_assessed_otherwise
from kizuki.store.queries.ledgers.parts import Beginning, beginning
from kizuki.store.queries.viewer import Viewer

_DECIDE = ("confirmed", "returned")


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """One advisory on a device in a list: its current revision (None: not assessed yet).

    `state` is none, saved (waits for another person), confirmed or returned; `drafted` whether the viewer has a draft;
    `pips` counts the safety-relevant answers; `tasks` the open tasks about it.
    """

    advisory: str
    advisory_id: int
    aliases: tuple[str, ...]
    summary: str
    known_exploited_on: date | None
    assessment_id: int | None
    revision: int | None
    score: float | None
    highest: float | None
    pips: int
    state: str
    saved_at: datetime | None
    saved_by: str
    drafted: bool
    drafted_at: datetime | None
    tasks: int


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """What a person said to a revision."""

    kind: str
    code: str
    remark: str
    by: str
    role: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RevisionPage:
    """One revision as kept; `state` as in `AssessmentRow`."""

    id: int
    device_id: int
    advisory_id: int
    revision: int
    current: bool
    made_at: datetime
    saved_by: int | None
    record: dict[str, Any]
    digest: str
    signatures: tuple[SignatureRow, ...]

    @property
    def state(self) -> str:
        """saved, confirmed or returned."""
        return next((row.kind for row in self.signatures if row.kind in _DECIDE), "saved")


@dataclass(frozen=True, slots=True)
class Finding:
    """What the desk is about: the device, the advisory, and the releases that may be meant."""

    device_id: int
    device_key: str
    brand: str
    generic: str
    approval_no: str
    advisory_id: int
    advisory: str
    aliases: tuple[str, ...]
    summary: str
    withdrawn: bool
    releases: tuple[str, ...]
    scoring_profile: dict[str, Any]


def finding(viewer: Viewer, device_id: int, advisory: str) -> Finding | None:
    """The device with this advisory, by identifier or alias; None where either is not kept.

    Where another record of the same vulnerability is the one that was assessed, it is that one: what was read of a hole
    under our own number, or under that of a record that gave way, goes on. What is under embargo stays by itself.
    """
    device = seen(viewer, Device).filter(pk=device_id).first()
    about = advisory_called(viewer, advisory)
    if device is None or about is None:
        return None
    about = assessed_as(viewer, device_id, about)
    releases = (
        seen(viewer, Release).filter(device=device).order_by("-released_on", "-pk").values_list("version", flat=True)
    )
    return Finding(
        device_id=device.pk,
        device_key=device.key,
        brand=device.brand,
        generic=device.generic,
        approval_no=device.approval_no,
        advisory_id=about.pk,
        advisory=about.identifier,
        aliases=tuple(about.aliases),
        summary=about.summary,
        withdrawn=about.withdrawn,
        releases=tuple(releases),
        scoring_profile=device.scoring_profile,
    )


def advisory_called(viewer: Viewer, name: str) -> Advisory | None:
    """The record with this identifier, else the first with it for an alias, else the first that goes by another name
    of the same vulnerability; None where none is kept."""
    named = seen(viewer, Advisory).filter(names__name=name).order_by("pk").defer("body")
    found = named.filter(identifier=name).first() or named.first()
    if found is None:
        found = (
            seen(viewer, Advisory).filter(names__name__in=vulnerability_names(name, viewer)).order_by("pk").first()
        )
    return found


def assessments_of_device(viewer: Viewer, device_id: int, *, limit: int = 300) -> tuple[AssessmentRow, ...]:
    """What was assessed on a device, the highest score first, then what its components are affected by and nobody
    assessed yet.
    """
    made = list(
        seen(viewer, Assessment)
        .filter(device_id=device_id, current=True)
        .select_related("advisory", "proposed_by")
        .defer("advisory__body", "answers", "result")
        .order_by("-score", "-highest", "pk")[:limit]
    )
    states = _states(viewer, [row.pk for row in made])
    tasks = _tasks(viewer, [row.pk for row in made])
    mine = seen(viewer, AssessmentDraft).filter(person_id=viewer.user_id, device_id=device_id)
    drafts = dict(mine.values_list("advisory_id", "changed_at"))
    rows = [_made_row(row, states, tasks, drafts) for row in made]
    shown = {row.advisory_id for row in made}
    releases = seen(viewer, Release).filter(device_id=device_id)
    wanted = seen(viewer, Match).filter(active=True, component__releases__release__in=releases)
    ids = set(wanted.exclude(verdict="not_affected").values_list("advisory_id", flat=True)) | set(drafts)
    others = seen(viewer, Advisory).filter(pk__in=ids - shown)
    found = not_assessed_otherwise(viewer, [row.advisory.identifier for row in made], others, set(drafts))
    found = found.order_by("known_exploited_on", "identifier").defer("body")
    rows += [_new_row(row, drafts) for row in found[: max(0, limit - len(rows))]]
    return tuple(rows)


def current_revision(viewer: Viewer, device_id: int, advisory_id: int) -> RevisionPage | None:
    """The current revision; None where it was not assessed yet."""
    found = seen(viewer, Assessment).filter(device_id=device_id, advisory_id=advisory_id, current=True).first()
    return _revision(found) if found else None


def revision(viewer: Viewer, device_id: int, advisory_id: int, number: int) -> RevisionPage | None:
    """One revision by its number."""
    found = seen(viewer, Assessment).filter(device_id=device_id, advisory_id=advisory_id, revision=number).first()
    return _revision(found) if found else None


def _revision(found: Assessment) -> RevisionPage:
    rows = found.signatures.select_related("by").order_by("pk")
    return RevisionPage(
        id=found.pk,
        device_id=found.device_id,
        advisory_id=found.advisory_id,
        revision=found.revision,
        current=found.current,
        made_at=found.made_at,
        saved_by=found.proposed_by_id,
        record=found.record,
        digest=found.digest,
        signatures=tuple(
            SignatureRow(row.kind, row.code, row.remark, row.by.display_name, row.by.role, row.at) for row in rows
        ),
    )


def _made_row(
    row: Assessment, states: dict[int, str], tasks: dict[int, int], drafts: dict[int, datetime]
) -> AssessmentRow:
    about = row.advisory
    return AssessmentRow(
        advisory=about.identifier,
        advisory_id=about.pk,
        aliases=tuple(about.aliases),
        summary=about.summary,
        known_exploited_on=about.known_exploited_on,
        assessment_id=row.pk,
        revision=row.revision,
        score=float(row.score),
        highest=float(row.highest),
        pips=len(row.record.get("outcome", {}).get("pips", ())),
        state=states.get(row.pk, "saved"),
        saved_at=row.made_at,
        saved_by=row.proposed_by.display_name if row.proposed_by else "",
        drafted=about.pk in drafts,
        drafted_at=drafts.get(about.pk),
        tasks=tasks.get(row.pk, 0),
    )


def _new_row(about: Advisory, drafts: dict[int, datetime]) -> AssessmentRow:
    return AssessmentRow(
        advisory=about.identifier,
        advisory_id=about.pk,
        aliases=tuple(about.aliases),
        summary=about.summary,
        known_exploited_on=about.known_exploited_on,
        assessment_id=None,
        revision=None,
        score=None,
        highest=None,
        pips=0,
        state="none",
        saved_at=None,
        saved_by="",
        drafted=about.pk in drafts,
        drafted_at=drafts.get(about.pk),
        tasks=0,
    )


def _states(viewer: Viewer, ids: list[int]) -> dict[int, str]:
    rows = seen(viewer, AssessmentSignature).filter(assessment_id__in=ids, kind__in=_DECIDE)
    return dict(rows.values_list("assessment_id", "kind"))


def _tasks(viewer: Viewer, ids: list[int]) -> dict[int, int]:
    subjects = [f"assessment:{pk}" for pk in ids]
    rows = (
        seen(viewer, Task).filter(Q(state="open"), subject__in=subjects).values("subject").annotate(count=Count("pk"))
    )
    return {int(subject.partition(":")[2]): count for subject, count in rows.values_list("subject", "count")}


def device_head(viewer: Viewer, device_id: int) -> str | None:
    """The brand name of a device; None where there is none."""
    return seen(viewer, Device).filter(pk=device_id).values_list("brand", flat=True).first()


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A difference that an evaluation anew stored: when, what brought it, the changes and results in codes."""

    found_at: datetime
    trigger: str
    changes: tuple[dict[str, Any], ...]
    recomputed: tuple[dict[str, Any], ...]
    needs_person: bool
    reasons: tuple[str, ...]


def differences_of(viewer: Viewer, assessment_id: int, *, limit: int = 50) -> Beginning[DifferenceRow]:
    """What changed since a revision was saved, the newest first."""
    rows = seen(viewer, AssessmentDifference).filter(assessment_id=assessment_id).order_by("-pk")
    return beginning(rows, limit, lambda found: map(_difference, found))


def _difference(row: AssessmentDifference) -> DifferenceRow:
    return DifferenceRow(
        found_at=row.found_at,
        trigger=row.trigger,
        changes=tuple(row.changes),
        recomputed=tuple(row.recomputed),
        needs_person=row.needs_person,
        reasons=tuple(row.reasons),
    )
