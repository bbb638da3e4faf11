"""Known or unknown: what the precautions of the day propose for each reported term, and a person's word on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kizuki.actions.cases.confirm_listed import TermSaid, confirm_listed
from kizuki.actions.verb import Actor
from kizuki.core.devices.listed import ANSWERS, Entry
from kizuki.core.glossary import say
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.core.reporting.shown import value_label
from kizuki.store.queries.cases import CaseRow, case_page
from kizuki.store.queries.known import facts_to_answer
from kizuki.store.queries.known_terms import KnownLine, KnownTerms, foreseen_by_terms, known_terms
from kizuki.store.queries.people import standing_of
from kizuki.store.queries.persons import called_on_case
from kizuki.store.queries.viewer import Viewer
from kizuki.web.doors.door import address_of
from kizuki.web.refusals import refusal_words
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of
from kizuki.web.words import question_label

FORMS = ("confirm_listed", "record_precaution", "answer_facts")
"""The verbs that the page has a form for, or a way to one."""

Typed = QueryDict | dict[str, str]


@dataclass(frozen=True, slots=True)
class FactAsked:
    """A fact of predictability: what the case says of it now, what the terms say, and where it is answered ('' where the
    reader may not)."""

    label: str
    value: str
    said: str
    address: str


@dataclass(frozen=True, slots=True)
class TermLine:
    """A reported term, and of which matter and person it is told ('' where the case has one of each)."""

    it: KnownLine
    of: str


@dataclass(frozen=True, slots=True)
class KnownPage:
    """What the page shows; `forms` are the verbs that the reader may run, `facts` what the terms bear on, `record` where
    an entry of the precautions is recorded."""

    case: CaseRow
    found: KnownTerms
    lines: tuple[TermLine, ...]
    facts: tuple[FactAsked, ...]
    record: str
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
    """The page; a post confirms a term. A refusal shows why."""
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
    called = called_on_case(viewer, case_id, viewer.lang)
    lines = tuple(
        TermLine(it, " ".join(filter(None, (called.get(one) for one in (it.matter, it.person)))))
        for it in found.lines
    )
    facts = tuple(_facts(viewer, case_id, found, answers="answer_facts" in forms))
    record = address_of("device", case.row.device_id, "record_precaution", {"case": case_id})
    return KnownPage(case.row, found, lines, facts, record, ANSWERS, forms, refusal, typed or {})


def _facts(viewer: Viewer, case_id: int, found: KnownTerms, *, answers: bool) -> Iterator[FactAsked]:
    """Each fact that the terms of a place bear on, in the order of the facts."""
    known = facts_to_answer(viewer, case_id)
    called = called_on_case(viewer, case_id, viewer.lang)
    for at, matter in enumerate(known.facts["matters"] if known else ()):
        asked = [(f"matters.{at}.malfunction_predictable", "", matter.get("malfunction_predictable"))]
        asked += [
            (f"matters.{at}.harms.{place}.predictable", harm.get("id", ""), harm.get("predictable"))
            for place, harm in enumerate(matter.get("harms") or ())
        ]
        for path, person, value in asked:
            told = foreseen_by_terms(found, matter.get("id", ""), person)
            if not told.lines:
                continue
            lang, code = viewer.lang, {True: "foreseen", False: "not_foreseen", None: "not_settled"}[told.answer]
            address = address_of("case", case_id, "answer", {"fact": path}) if answers else ""
            now = say("screens.not_yet_known", lang) if value is None else value_label(path, value, lang)
            label = " ".join(filter(None, (question_label(path, lang), called.get(matter.get("id", "")))))
            yield FactAsked(label, now, say(f"listed.fact.{code}", lang), address)


def _act(post: QueryDict, viewer: Viewer, case_id: int, actor: Actor) -> None:
    step = post.get("step", "")
    if step == "confirm":
        line = _line(post, viewer, case_id)
        quoted = post.get("precaution", "")
        entry = int(quoted) if quoted.isdecimal() else None
        said = TermSaid(line.term, post.get("answer", ""), entry, post.get("reason", ""))
        confirm_listed(case_id, line.matter, line.person, said, actor=actor)
    else:
        raise Refused("step", f"{step!r} is no form of this page")


def _line(post: QueryDict, viewer: Viewer, case_id: int) -> KnownLine:
    """The term that the form is about, by its place among those of the case."""
    found, at = known_terms(viewer, case_id), post.get("line", "")
    if found is None or not at.isdecimal() or int(at) >= len(found.lines):
        raise Refused("line", "is no term of this case")
    line = found.lines[int(at)]
    if post.get("term", line.name) != line.name:
        raise Refused("line", "the terms of the case were changed meanwhile; look again")
    return line
