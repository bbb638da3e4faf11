"""Keeping bytes under their own digest, inside the verb that received or printed them."""

from __future__ import annotations

from kizuki.store.models import StoredDocument
from kizuki.store.record.canonical import digest_of


def keep_document(content: bytes, media_type: str) -> tuple[StoredDocument, list[str]]:
    """The document with this content, and the subjects that the verb's entry must name (none: it stood already)."""
    sha256 = digest_of(content)
    document = StoredDocument.objects.filter(sha256=sha256).first()
    if document is not None:
        return document, []
    document = StoredDocument(sha256=sha256, media_type=media_type, size=len(content), content=content)
    document.save(force_insert=True)
    return document, [f"document:{sha256}"]
