"""A program hands in a list; a worker takes it."""

from __future__ import annotations

from datetime import date

from kizuki.actions.documents import keep_document
from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.documents import MAX_BYTES
from kizuki.core.refusal import Refused
from kizuki.store.models import Device, Upload
from kizuki.store.models.uploads import UPLOAD_KINDS


def receive_upload(
    device_key: str,
    kind: str,
    content: bytes,
    *,
    version: str = "",
    released_on: date | None = None,
    actor: Actor,
) -> int:
    """Keep a component list of a release (`sbom`, with its `version`) or a list of units (`units`, JSON as the fields of
    `UnitEntry`) as it came, and ask the worker to take it. Returns the id under which its end is asked for.

    `Refused` where it is empty or too large, where the version is missing, and for an unknown kind; what stands in the
    list is judged when it is taken.
    """
    person = person_of(actor)
    device = find(Device, "device", actor=actor, key=device_key)
    if kind not in UPLOAD_KINDS:
        raise Refused("kind", f"takes one of {', '.join(UPLOAD_KINDS)}")
    name = text(version, "version", longest=100, required=kind == "sbom")
    if not content or len(content) > MAX_BYTES:
        raise Refused("content", f"has {len(content)} bytes; it takes 1 to {MAX_BYTES}")
    media_type = "application/octet-stream" if kind == "sbom" else "application/json"
    with verb("receive_upload", actor=actor, of=[f"device:{device.pk}"]) as act:
        document, named = keep_document(content, media_type, published=kind == "sbom")
        row = Upload(
            device=device,
            kind=kind,
            version=name,
            released_on=released_on,
            document=document,
            person_id=person,
            received_at=act.at,
        )
        row.save(force_insert=True)
        act.defer("take_upload", {"upload": row.pk})
        act.record(subjects=[f"device:{device.pk}", f"upload:{row.pk}", *named], payload={"kind": kind})
    return int(row.pk)
