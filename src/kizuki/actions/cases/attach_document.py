"""Attach a document to a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath, PureWindowsPath

from django.conf import settings

from kizuki.actions.documents import keep_document
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.documents.sniffing import media_type_of
from kizuki.core.refusal import Refused
from kizuki.store.models import Attachment, Case, StoredDocument


def attach_document(case_id: int, name: str, content: bytes, *, actor: Actor) -> int:
    """Keep the bytes under their digest and the name apart, sealed. Returns the id of the attachment.

    The type is read from the content. `Refused` where it is not kept (programs, HTML, SVG, unknown), or larger than
    KIZUKI_ATTACHMENT_BYTES. The same document twice changes nothing.
    """
    case = find(Case, "case", actor=actor, pk=case_id)
    shown = text(PureWindowsPath(PurePosixPath(name).name).name, "name", longest=200, required=True)
    if len(content) > settings.ATTACHMENT_BYTES:
        raise Refused(shown, f"has {len(content):,} bytes; at most {settings.ATTACHMENT_BYTES:,} are kept")
    try:
        media_type = media_type_of(content)
    except Refused as refusal:
        raise refusal.in_file(shown) from None
    with verb("attach_document", actor=actor, of=[f"case:{case_id}"]) as act:
        kept = keep_with_case(case.pk, shown, content, media_type, at=act.at)
        if not kept.made:
            act.unchanged()
            return kept.id
        document = kept.document
        act.record(
            subjects=[f"case:{case_id}", *kept.subjects],
            payload={"attachment": kept.id, "sha256": document.sha256, "type": media_type, "bytes": document.size},
        )
    return kept.id


@dataclass(frozen=True, slots=True)
class KeptWithCase:
    """An attachment as it stands; `made` where it was made now, and then `subjects` are what the entry must name."""

    id: int
    document: StoredDocument
    made: bool
    subjects: tuple[str, ...] = ()


def keep_with_case(case_id: int, name: str, content: bytes, media_type: str, *, at: datetime) -> KeptWithCase:
    """Keep bytes with a case, inside the verb that received or printed them; the same bytes once."""
    case = Case.objects.select_for_update().get(pk=case_id)
    document, subjects = keep_document(content, media_type)
    standing = Attachment.objects.filter(case=case, document=document).values_list("pk", flat=True).first()
    if standing is not None:
        return KeptWithCase(int(standing), document, made=False)
    made = Attachment.objects.create(case=case, document=document, name=name, attached_at=at)
    return KeptWithCase(int(made.pk), document, made=True, subjects=tuple(subjects))
