"""The register of no-report decisions, as the doors read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import msgspec
from django.db.models import QuerySet

from kizuki.core.glossary import say
from kizuki.core.lifecycle.no_report import Cause, Watched
from kizuki.core.lifecycle.waiting_changes import Change, changes_that_wait
from kizuki.store.access.seen import seen
from kizuki.store.models import DecisionEvidence, DecisionSignature, Narrative, NoReportDecision, Reopening
from kizuki.store.queries.ledgers.parts import Part, Span, part_of
from kizuki.store.queries.of_vulnerability import cases_called
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.clock import JAPAN
from kizuki.store.register.shown_decision import shown_sha256, together_with
from kizuki.store.register.watched import watched_now


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision in the list. `decided_by` is empty while it waits for its second person."""

    id: int
    case_id: int
    case_number: str
    title: str
    brand: str
    reason: str
    state: str
    review_on: date
    owner: str
    proposed_by: str
    proposed_by_id: int
    proposed_at: datetime
    decided_by: str
    decided_on: date | None
    single_person: bool


@dataclass(frozen=True, slots=True)
class ReopeningRow:
    """A reopening, or a day that a person set after it: then `person` and `reason` are there."""

    causes: tuple[Cause, ...]
    provisional_on: date
    aware_on: date
    person: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A document and what it proves (empty: kept before proofs had names); `erased` where retention took its bytes."""

    proves: str
    sha256: str
    media_type: str = ""
    size: int = 0
    erased: bool = False
    id: int = 0


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """One decision with what it rests on, its documents and its reopenings, the newest last.

    `read_sha256` is the digest of all that is shown of it: what the second person signs; `signed_sha256` the one that
    they signed, empty before and where it was decided before digests were signed. `component` and `together`
    are of its set, empty without one; `hidden` counts the cases of the set that the reader may not see. `waits` are
    the changes that decide nothing and stay for the review day. `signed_at` is the instant of the signature, `signed_for`
    whom its person stood in for, `comment` what they said to it.
    """

    row: DecisionRow
    explanation: str
    rests_on: Watched
    sha256: str
    evidence: tuple[EvidenceRow, ...]
    reopenings: tuple[ReopeningRow, ...]
    read_sha256: str
    signed_sha256: str
    component: str
    together: tuple[DecisionRow, ...]
    hidden: int
    waits: tuple[Change, ...]
    signed_at: datetime | None = None
    signed_for: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which decisions are asked for: those in one state (all: empty), on the cases whose number holds this or that are
    about the vulnerability of this name, proposed from one day in Japan to another (None: since ever, until today)."""

    state: str = ""
    number: str = ""
    from_on: date | None = None
    to_on: date | None = None


def register(viewer: Viewer, span: Span, asked: Asked = Asked()) -> Part[DecisionRow]:
    """A part of the decisions that are asked for, the earliest review day first; counted to their end."""
    rows = _rows(viewer).filter(state=asked.state) if asked.state else _rows(viewer)
    if asked.number:
        rows = rows.filter(cases_called(viewer, asked.number, "case"))
    if asked.from_on is not None:
        rows = rows.filter(proposed_at__gte=datetime.combine(asked.from_on, time(), JAPAN))
    if asked.to_on is not None:
        rows = rows.filter(proposed_at__lt=datetime.combine(asked.to_on + timedelta(days=1), time(), JAPAN))
    ordered = rows.order_by("review_on", "pk")
    return part_of(ordered, span, lambda some: tuple(_row(viewer, row) for row in some))


def decisions_of(viewer: Viewer, case_id: int) -> tuple[DecisionRow, ...]:
    """The decisions on a case, the newest first."""
    return tuple(_row(viewer, row) for row in _rows(viewer).filter(case_id=case_id).order_by("-pk"))


def decisions_by_id(viewer: Viewer, ids: Sequence[int]) -> tuple[DecisionRow, ...]:
    """Those of these decisions that the viewer sees, by id."""
    return tuple(_row(viewer, row) for row in _rows(viewer).filter(pk__in=ids).order_by("pk"))


def decision_page(viewer: Viewer, decision_id: int) -> DecisionPage | None:
    """One decision; None where there is none."""
    wanted = _rows(viewer).select_related("explanation", "proof_set")
    row = wanted.filter(pk=decision_id).first()
    if row is None:
        return None
    reopenings = seen(viewer, Reopening).filter(decision=row).select_related("person", "reason").order_by("position")
    together = _together(viewer, row)
    signed = seen(viewer, DecisionSignature).filter(decision=row).select_related("on_behalf_of").first()
    return DecisionPage(
        row=_row(viewer, row),
        explanation=row.explanation.body if row.explanation.erased_at is None else "",
        rests_on=msgspec.convert(row.rests_on, Watched),
        sha256=row.sha256,
        evidence=evidence_of(viewer, row.pk),
        reopenings=tuple(_reopening(one) for one in reopenings),
        read_sha256=shown_sha256(row.pk),
        signed_sha256=signed.read_sha256 if signed else "",
        component=row.proof_set.component if row.proof_set else "",
        together=together,
        hidden=together_with(row.pk).count() - len(together) if row.proof_set else 0,
        waits=_waits(row),
        signed_at=signed.at if signed else None,
        signed_for=signed.on_behalf_of.display_name if signed and signed.on_behalf_of else "",
        comment=_comment(viewer, row),
    )


def evidence_of(viewer: Viewer, decision_id: int) -> tuple[EvidenceRow, ...]:
    """The documents of a decision, in the order in which they were given."""
    rows = seen(viewer, DecisionEvidence).filter(decision=decision_id).select_related("document").order_by("pk")
    return tuple(
        EvidenceRow(
            one.proves,
            one.document_id,
            one.document.media_type,
            one.document.size,
            one.document.erased_at is not None,
            one.pk,
        )
        for one in rows.defer("document__content")
    )


def _comment(viewer: Viewer, row: NoReportDecision) -> str:
    said = seen(viewer, Narrative).filter(case_id=row.case_id, kind="no_report_comment", place=str(row.pk))
    newest = said.order_by("-revision").first()
    if newest is None:
        return ""
    return say("record.erased", viewer.lang) if newest.erased_at else newest.body


def _together(viewer: Viewer, row: NoReportDecision) -> tuple[DecisionRow, ...]:
    if row.proof_set_id is None:
        return ()
    return tuple(_row(viewer, one) for one in _rows(viewer).filter(proof_set_id=row.proof_set_id).order_by("pk"))


def _waits(row: NoReportDecision) -> tuple[Change, ...]:
    """What waits for the review day of a decision that stands, or that its review day has reopened."""
    if row.state not in ("proposed", "decided", "reopened"):
        return ()
    return changes_that_wait(msgspec.convert(row.rests_on, Watched), watched_now(row.case_id))


def _rows(viewer: Viewer) -> QuerySet[NoReportDecision]:
    rows = seen(viewer, NoReportDecision)
    return rows.select_related("case__device", "owner", "proposed_by", "decided_by")


def _row(viewer: Viewer, row: NoReportDecision) -> DecisionRow:
    return DecisionRow(
        id=row.pk,
        case_id=row.case_id,
        case_number=row.case.number,
        title=row.case.title_in(viewer.lang),
        brand=row.case.device.brand,
        reason=row.reason,
        state=row.state,
        review_on=row.review_on,
        owner=row.owner.display_name,
        proposed_by=row.proposed_by.display_name,
        proposed_by_id=row.proposed_by_id,
        proposed_at=row.proposed_at,
        decided_by=row.decided_by.display_name if row.decided_by else "",
        decided_on=row.decided_on,
        single_person=row.single_person,
    )


def _reopening(row: Reopening) -> ReopeningRow:
    return ReopeningRow(
        causes=tuple(msgspec.convert(row.causes, list[Cause])),
        provisional_on=row.provisional_on,
        aware_on=row.aware_on,
        person=row.person.display_name if row.person else "",
        reason=row.reason.body if row.reason and row.reason.erased_at is None else "",
        at=row.at,
    )
