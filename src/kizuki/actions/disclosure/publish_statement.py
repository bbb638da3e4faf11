"""Statements for somebody outside: drawn up, published through the gate, and its override by two authorised people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kizuki.actions.cases.locking import lock_case
from kizuki.actions.disclosure.passing import let_out
from kizuki.actions.documents import keep_document
from kizuki.actions.people.second_person import require_second_person
from kizuki.actions.people.signing import person_of, sign
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.disclosure.gate import Passage, Saying
from kizuki.core.disclosure.table import AUDIENCES, DEMANDS, OUTLETS, STATUSES, require_one_of
from kizuki.core.refusal import Refused
from kizuki.gateways.csaf.validating import faults_of
from kizuki.store.models import Disclosure, PublicationOverride, Statement
from kizuki.store.record.clock import JAPAN
from kizuki.store.record.keeping_rows import added, locked, standing


@dataclass(frozen=True, slots=True)
class Drafted:
    """A statement as it was drawn up: its document, through which outlet, for whom, what it says, what law demands it."""

    document: bytes
    media_type: str
    outlet: str
    audience: str
    says: Sequence[str]
    lang: str = "ja"
    demand: str = ""


def draft_statement(disclosure_id: int, drafted: Drafted, *, actor: Actor) -> int:
    """Keep a statement that nobody outside has seen yet; returns its id."""
    found = find(Disclosure, "disclosure", actor=actor, pk=disclosure_id)
    person = person_of(actor)
    _require(drafted)
    with verb("draft_statement", actor=actor, of=[f"disclosure:{disclosure_id}"]) as act:
        lock_case(act, found.case_id)
        document, beside = keep_document(drafted.document, drafted.media_type)
        row = added(
            Statement,
            disclosure=found,
            outlet=drafted.outlet,
            number=standing(Statement, disclosure=found).count() + 1,
            audience=drafted.audience,
            demand=drafted.demand,
            lang=drafted.lang,
            says=sorted(set(drafted.says)),
            document=document,
            drafted_by_id=person,
            drafted_at=act.at,
        )
        act.record(
            subjects=[*_subjects(row), *beside],
            payload={"outlet": row.outlet, "audience": row.audience, "sha256": document.sha256},
        )
    return int(row.pk)


def publish_statement(statement_id: int, *, read_sha256: str, password: str, on: date, actor: Actor) -> Passage:
    """Let a statement out through the gate, signed; returns the passage, with which its outlet writes it.

    `Refused` at `disclosure` while neither mitigation nor compensating control is recorded or an embargo runs, unless
    two people signed for this very document; what is demanded by law, told in confidence or reveals nothing passes.
    What the law makes public ends the embargo in the record, and those who are shown first are a task.
    """
    find(Statement, "statement", actor=actor, pk=statement_id)
    signature = sign(actor, password, "publish_statement", on)
    with verb("publish_statement", actor=actor, of=[f"statement:{statement_id}"]) as act:
        row = _held(act, statement_id, read_sha256)
        saying = Saying(row.outlet, row.audience, tuple(row.says), row.demand, row.document_id, row.disclosure.tlp)
        passage, content = let_out(
            act, row.disclosure.case_id, saying, bytes(row.document.content), signature.person, on
        )
        _require_valid(row.outlet, content)
        row.released, beside = keep_document(content, row.document.media_type)
        row.gate, row.published_by_id, row.published_at = list(passage.because), signature.person, act.at
        row.save(update_fields=["gate", "released", "published_by", "published_at"])
        act.record(
            subjects=[*_subjects(row), *beside],
            payload={
                "outlet": row.outlet,
                "audience": row.audience,
                "because": list(passage.because),
                "sha256": row.document_id,
                "for": signature.on_behalf_of,
            },
        )
    return passage


def propose_override(statement_id: int, reason: str, *, read_sha256: str, actor: Actor) -> int:
    """Propose that a statement goes public although nothing protects yet (it is exploited in the wild); another
    authorised person signs. Returns its id."""
    find(Statement, "statement", actor=actor, pk=statement_id)
    person = person_of(actor)
    words = text(reason, "reason", longest=5_000, required=True)
    with verb("propose_override", actor=actor, of=[f"statement:{statement_id}"]) as act:
        row = _held(act, statement_id, read_sha256)
        if standing(PublicationOverride, statement=row).exists():
            raise Refused("statement", "waits for its second person already")
        made = added(
            PublicationOverride, statement=row, sha256=row.document_id, proposed_by_id=person, proposed_at=act.at
        )
        keep_text(act, f"publication_override:{made.pk}", "reason", words)
        act.record(subjects=[*_subjects(row), f"publication_override:{made.pk}"], payload={"sha256": row.document_id})
    return int(made.pk)


def sign_override(override_id: int, *, read_sha256: str, password: str, comment: str, on: date, actor: Actor) -> None:
    """The second authorised person signs under the digest of the document."""
    find(PublicationOverride, "override", actor=actor, pk=override_id)
    signature = sign(actor, password, "sign_override", on)
    with verb("sign_override", actor=actor, of=[f"publication_override:{override_id}"]) as act:
        made = standing(PublicationOverride, pk=override_id).select_related("statement__disclosure").get()
        row = _held(act, made.statement_id, read_sha256)
        made = locked(PublicationOverride, override_id)
        if made.signed_at is not None:
            raise Refused("override", "is signed already")
        proposed_on = made.proposed_at.astimezone(JAPAN).date()
        alone = require_second_person(signature, made.proposed_by_id, on, comment=comment, proposed_on=proposed_on)
        made.signed_by_id, made.on_behalf_of_id = signature.person, signature.on_behalf_of
        made.signed_at, made.single_person = act.at, alone
        made.save(update_fields=["signed_by", "on_behalf_of", "signed_at", "single_person"])
        keep_text(act, f"publication_override:{override_id}", "comment", comment)
        act.record(
            subjects=[*_subjects(row), f"publication_override:{override_id}"],
            payload={"sha256": made.sha256, "for": signature.on_behalf_of},
        )


def _require_valid(outlet: str, content: bytes) -> None:
    """What leaves as CSAF passes its schema and its mandatory tests, in the form in which it leaves."""
    faults = faults_of(json.loads(content), "2.0") if outlet == "csaf" else ()
    if faults:
        raise Refused(f"document{faults[0].where}", f"{faults[0].test}: {faults[0].what}")


def _held(act: Act, statement_id: int, read_sha256: str) -> Statement:
    """The statement, with its case locked first: of two who come at once the second sees what the first left."""
    case_id = standing(Statement, pk=statement_id).values_list("disclosure__case_id", flat=True).get()
    lock_case(act, case_id)
    row = locked(Statement, statement_id)
    if row.published_at is not None:
        raise Refused("statement", "is published already; what changed is a statement of its own")
    if read_sha256 != row.document_id:
        raise Refused("sha256", "another document was read")
    return row


def _subjects(row: Statement) -> list[str]:
    return [f"case:{row.disclosure.case_id}", f"disclosure:{row.disclosure_id}", f"statement:{row.pk}"]


def _require(drafted: Drafted) -> None:
    require_one_of(drafted.outlet, tuple(OUTLETS), "outlet")
    require_one_of(drafted.audience, AUDIENCES, "audience")
    if drafted.demand:
        require_one_of(drafted.demand, DEMANDS, "demand")
    if drafted.lang not in ("ja", "en"):
        raise Refused("lang", f"{drafted.lang!r} is not one of: ja, en")
    if not drafted.says:
        raise Refused("says", "says nothing of any product")
    for status in drafted.says:
        require_one_of(status, STATUSES, "says")
    if not drafted.document:
        raise Refused("document", "is empty")
