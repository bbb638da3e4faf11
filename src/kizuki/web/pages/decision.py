"""One no-report decision: what it rests on, who decided, what reopened it; the second person decides here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from kizuki.actions.register.decide_no_report import decide_no_report
from kizuki.actions.register.set_awareness_day import set_awareness_day
from kizuki.actions.verb import Actor
from kizuki.core.glossary import Lang, day_said, say
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.gateways.typst.record import print_record
from kizuki.store.queries.company import standing_company
from kizuki.store.queries.register import DecisionPage as Found
from kizuki.store.queries.register import decision_page, decisions_of
from kizuki.store.queries.timeline import timeline_of
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock
from kizuki.web.decision_paper import decision_data
from kizuki.web.files import as_a_file
from kizuki.web.ground import Ground, ground_of
from kizuki.web.proof import password_in
from kizuki.web.refusals import refusal_words
from kizuki.web.signed import Signed
from kizuki.web.today import today
from kizuki.web.typed import day_of
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """A decision with the forms that the reader gets."""

    found: Found
    ground: Ground
    today: date
    may_decide: bool
    may_set_day: bool
    refusal: str
    signed: Signed


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, decision_id: int) -> HttpResponse:
    """The page; a post decides, or sets the awareness day of a reopened case."""
    viewer = viewer_of(request)
    refusal = ""
    if request.method == "POST" and viewer.user_id is not None:
        try:
            _act(request.POST, decision_id, viewer.user_id)
        except Refused as refused:
            refusal = refusal_words(refused, viewer.lang)
        else:
            return redirect(request.path)
    found = decision_page(viewer, decision_id)
    if found is None:
        raise Http404
    page = _page(viewer, found, refusal)
    return render(request, "kizuki/decision.html", {"page": page}, status=422 if refusal else 200)


@require_safe
def decision_pdf(request: HttpRequest, decision_id: int) -> HttpResponse:
    """The decision printed, to be kept or handed to an inspector."""
    viewer = viewer_of(request)
    found = decision_page(viewer, decision_id)
    if found is None:
        raise Http404
    lang = viewer.lang
    data = decision_data(
        found,
        ground_of(viewer, decision_id),
        timeline_of(viewer, f"no_report:{decision_id}:{found.sha256}"),
        [one for one in decisions_of(viewer, found.row.case_id) if one.id != decision_id],
        company=standing_company(viewer, today()),
        printed=(getattr(request.user, "display_name", ""), clock.now()),
        lang=lang,
    )
    name = "_".join((f"{today():%Y%m%d}", found.row.case_number, say("register.file", lang))) + ".pdf"
    return as_a_file(name, "application/pdf", print_record(data, today()).pdf)


def _page(viewer: Viewer, found: Found, refusal: str) -> DecisionPage:
    return DecisionPage(
        found=found,
        ground=ground_of(viewer, found.row.id),
        today=today(),
        may_decide=found.row.state == "proposed" and may(viewer.role, "decide_no_report"),
        may_set_day=found.row.state == "reopened" and may(viewer.role, "set_awareness_day"),
        refusal=refusal,
        signed=_signed(found, viewer.lang),
    )


def _signed(found: Found, lang: Lang) -> Signed:
    """What stands on the page, with the documents behind it; of a case that was reopened, what reopened it last."""
    links = (
        (found.row.case_number, reverse("case", args=[found.row.case_id])),
        (say("register.evidence", lang), "#why"),
    )
    last = found.reopenings[-1] if found.reopenings else None
    since = (f"{say('register.reopenings', lang)} {day_said(last.aware_on, lang)}",) if last else ()
    return Signed(say("signed.this_page", lang), links, found.read_sha256, since)


def _act(post: QueryDict, decision_id: int, person: int) -> None:
    actor, comment = Actor.user(person), post.get("comment", "")
    if post.get("step") == "set_awareness_day":
        set_awareness_day(decision_id, day_of(post, "aware_on"), comment, on=today(), actor=actor)
        return
    decide_no_report(
        decision_id,
        agreed=post.get("step") == "agree",
        read_sha256=post.get("read_sha256", ""),
        password=password_in(post),
        comment=comment,
        on=today(),
        actor=actor,
    )
