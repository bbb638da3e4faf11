"""The hazards behind the safety-relevant answers of one advisory on one device."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kizuki.actions.assessments.add_hazard import HazardEntry, add_hazard
from kizuki.actions.assessments.draft import draft_of, sheet_of_current
from kizuki.actions.assessments.review_hazard import review_hazard
from kizuki.actions.assessments.sheet import standing_of
from kizuki.actions.assessments.withdraw_hazard import withdraw_hazard
from kizuki.actions.verb import Actor
from kizuki.core.glossary import Lang, say
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.core.scoring.hazards.hazard import HARM_KINDS, Hazard
from kizuki.core.scoring.hazards.shown import say_hazard_reason
from kizuki.core.scoring.rubric import PIPS_CODES
from kizuki.core.scoring.shown import say_answer
from kizuki.store.queries.assessments import Finding, current_revision, finding
from kizuki.store.queries.hazards import analysis_of, hazards_of
from kizuki.store.queries.severity import levels_in_use, mapping_in_force
from kizuki.store.queries.viewer import Viewer
from kizuki.web.desk.printing import hazard_level
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of
from kizuki.web.words import severity_words

_ANSWERS = {"": None, "yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to tick or choose: its value, its words, and whether it stands chosen."""

    value: str
    words: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class HazardLine:
    """One entry with its level in words; `state` is counts, waits (for a review) or reviewed (it no longer counts)."""

    entry: Hazard
    severity: str
    kinds: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class HazardsPage:
    """The entries, what the analysis still lacks, and the form. `typed` is what was typed and could not be kept."""

    about: Finding
    lines: tuple[HazardLine, ...]
    blocking: tuple[str, ...]
    potential: str
    pips: tuple[Choice, ...]
    kinds: tuple[Choice, ...]
    levels: tuple[Choice, ...]
    mapping: str
    may_add: bool
    may_review: bool
    may_withdraw: bool
    refusal: str
    typed: QueryDict | dict[str, str]


@require_http_methods(["GET", "HEAD", "POST"])
def hazards(request: HttpRequest, device_id: int, advisory: str) -> HttpResponse:
    """The page; a post adds, reviews or withdraws an entry."""
    viewer = viewer_of(request)
    about = finding(viewer, device_id, advisory)
    if about is None or viewer.user_id is None:
        raise Http404
    refusal = ""
    if request.method == "POST":
        try:
            _act(request.POST, about, Actor.user(viewer.user_id))
        except Refused as refused:
            refusal = f"{refused.place}: {refused.reason}"
        else:
            return redirect(request.path)
    page = hazards_page(viewer, about, refusal, request.POST if refusal else {})
    return render(request, "kizuki/desk/hazards.html", {"page": page}, status=422 if refusal else 200)


def hazards_page(viewer: Viewer, about: Finding, refusal: str, typed: QueryDict | dict[str, str]) -> HazardsPage:
    """The page of one finding, by the answers of the viewer's draft, else of the current revision."""
    lang = viewer.lang
    draft = draft_of(viewer.user_id or 0, about.device_id, about.advisory_id)
    current = current_revision(viewer, about.device_id, about.advisory_id)
    sheet = draft or sheet_of_current(about.device_id, about.advisory_id)
    answers = standing_of(sheet, today()).result.answers
    analysis = analysis_of(
        viewer, about.device_id, about.advisory_id, answers, None if draft or not current else current.id
    )
    entries = hazards_of(viewer, about.device_id, [about.advisory_id]).get(about.advisory_id, ())
    mapping = mapping_in_force(viewer)
    chosen = typed.getlist("pips") if isinstance(typed, QueryDict) else analysis.open[:0]
    return HazardsPage(
        about=about,
        lines=tuple(_line(entry, lang) for entry in entries),
        blocking=tuple(say_hazard_reason(reason, lang) for reason in analysis.blocking),
        potential=severity_words(analysis.potential, lang) if analysis.potential else "",
        pips=tuple(
            Choice(
                code,
                f"{say_answer(code, answers[code], lang)} {say(f'scoring.question.{code}', lang)}",
                code in chosen,
            )
            for code in PIPS_CODES
            if answers[code] != "N"
        ),
        kinds=tuple(Choice(kind, say(f"scoring.harm_kind.{kind}", lang)) for kind in HARM_KINDS),
        levels=tuple(Choice(level, hazard_level(level, lang)) for level in levels_in_use(viewer)),
        mapping=mapping.version if mapping.approved else "",
        may_add=may(viewer.role, "add_hazard"),
        may_review=may(viewer.role, "review_hazard"),
        may_withdraw=may(viewer.role, "withdraw_hazard"),
        refusal=refusal,
        typed=typed,
    )


def question_words(code: str, lang: Lang) -> str:
    """The words of a question."""
    return say(f"scoring.question.{code}", lang)


def _line(entry: Hazard, lang: Lang) -> HazardLine:
    state = "counts" if entry.credible else "waits" if entry.counts else "reviewed"
    kinds = tuple(say(f"scoring.harm_kind.{kind}", lang) for kind in entry.harm_kinds)
    return HazardLine(entry, hazard_level(entry.severity, lang), kinds, state)


def _act(posted: QueryDict, about: Finding, actor: Actor) -> None:
    if "withdraw" in posted:
        withdraw_hazard(_number(posted["withdraw"]), because=posted.get("because", ""), actor=actor)
    elif "review" in posted:
        review_hazard(_number(posted["review"]), actor=actor)
    else:
        add_hazard(about.device_id, about.advisory_id, _entry(posted), actor=actor)


def _entry(posted: QueryDict) -> HazardEntry:
    patients = posted.get("patients_exposed", "").strip()
    through = posted.get("through_other_system", "")
    if through not in _ANSWERS:
        raise Refused("hazard.through_other_system", "yes, no or nothing is expected")
    reason = posted.get("not_credible_because", "").strip()
    return HazardEntry(
        pips=posted.getlist("pips"),
        situation=posted.get("situation", ""),
        harm=posted.get("harm", ""),
        severity=posted.get("severity", ""),
        harm_kinds=posted.getlist("harm_kinds"),
        likelihood=posted.get("likelihood", ""),
        controls=posted.get("controls", "").splitlines(),
        detectability=posted.get("detectability", ""),
        patients_exposed=_number(patients) if patients else None,
        through_other_system=_ANSWERS[through],
        credible=not reason,
        not_credible_because=reason,
    )


def _number(words: str) -> int:
    if not (words.isascii() and words.isdigit() and len(words) < 12):
        raise Refused("number", f"{words[:20]!r} is not a whole number")
    return int(words)
