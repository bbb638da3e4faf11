"""Attaching a document to a case, and taking it out again as a file: it is never shown inside a page."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from kizuki.actions.cases.attach_document import attach_document
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.store.queries.attachments import attached_document
from kizuki.store.queries.cases import case_page
from kizuki.web.viewer import viewer_of

SANDBOX = "default-src 'none'; sandbox"


@require_POST
def attach(request: HttpRequest, case_id: int) -> HttpResponse:
    """Keep the file that was sent and go back to the case; a refusal says why."""
    if case_page(viewer_of(request), case_id) is None:
        raise Http404
    sent = request.FILES.get("file")
    try:
        if sent is None:
            if int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
                raise Refused("file", f"is too large: at most {settings.ATTACHMENT_BYTES:,} bytes are kept")
            raise Refused("file", "no file was chosen")
        attach_document(case_id, sent.name or "", sent.read(), actor=Actor.user(int(request.user.pk or 0)))
    except Refused as refusal:
        return render(
            request, "kizuki/parts/attach_refused.html", {"case_id": case_id, "why": str(refusal)}, status=422
        )
    return redirect("case", case_id=case_id)


@require_safe
def download(request: HttpRequest, case_id: int, attachment_id: int) -> HttpResponse:
    """The bytes as they came, as a file to keep."""
    found = attached_document(viewer_of(request), case_id, attachment_id)
    if found is None:
        raise Http404
    return as_a_file(found.row.name, found.row.media_type, found.content)


def as_a_file(name: str, media_type: str, content: bytes) -> HttpResponse:
    """A kept document as a file to keep: no browser shows it, runs it or guesses what else it might be."""
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        content,
        content_type=media_type,
        headers={
            "Content-Disposition": disposition or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": SANDBOX,
        },
    )
