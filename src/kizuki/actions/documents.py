"""Keeping bytes under their own digest, inside the verb that received or printed them."""

from __future__ import annotations

import re

from kizuki.store.models import StoredDocument
from kizuki.store.record.canonical import digest_of
from kizuki.store.sealing.field import sealed_anew

_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,40}/[a-z0-9][a-z0-9.+-]{0,90}(?:; charset=[a-z0-9-]{1,20})?")


def keep_document(content: bytes, media_type: str, *, published: bool = False) -> tuple[StoredDocument, list[str]]:
    """The document with this content, and the subjects that the verb's entry must name (none: it stood already).

    It is sealed, unless who keeps it knows that others published it (`published`: a page of a feed, a list of
    components). What stands already stays as it was kept; what retention erased stands again: somebody keeps it anew.
    """
    sha256 = digest_of(content)
    # Whoever hands it in says what type it is: a type and nothing else is kept of that.
    media_type = media_type if _TYPE.fullmatch(media_type) else "application/octet-stream"
    document = StoredDocument.objects.filter(sha256=sha256).first()
    if document is not None and document.erased_at is None:
        return document, []
    if document is not None:
        anew = sealed_anew(StoredDocument, sha256, content=content)
        StoredDocument.objects.filter(pk=sha256).update(**anew, erased_at=None)
        return StoredDocument.objects.get(pk=sha256), [f"document:{sha256}"]
    document = StoredDocument(
        sha256=sha256, media_type=media_type, size=len(content), content=content, published=published
    )
    document.save(force_insert=True)
    return document, [f"document:{sha256}"]
