"""What a form says of a transmission: the instant in Japan, its number, and the file that proves it."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from kizuki.actions.reports.sending import Proof
from kizuki.core.refusal import Refused
from kizuki.web.today import JAPAN
from kizuki.web.typed import time_of

TYPES = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".txt": "text/plain",
    ".xml": "application/xml",
    ".json": "application/json",
}
"""What a proof can be, by the end of its name."""


def proof_of(request: HttpRequest, on: date) -> Proof:
    """The proof in a form: `sent_time`, `reference` and the file `proof`. `Refused` names the box that is unreadable."""
    document, media_type = file_of(request, "proof")
    at = datetime.combine(on, time_of(request.POST, "sent_time"), JAPAN)
    return Proof(at, request.POST.get("reference", ""), document, media_type or "application/pdf")


def file_of(request: HttpRequest, name: str) -> tuple[bytes | None, str]:
    """The bytes of a file in the form and its type; None where none was chosen."""
    sent = request.FILES.get(name)
    if not isinstance(sent, UploadedFile):
        return None, ""
    if (sent.size or 0) > settings.ATTACHMENT_BYTES:
        raise Refused(name, f"is too large: at most {settings.ATTACHMENT_BYTES:,} bytes are kept")
    end = f".{(sent.name or '').rpartition('.')[2].lower()}"
    if end not in TYPES:
        raise Refused(name, f"is none of: {', '.join(TYPES)}")
    return sent.read(), TYPES[end]
