"""Record an entry of the precautions of a device."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.devices.listed import SCHEMES, EntryTerm
from kizuki.core.facts.values import Severity
from kizuki.core.refusal import Refused
from kizuki.store.models import Device, Precaution, PrecautionTerm, StoredDocument
from kizuki.store.record.keeping_rows import added, standing


def record_precaution(
    device_key: str,
    section: str,
    body: str,
    *,
    dated_on: date,
    withdrawn_on: date | None = None,
    document: str | None = None,
    replaces: int | None = None,
    edition: str = "",
    as_measure: bool = False,
    terms: Sequence[EntryTerm] = (),
    actor: Actor,
) -> int | None:
    """Keep what the precautions (使用上の必要な注意等) say from the day it was published; facts quote it by its id.

    `document` is the digest of the kept 添付文書, `edition` the edition that brought it, `terms` those that its sentence
    names. What is withdrawn or reworded is replaced by another row (`replaces`): a day is answered by what stood on it.
    """
    device = find(Device, "precaution.device", actor=actor, key=device_key)
    values = {"device": device, "dated_on": dated_on, "withdrawn_on": withdrawn_on} | {
        "section": text(section, "precaution.section", longest=120, required=True),
        "body": text(body, "precaution.body", longest=10_000, required=True),
        "edition": text(edition, "precaution.edition", longest=80),
        "as_measure": as_measure,
    }
    named = [_term(term, f"precaution.terms.{place}") for place, term in enumerate(terms)]
    _require(device, dated_on, withdrawn_on, document, replaces, actor)
    with verb("record_precaution", actor=actor, of=[f"device:{device.pk}"]) as act:
        if standing(Precaution, **values, document_id=document, replaced_by=None).exists():
            act.unchanged()
            return None
        row = added(Precaution, **values, document_id=document, replaces_id=replaces, recorded_at=act.at)
        _keep_terms(row, named)
        payload = {"dated_on": dated_on.isoformat(), "replaces": replaces, "terms": len(named)}
        act.record(subjects=[f"device:{device.pk}", f"precaution:{row.pk}"], payload=payload)
    return int(row.pk)


def _keep_terms(row: Precaution, named: Sequence[EntryTerm]) -> None:
    for term in named:
        added(PrecautionTerm, precaution=row, **asdict(term))


def _require(
    device: Device,
    dated_on: date,
    withdrawn_on: date | None,
    document: str | None,
    replaces: int | None,
    actor: Actor,
) -> None:
    if withdrawn_on is not None and withdrawn_on < dated_on:
        raise Refused("precaution.withdrawn_on", f"{withdrawn_on} is before {dated_on}")
    if document is not None:
        find(StoredDocument, "precaution.document", actor=actor, sha256=document)
    if replaces is not None:
        find(Precaution, "precaution.replaces", actor=actor, pk=replaces, device=device, replaced_by=None)


def _term(term: EntryTerm, place: str) -> EntryTerm:
    """`Refused` for a list that is none, a code without its list's form, words where a code belongs, or nothing."""
    if term.scheme not in SCHEMES:
        raise Refused(f"{place}.scheme", f"{term.scheme!r} is not one of: {', '.join(SCHEMES)}")
    code, words = text(term.code, f"{place}.code", longest=24), text(term.words, f"{place}.words", longest=200)
    if bool(code) == (term.scheme == "own") or (term.scheme == "own" and not words):
        raise Refused(place, "a term of a list has its code, one of our own its words")
    if term.up_to and term.up_to not in {severity.value for severity in Severity}:
        raise Refused(f"{place}.up_to", f"{term.up_to!r} is no severity")
    return EntryTerm(term.scheme, code, words, term.up_to)
