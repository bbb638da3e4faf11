"""The check of a report before it is sent, how it was sent, and the forms that belong to both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kizuki.actions.reports.explain_difference import explain_difference
from kizuki.actions.reports.record_transmission import record_transmission
from kizuki.actions.reports.start_follow_up import start_follow_up
from kizuki.actions.verb import Actor
from kizuki.core.forms.checking import Finding, finding_text
from kizuki.core.forms.edition import Edition, edition_for
from kizuki.core.glossary import Lang, all_words, say, word
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.core.reporting.shown import fact_label, item_label
from kizuki.store.models.reports import PURPOSES, WAYS, WITHDRAWALS
from kizuki.store.queries.cases import CaseRow, case_page
from kizuki.store.queries.checking import CheckedReport, check_of
from kizuki.store.queries.people import standing_of
from kizuki.store.queries.reports import ReportLife, report_life
from kizuki.store.queries.sending import SendingOf, sending_of
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock
from kizuki.web.doors.door import address_of
from kizuki.web.missing_boxes import MissingBox, missing_boxes
from kizuki.web.proofs import proof_of
from kizuki.web.refusals import refusal_words
from kizuki.web.report_offers import owed_after
from kizuki.web.today import today
from kizuki.web.typed import day_if_any, day_of
from kizuki.web.viewer import viewer_of
from kizuki.web.words import report_name, severity_words

FORMS = ("record_transmission", "explain_difference", "start_follow_up")
"""The verbs that the page has a form for."""

_PLACE = re.compile(r"\{[^}]*\}")

Typed = QueryDict | dict[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One finding: its sentence, how it weighs in words, whether it stays owed, where it is put right, and its box in the
    editor where it speaks of one."""

    weighs: str
    weighs_words: str
    text: str
    owed: bool
    link: str
    box: str = ""


@dataclass(frozen=True, slots=True)
class CheckPage:
    """What the page shows on a day; `forms` are the verbs that the reader may run now, `sent_on` the day on which the
    report went, which it is held against then (None: it has not gone)."""

    today: date
    case: CaseRow
    name: str
    life: ReportLife
    lines: tuple[Line, ...]
    refused: str
    open_points: tuple[str, ...]
    changes: tuple[tuple[str, str, str, str], ...]
    sending: SendingOf
    when_sent: tuple[tuple[str, str], ...]
    boxes: tuple[tuple[str, str], ...]
    forms: tuple[str, ...]
    ways: tuple[str, ...]
    purposes: tuple[str, ...]
    withdrawals: tuple[str, ...]
    refusal: str
    typed: Typed
    purpose: str = "report"
    missing_boxes: tuple[MissingBox, ...] = ()
    sent_on: date | None = None

    @property
    def owes(self) -> bool:
        """Whether something that was found stays owed where it is sent so."""
        return any(line.owed for line in self.lines)


@require_http_methods(["GET", "HEAD", "POST"])
def report_check(request: HttpRequest, case_id: int, report_id: int) -> HttpResponse:
    """The page; a post records an attempt to send, explains a difference or begins the follow-up."""
    viewer = viewer_of(request)
    refusal = ""
    if request.method == "POST":
        if viewer.user_id is None:
            raise Http404
        try:
            _act(request, report_id, Actor.user(viewer.user_id))
        except Refused as refused:
            refusal = refusal_words(refused, viewer.lang)
        else:
            return redirect(_drafting(viewer, case_id, report_id, request.POST) or request.path)
    page = check_page(viewer, case_id, report_id, today(), refusal, request.POST if refusal else {})
    if page is None:
        raise Http404
    asked = (request.POST if refusal else request.GET).get("purpose", "report")
    page = replace(page, purpose=asked)
    return render(request, "kizuki/report_check.html", {"page": page}, status=422 if refusal else 200)


def _drafting(viewer: Viewer, case_id: int, report_id: int, post: QueryDict) -> str:
    """Where the follow-up that was begun just now is drafted; '' where none was, or none is owed."""
    life = report_life(viewer, report_id) if post.get("step") == "follow_up" else None
    row = owed_after(viewer, life.report) if life else None
    return address_of("case", case_id, "draft_form", {"row": row.id}) if row else ""


def check_page(
    viewer: Viewer, case_id: int, report_id: int, on: date, refusal: str = "", typed: Typed | None = None
) -> CheckPage | None:
    """The check of a report as seen on one day; None where the case has none of this number."""
    found, life, checked = case_page(viewer, case_id), report_life(viewer, report_id), check_of(viewer, report_id, on)
    if found is None or life is None or checked is None or life.report.case_id != case_id:
        return None
    edition = edition_for(int(checked.form), date.fromisoformat(checked.edition))
    sent, roles, lang = sending_of(viewer, report_id), standing_of(viewer, on).roles, viewer.lang
    missing = missing_boxes(life.report, lang)
    at = {one.id: one.at for one in missing}
    return CheckPage(
        today=on,
        case=found.row,
        name=report_name(life.report.form, life.report.number, lang, life.report.whom),
        life=life,
        lines=tuple(_line(one, checked, found.row, edition, viewer, at) for one in checked.findings),
        refused=str(checked.refusal) if checked.refusal else "",
        open_points=_open_points(checked, viewer),
        changes=_changes(checked, edition, viewer),
        sending=sent,
        when_sent=_when_sent(sent.findings, lang),
        boxes=tuple((box.id, box.label(lang)) for box in edition.boxes if box.width),
        forms=tuple(verb for verb in FORMS if any(may(role, verb) for role in roles)),
        ways=WAYS,
        purposes=PURPOSES,
        withdrawals=WITHDRAWALS,
        refusal=refusal,
        typed=typed or {},
        missing_boxes=missing,
        sent_on=life.submission.sent_on if life.submission else None,
    )


def _line(
    one: Finding,
    checked: CheckedReport,
    case: CaseRow,
    edition: Edition,
    viewer: Viewer,
    at: Mapping[str, str],
) -> Line:
    """`at` is by box that in which it is written."""
    label = next((box.label(viewer.lang) for box in edition.boxes if box.id == one.field), "")
    return Line(
        one.weighs,
        say(f"check.weighs.{one.weighs}", viewer.lang),
        finding_text(one, viewer.lang, label),
        one.owed,
        _link(one.place, case, checked.report_id),
        f"{reverse('report-editor', args=[case.id, checked.report_id])}#box-{at.get(one.field, one.field)}"
        if label
        else "",
    )


def _link(place: str, case: CaseRow, report_id: int) -> str:
    """The page on which a finding is put right: by its room, else by the key that fills the box."""
    if place in ("room:device",) or place.startswith("device."):
        return reverse("device", args=[case.device_id])
    if place == "room:company" or place.startswith("company"):
        return reverse("company")
    if place == "room:precautions":
        return reverse("known-terms", args=[case.id])
    if place == "room:report":
        return reverse("report", args=[case.id, report_id])
    return reverse("case", args=[case.id])


def _open_points(checked: CheckedReport, viewer: Viewer) -> tuple[str, ...]:
    lang = viewer.lang
    return tuple(
        say(
            "check.page.open_point",
            lang,
            fact=fact_label(point.question, lang),
            item=item_label(point.item, lang),
            level=_level(point.level, viewer),
        )
        for point in checked.open_points
    )


def _level(level: str, viewer: Viewer) -> str:
    from kizuki.core.facts.values import Severity

    return severity_words(Severity(level), viewer.lang) if level else say("screens.not_yet_known", viewer.lang)


def _changes(checked: CheckedReport, edition: Edition, viewer: Viewer) -> tuple[tuple[str, str, str, str], ...]:
    """Box, kind of change, and what it said and says."""
    labels = {box.id: box.label(viewer.lang) for box in edition.boxes}
    return tuple(
        (
            labels.get(one.field, one.field),
            say(
                f"check.page.change_{one.kind}", viewer.lang, **({"why": one.why} if one.kind == "corrected" else {})
            ),
            _shown(one.before),
            _shown(one.after),
        )
        for one in checked.changes
    )


def _shown(value: object) -> str:
    if isinstance(value, list):
        return " / ".join(_shown(part) for part in value)
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values())
    return "" if value is None else str(value)


def _when_sent(findings: Sequence[Mapping[str, object]], lang: Lang) -> tuple[tuple[str, str], ...]:
    """What the report was sent with, as its codes were kept: each once, with how often it was found."""
    found = Counter((str(row["weighs"]), str(row["code"])) for row in findings)
    return tuple(
        (say(f"check.weighs.{weighs}", lang), _gap_words(code, lang) + (f" ×{times}" if times > 1 else ""))
        for (weighs, code), times in found.items()
    )


def _gap_words(code: str, lang: Lang) -> str:
    """Its short name, or its sentence: of what, nobody kept."""
    short = f"check.gap.{code}"
    if short in all_words():
        return say(short, lang)
    sentence = word(f"check.finding.{code}")
    return _PLACE.sub("…", sentence.ja if lang == "ja" else sentence.en)


def _act(request: HttpRequest, report_id: int, actor: Actor) -> None:
    post, step = request.POST, request.POST.get("step", "")
    if step in ("failed", "formally"):
        proof, way = proof_of(request, day_of(post, "sent_on")), post.get("way", "")
        went = step == "formally"
        record_transmission(report_id, way, proof, went=went, what=post.get("what", ""), now=clock.now(), actor=actor)
    elif step == "explain":
        explain_difference(report_id, post.get("reason", ""), actor=actor)
    elif step == "follow_up":
        _begin_follow_up(post, report_id, actor)
    else:
        raise Refused("step", f"{step!r} is no form of this page")


def _begin_follow_up(post: QueryDict, report_id: int, actor: Actor) -> None:
    box = post.get("corrected_box", "")
    start_follow_up(
        report_id,
        status="complete" if post.get("status") == "complete" else "incomplete",
        reason=post.get("reason", ""),
        next_report_on=day_if_any(post, "next_report_on"),
        purpose=post.get("purpose", "report"),  # type: ignore[arg-type] # the verb refuses what is none
        news_on=day_if_any(post, "news_on"),
        why=post.get("why", ""),  # type: ignore[arg-type] # the same
        corrects={box: post.get("corrected_why", "")} if box else None,
        actor=actor,
    )
