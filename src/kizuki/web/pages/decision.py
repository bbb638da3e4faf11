"""One no-report decision: what it rests on, who decided, what reopened it; the second person decides here."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from kizuki.actions.register.decide_no_report import decide_no_report
from kizuki.actions.register.set_awareness_day import set_awareness_day
from kizuki.actions.verb import Actor
from kizuki.core.facts import read_case
from kizuki.core.glossary import Lang, day_said, say
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.store.obligations.identities import full_form
from kizuki.store.queries.decision_grounds import decision_grounds, evidence_document
from kizuki.store.queries.register import DecisionPage as Found
from kizuki.store.queries.register import decision_page
from kizuki.store.queries.viewer import Viewer
from kizuki.web.determined import NotMetLine, not_met_lines
from kizuki.web.facts import FactGroup, fact_groups
from kizuki.web.pages.attachment import as_a_file
from kizuki.web.proof import password_in
from kizuki.web.refusals import refusal_words
from kizuki.web.signed import Signed
from kizuki.web.today import today
from kizuki.web.typed import day_of
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class Ground:
    """The determination that was decided on: its outcome, what is not met and why, and the facts behind it."""

    outcome: str
    not_met: tuple[NotMetLine, ...]
    facts: tuple[FactGroup, ...]
    facts_revision: int
    made_at: datetime
    rules_digest: str


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
def evidence(request: HttpRequest, decision_id: int, sha256: str) -> HttpResponse:
    """A document that the decision rests on, as it came: as a file to keep, never inside a page."""
    found = evidence_document(viewer_of(request), decision_id, sha256)
    if found is None:
        raise Http404
    # Documents of decisions come without a name: this one says of which case it is, what it proves, and which it is.
    name = "_".join((found.case_number, found.proves or "evidence", sha256[:8]))
    ending = mimetypes.guess_extension(found.media_type.partition(";")[0].strip()) or ""
    return as_a_file(name + ending, found.media_type, found.content)


def _page(viewer: Viewer, found: Found, refusal: str) -> DecisionPage:
    return DecisionPage(
        found=found,
        ground=_ground(viewer, found.row.id),
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


def _ground(viewer: Viewer, decision_id: int) -> Ground:
    made = decision_grounds(viewer, decision_id)
    assert made is not None, "the decision was read before"
    known, lang = made.facts, viewer.lang
    return Ground(
        outcome=say(f"value.outcome.{made.answer['outcome']}", lang),
        not_met=not_met_lines(made.answer, lang),
        facts=fact_groups(read_case(known.facts), (), lang, full_form(known.facts)),
        facts_revision=known.revision,
        made_at=made.made_at,
        rules_digest=made.rules_digest,
    )


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
