"""Proposing that a case is not reported: a reason, its explanation, and what proves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kizuki.actions.register.propose_no_report import Proposal, propose_no_report
from kizuki.actions.verb import Actor
from kizuki.core.lifecycle.no_report import latest_review
from kizuki.core.lifecycle.proofs import grounds
from kizuki.core.refusal import Refused
from kizuki.store.queries.cases import CaseRow, case_page
from kizuki.web.refusals import refusal_words
from kizuki.web.report_steps import day_of
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of

LARGEST_EVIDENCE = 32 * 1024 * 1024
"""Bytes of one file; what is larger belongs into the company's own archive, with its digest here."""


@dataclass(frozen=True, slots=True)
class GroundLine:
    """A reason, what it needs, and where it is said."""

    code: str
    needs: tuple[str, ...]
    said: str


@dataclass(frozen=True, slots=True)
class ProposePage:
    """The form. `latest_on` is the last day that a review may be put off to."""

    case: CaseRow
    grounds: tuple[GroundLine, ...]
    latest_on: date
    refusal: str
    typed: QueryDict | dict[str, str]


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, case_id: int) -> HttpResponse:
    """The page; a post keeps the proposal and leads to it."""
    viewer = viewer_of(request)
    found = case_page(viewer, case_id)
    if found is None or viewer.user_id is None:
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            made = propose_no_report(case_id, _proposal(request), on=today(), actor=Actor.user(viewer.user_id))
        except Refused as refused:
            refusal = refusal_words(refused, viewer.lang)
        else:
            return redirect("decision", made)
    lines = tuple(GroundLine(row.code, tuple(sorted(row.needs)), row.said) for row in grounds().values())
    page = ProposePage(found.row, lines, latest_review(today(), None), refusal, request.POST if refusal else {})
    return render(request, "kizuki/propose.html", {"page": page}, status=422 if refusal else 200)


def _proposal(request: HttpRequest) -> Proposal:
    evidence: list[tuple[bytes, str]] = []
    for file in request.FILES.getlist("evidence"):
        if file.size is None or file.size > LARGEST_EVIDENCE:
            raise Refused("evidence", f"{file.name}: is larger than {LARGEST_EVIDENCE} bytes")
        # Its kind is what the sender says; it is never shown in the page, only saved.
        evidence.append((file.read(), file.content_type or "application/octet-stream"))
    review = day_of(request.POST, "review_on") if request.POST.get("review_on") else None
    return Proposal(request.POST.get("reason", ""), request.POST.get("explanation", ""), evidence, review_on=review)
