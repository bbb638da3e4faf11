"""Known or unknown: what the precautions of the day propose for each reported term, and a person's word on it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kizuki.actions.cases.confirm_listed import TermSaid, confirm_listed
from kizuki.actions.devices.record_precaution import record_precaution
from kizuki.actions.verb import Actor
from kizuki.core.devices.listed import ANSWERS, Entry, EntryTerm
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.store.queries.cases import CaseRow, case_page
from kizuki.store.queries.known_terms import KnownLine, KnownTerms, known_terms
from kizuki.store.queries.people import standing_of
from kizuki.store.queries.viewer import Viewer
from kizuki.web.refusals import refusal_words
from kizuki.web.report_steps import day_of
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of

FORMS = ("confirm_listed", "record_precaution")
"""The verbs that the page has a form for."""

Typed = QueryDict | dict[str, str]


@dataclass(frozen=True, slots=True)
class KnownPage:
    """What the page shows; `forms` are the verbs that the reader may run."""

    case: CaseRow
    found: KnownTerms
    answers: tuple[str, ...]
    forms: tuple[str, ...]
    refusal: str
    typed: Typed

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Entries that can be quoted."""
        return self.found.entries


@require_http_methods(["GET", "HEAD", "POST"])
def known_terms_view(request: HttpRequest, case_id: int) -> HttpResponse:
    """The page; a post confirms a term, or records a precaution of the device. A refusal shows why."""
    viewer = viewer_of(request)
    refusal = ""
    if request.method == "POST":
        if viewer.user_id is None:
            raise Http404
        try:
            _act(request.POST, viewer, case_id, Actor.user(viewer.user_id))
        except Refused as refused:
            refusal = refusal_words(refused, viewer.lang)
        else:
            return redirect(request.path)
    page = known_page(viewer, case_id, refusal, request.POST if refusal else {})
    if page is None:
        raise Http404
    return render(request, "kizuki/known_terms.html", {"page": page}, status=422 if refusal else 200)


def known_page(viewer: Viewer, case_id: int, refusal: str = "", typed: Typed | None = None) -> KnownPage | None:
    """The terms of a case with their proposals; None where there is no such case."""
    case, found = case_page(viewer, case_id), known_terms(viewer, case_id)
    if case is None or found is None:
        return None
    roles = standing_of(viewer, today()).roles
    forms = tuple(verb for verb in FORMS if any(may(role, verb) for role in roles))
    return KnownPage(case.row, found, ANSWERS, forms, refusal, typed or {})


def _act(post: QueryDict, viewer: Viewer, case_id: int, actor: Actor) -> None:
    step = post.get("step", "")
    if step == "confirm":
        line = _line(post, viewer, case_id)
        quoted = post.get("precaution", "")
        entry = int(quoted) if quoted.isdecimal() else None
        said = TermSaid(line.term, post.get("answer", ""), entry, post.get("reason", ""))
        confirm_listed(case_id, line.matter, line.person, said, actor=actor)
    elif step == "precaution":
        page = case_page(viewer, case_id)
        if page is None:
            raise Refused("case", "is not there")
        record_precaution(
            page.row.device_key,
            post.get("section", ""),
            post.get("body", ""),
            dated_on=day_of(post, "dated_on"),
            edition=post.get("edition", ""),
            as_measure=post.get("as_measure") == "yes",
            terms=tuple(_term(line) for line in post.get("terms", "").splitlines() if line.strip()),
            actor=actor,
        )
    else:
        raise Refused("step", f"{step!r} is no form of this page")


def _line(post: QueryDict, viewer: Viewer, case_id: int) -> KnownLine:
    """The term that the form is about, by its place among those of the case."""
    found, at = known_terms(viewer, case_id), post.get("line", "")
    if found is None or not at.isdecimal() or int(at) >= len(found.lines):
        raise Refused("line", "is no term of this case")
    return found.lines[int(at)]


def _term(line: str) -> EntryTerm:
    """`imdrf|A1105|serious` or `own|通信の途絶`: the list, the code or the words, and up to which severity."""
    scheme, _, rest = line.strip().partition("|")
    named, _, up_to = rest.partition("|")
    own = scheme.strip() == "own"
    code, words = ("", named.strip()) if own else (named.strip(), "")
    return EntryTerm(scheme.strip(), code, words, up_to.strip())
