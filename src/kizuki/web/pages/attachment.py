"""Attaching a document to a case; it is opened by the door of documents."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kizuki.actions.cases.attach_document import attach_document
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.store.queries.cases import case_page
from kizuki.web.viewer import viewer_of


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
