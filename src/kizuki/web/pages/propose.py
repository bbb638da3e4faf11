"""Proposing that a case is not reported: a reason, its explanation, and what proves it; for one case or for a set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kizuki.actions.register.propose_no_report import Proof, Proposal, propose_no_report
from kizuki.actions.register.propose_no_report_set import propose_no_report_set
from kizuki.actions.verb import Actor
from kizuki.core.lifecycle.no_report import latest_review
from kizuki.core.lifecycle.proofs import OTHER, Ground, documents, grounds
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.store.queries.cases import CaseRow, case_page, cases_by_id, latest_determination
from kizuki.store.queries.viewer import Viewer
from kizuki.store.register.set_candidates import Candidate, candidates, components_of
from kizuki.web.doors.door import address_of
from kizuki.web.numbers import number_in
from kizuki.web.refusals import refusal_words
from kizuki.web.today import today
from kizuki.web.typed import day_if_any
from kizuki.web.viewer import viewer_of
from kizuki.web.words import matter_number, question_label

LARGEST_EVIDENCE = 32 * 1024 * 1024
"""Bytes of one file; what is larger belongs into the company's own archive, with its digest here."""


@dataclass(frozen=True, slots=True)
class Unproved:
    """An answer that leads away from a report and has no proof, with the address where it is answered. `case_number` is
    there where it stands in another case of the set."""

    label: str
    address: str
    matter: int | None
    case_number: str = ""


@dataclass(frozen=True, slots=True)
class ProposePage:
    """The form. `latest_on` is the last day that a review may be put off to; `component` the one whose other cases
    were asked for, `others` those cases; `unproved` what is to be answered with its proof first."""

    case: CaseRow
    grounds: tuple[Ground, ...]
    other: str
    unproved: tuple[Unproved, ...]
    latest_on: date
    components: tuple[str, ...]
    component: str
    others: tuple[Candidate, ...]
    chosen: frozenset[int]
    refusal: str
    leads_to: str
    """Where what the refusal asks for is done; '' where that is on the page itself."""
    files_again: frozenset[str]
    """What was to be proved by the files that came with what was refused: no page can keep a file. They are
    chosen anew."""
    typed: QueryDict | dict[str, str]


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, case_id: int) -> HttpResponse:
    """The page; a post keeps the proposal and leads to it."""
    viewer = viewer_of(request)
    found = case_page(viewer, case_id)
    if found is None or viewer.user_id is None:
        raise Http404
    refused: Refused | None = None
    if request.method == "POST":
        try:
            made = _propose(request, case_id, Actor.user(viewer.user_id))
        except Refused as why:
            refused = why
        else:
            return redirect("decision", made)
    page = _page(viewer, found.row, request, refused)
    return render(request, "kizuki/propose.html", {"page": page}, status=422 if refused else 200)


def _page(viewer: Viewer, case: CaseRow, request: HttpRequest, refused: Refused | None) -> ProposePage:
    asked = request.POST if request.method == "POST" else request.GET
    component = asked.get("component", "").strip()
    return ProposePage(
        case=case,
        grounds=tuple(grounds().values()),
        other=OTHER,
        unproved=tuple(_unproved(viewer, case.id, _cases(asked))),
        latest_on=latest_review(today(), None),
        components=tuple(sorted(components_of(case.id))),
        component=component,
        others=candidates(viewer, case.id, component) if component else (),
        chosen=frozenset(_cases(asked)),
        refusal=refusal_words(refused, viewer.lang) if refused else "",
        leads_to=_leads_to(refused, case),
        files_again=frozenset(name.removeprefix("proof.") for name in request.FILES) if refused else frozenset(),
        typed=request.POST if refused else {},
    )


def _leads_to(refused: Refused | None, case: CaseRow) -> str:
    """The clinical assessments of the device, where a reading or its hazard is what is missing."""
    if refused is None or refused.place not in ("assessment", "hazards"):
        return ""
    return reverse("device-assessments", args=[case.device_id])


def _unproved(viewer: Viewer, case_id: int, others: Sequence[int]) -> Iterator[Unproved]:
    """The answers without proof of the case, and of those that are proposed with it: the verb refuses these."""
    may_answer = may(viewer.role, "answer_facts")
    for row in cases_by_id(viewer, [case_id, *others]):
        made = latest_determination(viewer, row.id)
        paths = made.answer["evidence_missing"] if made else []
        numbers = {path: matter_number(path) for path in paths}
        for path in paths:
            door = address_of("case", row.id, "answer", {"fact": path})
            yield Unproved(
                label=question_label(path, viewer.lang),
                address=door if may_answer else f"{reverse('case', args=[row.id])}#facts",
                matter=numbers[path] if len(set(numbers.values())) > 1 else None,
                case_number="" if row.id == case_id else row.number,
            )


def _propose(request: HttpRequest, case_id: int, actor: Actor) -> int:
    proposal, others = _proposal(request), _cases(request.POST)
    if not others:
        return propose_no_report(case_id, proposal, on=today(), actor=actor)
    component = request.POST.get("component", "")
    return propose_no_report_set([case_id, *others], component, proposal, on=today(), actor=actor)[0]


def _cases(asked: QueryDict) -> list[int]:
    return [number for told in asked.getlist("case") if (number := number_in(told)) is not None]


def _proposal(request: HttpRequest) -> Proposal:
    evidence: list[Proof] = []
    for proves in documents():
        for file in request.FILES.getlist(f"proof.{proves}"):
            if file.size is None or file.size > LARGEST_EVIDENCE:
                raise Refused("evidence", f"{file.name}: is larger than {LARGEST_EVIDENCE} bytes")
            # Its kind is what the sender says; it is never shown in the page, only saved.
            evidence.append(Proof(proves, file.read(), file.content_type or "application/octet-stream"))
    review = day_if_any(request.POST, "review_on")
    return Proposal(request.POST.get("reason", ""), request.POST.get("explanation", ""), evidence, review_on=review)
