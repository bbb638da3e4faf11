"""Since when a vulnerability counts as known, and how that came about, for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kizuki.core.clocks.knowledge import Known
from kizuki.core.glossary import say
from kizuki.store.access.seen import seen
from kizuki.store.findings.knowledge import known_vulnerabilities, known_vulnerability
from kizuki.store.findings.same import joined_name
from kizuki.store.models import Advisory, Device, KeptText, KnowledgeDay
from kizuki.store.queries.viewer import Viewer

_MOST = 20


@dataclass(frozen=True, slots=True)
class KnowledgeRow:
    """One day of knowledge as it was kept: who, when, and the reason where one was given."""

    id: int
    kind: str
    known_on: date
    shown_on: date | None
    person: str
    alone: bool
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class KnowledgePage:
    """A vulnerability on a device (None: whichever has it). `waiting` is the proposal that waits for a second
    person, `joined` the CVE number that a number of our own got ('' for none)."""

    advisory: int
    identifier: str
    summary: str
    device: int | None
    device_key: str | None
    brand: str
    known: Known | None
    rows: tuple[KnowledgeRow, ...]
    waiting: KnowledgeRow | None
    joined: str = ""


@dataclass(frozen=True, slots=True)
class OwnVulnerability:
    """A vulnerability that somebody of the company entered."""

    id: int
    number: str
    summary: str
    known_on: date


def knowledge_page(viewer: Viewer, advisory_id: int, device_id: int | None) -> KnowledgePage | None:
    """Everything on the day of knowledge; None where there is no such record or device, or where a record of a feed is
    asked for without one."""
    advisory = seen(viewer, Advisory).filter(pk=advisory_id).defer("body").first()
    device = seen(viewer, Device).filter(pk=device_id).first() if device_id is not None else None
    if advisory is None or (device_id is not None and device is None):
        return None
    if device is None and advisory.kind != "entered":
        return None
    rows = _rows(viewer, advisory_id, device_id)
    return KnowledgePage(
        advisory=advisory.pk,
        identifier=advisory.identifier,
        summary=advisory.summary,
        device=device_id,
        device_key=device.key if device else None,
        brand=device.brand if device else "",
        known=known_vulnerability(advisory_id, device_id),
        rows=rows,
        waiting=_waiting(rows),
        joined=joined_to(viewer, advisory_id),
    )


def own_vulnerabilities(viewer: Viewer) -> tuple[OwnVulnerability, ...]:
    """The newest vulnerabilities of our own, each with the day from which it counts as known."""
    rows = list(seen(viewer, Advisory).filter(kind="entered").order_by("-pk").defer("body")[:_MOST])
    found = known_vulnerabilities([row.pk for row in rows], None)
    since = {pk: one.known.on for one in found if one.known for pk in one.advisories}
    return tuple(
        OwnVulnerability(row.pk, row.identifier, row.summary, since[row.pk]) for row in rows if row.pk in since
    )


def joined_to(viewer: Viewer, advisory_id: int) -> str:
    """The CVE number that a number of our own got; '' where it has none."""
    return joined_name(viewer, advisory_id)


def is_own(viewer: Viewer, advisory_id: int) -> bool:
    """Whether somebody of the company entered it."""
    return seen(viewer, Advisory).filter(pk=advisory_id, kind="entered").exists()


def _rows(viewer: Viewer, advisory_id: int, device_id: int | None) -> tuple[KnowledgeRow, ...]:
    kept = seen(viewer, KnowledgeDay).filter(advisory=advisory_id).select_related("person").order_by("pk")
    rows = [row for row in kept if row.device_id in (None, device_id)]
    reasons = {
        text.subject: say("record.erased", viewer.lang) if text.erased_at else text.body
        for text in KeptText.objects.filter(subject__in=[f"knowledge:{row.pk}" for row in rows], kind="reason")
    }
    return tuple(
        KnowledgeRow(
            id=row.pk,
            kind=row.kind,
            known_on=row.known_on,
            shown_on=row.shown_on,
            person=row.person.display_name if row.person else "",
            alone=row.alone,
            reason=reasons.get(f"knowledge:{row.pk}", ""),
            at=row.recorded_at,
        )
        for row in rows
    )


def _waiting(rows: tuple[KnowledgeRow, ...]) -> KnowledgeRow | None:
    said = [row for row in rows if row.kind != "seen"]
    return said[-1] if said and said[-1].kind == "proposed" else None
