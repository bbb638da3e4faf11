"""The table from the company's severity levels to the law's: proposed by one person, approved by another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kizuki.actions.assessments.approve_severity_mapping import approve_severity_mapping
from kizuki.actions.assessments.propose_severity_mapping import propose_severity_mapping
from kizuki.actions.verb import Actor
from kizuki.core.facts.values import Severity
from kizuki.core.glossary import Lang
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.core.scoring.hazards.hazard import SeverityRow
from kizuki.core.scoring.hazards.mapping import PROPOSED_MAPPING
from kizuki.store.queries.severity import ProposedMapping, mapping_in_force, proposed_mappings
from kizuki.store.queries.viewer import Viewer
from kizuki.web.desk.printing import hazard_level
from kizuki.web.viewer import viewer_of
from kizuki.web.words import severity_words

CRITERIA = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class LevelLine:
    """One level: its key, its words, the law's severity and criterion, in words and as values."""

    level: str
    words: str
    severity: str
    severity_words: str
    criterion: int | None


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A version that waits for approval; `own` where the viewer proposed it."""

    version: int
    who: str
    own: bool
    levels: tuple[LevelLine, ...]


@dataclass(frozen=True, slots=True)
class SeverityPage:
    """The version in force (None: none), those that wait, and the form with the levels that it starts from."""

    version: str
    approved_by: str
    approved_on: date | None
    levels: tuple[LevelLine, ...]
    waiting: tuple[WaitingLine, ...]
    draft: tuple[LevelLine, ...]
    severities: tuple[tuple[str, str], ...]
    criteria: tuple[int, ...]
    may_propose: bool
    may_approve: bool
    refusal: str


@require_http_methods(["GET", "HEAD", "POST"])
def severity(request: HttpRequest) -> HttpResponse:
    """The page; a post proposes a version or approves one."""
    viewer = viewer_of(request)
    refusal = ""
    if request.method == "POST":
        if viewer.user_id is None:
            raise Http404
        try:
            _act(request.POST, Actor.user(viewer.user_id))
        except Refused as refused:
            refusal = f"{refused.place}: {refused.reason}"
        else:
            return redirect(request.path)
    page = severity_page(viewer, refusal)
    return render(request, "kizuki/desk/severity.html", {"page": page}, status=422 if refusal else 200)


def severity_page(viewer: Viewer, refusal: str = "") -> SeverityPage:
    """The table as it stands."""
    lang, found = viewer.lang, mapping_in_force(viewer)
    start = tuple(found.rows.values()) or tuple(PROPOSED_MAPPING.rows.values())
    return SeverityPage(
        version=found.version if found.approved else "",
        approved_by=found.approved_by,
        approved_on=found.approved_on,
        levels=tuple(_line(row, lang) for row in found.rows.values()),
        waiting=tuple(_waiting(row, viewer) for row in proposed_mappings(viewer)),
        draft=tuple(_line(row, lang) for row in start),
        severities=tuple((one.value, severity_words(one, lang)) for one in Severity),
        criteria=CRITERIA,
        may_propose=may(viewer.role, "propose_severity_mapping"),
        may_approve=may(viewer.role, "approve_severity_mapping"),
        refusal=refusal,
    )


def _waiting(row: ProposedMapping, viewer: Viewer) -> WaitingLine:
    levels = tuple(_line(level, viewer.lang) for level in row.rows)
    return WaitingLine(row.version, row.proposed_by, row.proposed_by_id == viewer.user_id, levels)


def _line(row: SeverityRow, lang: Lang) -> LevelLine:
    words = severity_words(row.severity, lang)
    return LevelLine(row.level, hazard_level(row.level, lang), row.severity.value, words, row.criterion)


def _act(posted: QueryDict, actor: Actor) -> None:
    if "approve" in posted:
        if not posted["approve"].isdecimal():
            raise Refused("version", "a number is expected")
        approve_severity_mapping(int(posted["approve"]), actor=actor)
        return
    rows = {}
    for level in posted.getlist("level"):
        criterion = posted.get(f"criterion-{level}", "")
        if criterion and not criterion.isdecimal():
            raise Refused(f"rows.{level}.criterion", "a number from 1 to 5 is expected")
        row = {"severity": posted.get(f"severity-{level}"), "criterion": int(criterion) if criterion else None}
        rows[level] = row
    propose_severity_mapping(rows, actor=actor)
