"""Record an entry of the precautions of a device."""

from __future__ import annotations

from datetime import date

from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Device, Precaution, StoredDocument


def record_precaution(
    device_key: str,
    section: str,
    body: str,
    *,
    dated_on: date,
    withdrawn_on: date | None = None,
    document: str | None = None,
    replaces: int | None = None,
    actor: Actor,
) -> int | None:
    """Keep what the precautions (使用上の必要な注意等) say from the day it was published; facts quote it by its id.

    `document` is the digest of the kept 添付文書. An entry that is withdrawn or reworded is replaced by another row
    (`replaces`): whether a malfunction was predictable on a day is answered by what stood on that day.
    """
    device = find(Device, "precaution.device", actor=actor, key=device_key)
    values = {
        "device": device,
        "dated_on": dated_on,
        "withdrawn_on": withdrawn_on,
        "section": text(section, "precaution.section", longest=120, required=True),
        "body": text(body, "precaution.body", longest=10_000, required=True),
    }
    if withdrawn_on is not None and withdrawn_on < dated_on:
        raise Refused("precaution.withdrawn_on", f"{withdrawn_on} is before {dated_on}")
    if document is not None:
        find(StoredDocument, "precaution.document", actor=actor, sha256=document)
    if replaces is not None:
        find(Precaution, "precaution.replaces", actor=actor, pk=replaces, device=device, replaced_by=None)
    with verb("record_precaution", actor=actor, of=[f"device:{device.pk}"]) as act:
        if Precaution.objects.filter(**values, document_id=document, replaced_by=None).exists():
            act.unchanged()
            return None
        row = Precaution.objects.create(**values, document_id=document, replaces_id=replaces, recorded_at=act.at)
        act.record(
            subjects=[f"device:{device.pk}", f"precaution:{row.pk}"],
            payload={"dated_on": dated_on.isoformat(), "replaces": replaces},
        )
    return int(row.pk)
