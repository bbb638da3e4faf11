"""Since when a vulnerability counts as known: how that came about, settling the day, and the second signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kizuki.actions.findings.settle_knowledge_day import settle_knowledge_day
from kizuki.actions.findings.sign_knowledge_day import sign_knowledge_day
from kizuki.actions.verb import Actor
from kizuki.core.glossary import Lang, day_said, say
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.store.queries.knowledge import KnowledgePage, knowledge_page
from kizuki.store.queries.viewer import Viewer
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.of_vulnerability import DOORS
from kizuki.web.doors.offered import Link, links
from kizuki.web.proof import password_in
from kizuki.web.refusals import refusal_words
from kizuki.web.signed import Signed
from kizuki.web.today import today
from kizuki.web.typed import day_of
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class KnownPage:
    """The page with the forms that the reader gets."""

    found: KnowledgePage
    today: date
    may_settle: bool
    may_sign: bool
    doors: tuple[Link, ...]
    refusal: str
    signed: Signed | None


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def known(request: HttpRequest, advisory_id: int, device_id: int | None = None) -> HttpResponse:
    """The page; a post settles the day, or signs a later one."""
    viewer, refusal = viewer_of(request), ""
    found = knowledge_page(viewer, advisory_id, device_id)
    if found is None:
        raise Http404
    if request.method == "POST" and viewer.user_id is not None:
        try:
            _act(request.POST, found, viewer.user_id)
        except Refused as refused:
            refusal = refusal_words(refused, viewer.lang)
        else:
            return redirect(request.path)
    page = KnownPage(
        found=found,
        today=today(),
        may_settle=found.known is not None and may(viewer.role, "settle_knowledge_day"),
        may_sign=found.waiting is not None and may(viewer.role, "sign_knowledge_day"),
        doors=_doors(viewer, found) if device_id is None else (),
        refusal=refusal,
        signed=_signed(found, viewer.lang),
    )
    return render(request, "kizuki/known.html", {"page": page}, status=422 if refusal else 200)


def _signed(found: KnowledgePage, lang: Lang) -> Signed | None:
    """The day that is proposed, against the one that counts now; None where none waits."""
    if found.waiting is None:
        return None
    before = [row for row in found.rows if row.id != found.waiting.id]
    since = tuple(
        say("door.labelled", lang, label=say(f"knowledge.kind.{row.kind}", lang), value=day_said(row.known_on, lang))
        for row in before[-1:]
    )
    return Signed(say("signed.day", lang, day=day_said(found.waiting.known_on, lang)), since=since)


def _doors(viewer: Viewer, found: KnowledgePage) -> tuple[Link, ...]:
    kept = {"number": found.identifier, "joined": found.joined}
    return links(DOORS, Doing(viewer, "", found.advisory, today(), kept=dict(kept)))


def _act(post: QueryDict, found: KnowledgePage, person: int) -> None:
    actor, words = Actor.user(person), post.get("reason", "")
    if post.get("step") == "settle":
        day = day_of(post, "known_on")
        settle_knowledge_day(found.identifier, found.device_key, day, words, on=today(), actor=actor)
        return
    if found.waiting is None or str(found.waiting.id) != post.get("proposal"):
        raise Refused("knowledge", "is answered already, or a newer day stands")
    sign_knowledge_day(
        found.waiting.id,
        agreed=post.get("step") == "agree",
        password=password_in(post),
        comment=words,
        on=today(),
        actor=actor,
    )
