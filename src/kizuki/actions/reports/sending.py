"""What is said of a report that was sent: the way, the instant, and what proves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kizuki.actions.documents import keep_document
from kizuki.actions.rows import numbered
from kizuki.actions.verb import Act
from kizuki.core.facts.fields import says_something
from kizuki.core.forms.checking.paper import FORMAL
from kizuki.core.refusal import Refused
from kizuki.store.models import Report, StoredDocument, Transmission
from kizuki.store.models.reports import WAYS
from kizuki.store.record.clock import JAPAN
from kizuki.store.record.keeping_rows import added, standing


@dataclass(frozen=True, slots=True)
class Proof:
    """What proves a transmission: the instant at which it left, and the number that the portal, the FAX or the post gave
    it (`reference`), or a document (the screen of the receipt, the FAX's own report, the slip of the post)."""

    at: datetime
    reference: str = ""
    document: bytes | None = None
    media_type: str = "application/pdf"


@dataclass(frozen=True, slots=True)
class Sending:
    """How and when it was sent: `way` is one of WAYS, `sent_on` the day in Japan on which it left. Without a proof it
    was not submitted: an attempt of which nobody knows how it ended is no submission."""

    way: str
    sent_on: date
    read_sha256: str
    proof: Proof | None = None


def require_way(way: str) -> None:
    """`Refused` where it is none of the ways to PMDA."""
    if way not in WAYS:
        raise Refused("way", f"{way!r} is not one of: {', '.join(WAYS)}")


def require_proof(proof: Proof | None, sent_on: date, now: datetime) -> Proof:
    """The proof; `Refused` where there is none, it says nothing, or its instant lies ahead or on another day."""
    if proof is None:
        raise Refused("proof", "submitted says the way, the instant and what proves it")
    if proof.at.tzinfo is None or proof.at > now:
        raise Refused("proof.at", "must be an instant with its time zone, and not ahead of now")
    if proof.at.astimezone(JAPAN).date() != sent_on:
        raise Refused("proof.at", f"is not on {sent_on}, the day on which it was sent (Japan)")
    if not says_something(proof.reference) and not proof.document:
        raise Refused("proof", "names the number of the transmission, or holds a document that shows it")
    numbered(proof.reference, "proof.reference", longest=80)
    return proof


def keep_transmission(
    act: Act, report: Report, way: str, proof: Proof, *, went: bool, instead_of: int | None = None
) -> tuple[Transmission, list[str]]:
    """Keep one attempt to send a report; answers it with what the entry of the verb must name."""
    assert act.person is not None, "only a person sends"
    document, subjects = _kept(proof)
    row = added(
        Transmission,
        report=report,
        way=way,
        at=proof.at,
        went=went,
        formal=went and way in FORMAL,
        reference=proof.reference.strip(),
        document=document,
        instead_of_id=instead_of,
        person_id=act.person,
        recorded_at=act.at,
    )
    return row, [f"transmission:{row.pk}", *subjects]


def _kept(proof: Proof) -> tuple[StoredDocument | None, list[str]]:
    return (None, []) if not proof.document else keep_document(proof.document, proof.media_type)


def failed_before(report: Report, way: str) -> int | None:
    """The newest attempt by another way that failed, which is why this one was taken."""
    rows = standing(Transmission, report=report, went=False).exclude(way=way)
    return rows.order_by("-at", "-pk").values_list("pk", flat=True).first()
