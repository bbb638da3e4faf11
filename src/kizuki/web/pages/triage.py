"""Saying of a set of findings what they are: first the set is shown with its token, then it is said."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kizuki.actions.findings.lift_suppression import lift_suppression
from kizuki.actions.findings.open_case_from_findings import known_of_findings, open_case_from_findings
from kizuki.actions.findings.sets import preview
from kizuki.actions.findings.suppress_findings import suppress_findings
from kizuki.actions.findings.triage_findings import JUSTIFICATIONS, TriageEntry, triage_findings
from kizuki.actions.verb import Actor
from kizuki.core.clocks.knowledge import Known
from kizuki.core.glossary import Lang, all_words, say
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.core.refusals import told_in
from kizuki.store.findings.filters import MOST_AT_ONCE, Key
from kizuki.store.findings.joined import keys_of, triage_limit
from kizuki.store.models.findings import TRIAGE_STATES
from kizuki.store.queries.findings import FindingLine, clock_of, lines_of
from kizuki.store.queries.people import people_who_act
from kizuki.store.queries.viewer import Viewer
from kizuki.web.asked import address_of, filter_of, keys_in
from kizuki.web.numbers import number_in
from kizuki.web.today import today
from kizuki.web.typed import day_if_any
from kizuki.web.viewer import viewer_of

_SHOWN = 20
"""Findings of a set that are shown by line; the others are counted by device and verdict."""

ACTS = ("triage", "suppress", "lift", "case")


@dataclass(frozen=True, slots=True)
class TriagePage:
    """A set of findings and the form. `known` is since when a case opened from them would count; `devices` counts its
    findings by device, verdict and state.

    `typed` is what was typed before it was refused; `refusal` why, in words.
    """

    lines: tuple[FindingLine, ...]
    count: int
    more: int
    devices: tuple[tuple[str, str, str, int], ...]
    keys: str
    token: str
    any_suppressed: bool
    one_device: bool
    known: Known | None
    people: tuple[tuple[int, str], ...]
    back: str
    typed: dict[str, Any] = field(default_factory=dict)
    refusal: str = ""
    states: tuple[str, ...] = TRIAGE_STATES
    justifications: tuple[str, ...] = JUSTIFICATIONS


@require_http_methods(["GET", "HEAD", "POST"])
def triage(request: HttpRequest) -> HttpResponse:
    """The set and the form; a form that is complete keeps what it says and leads back to the list."""
    viewer = viewer_of(request)
    if not may(viewer.role, "triage_findings"):
        return render(request, "kizuki/triage_refused.html", {"code": "may_not"}, status=403)
    if request.method != "POST":
        limit = triage_limit()
        return _shown(request, viewer, _chosen(request, viewer, limit), _back(request), limit)
    keys, back = keys_in(request.POST.get("findings", "").split()), request.POST.get("back", "")
    back = back if back.startswith("?") else "?"
    try:
        case_id = _say(request, viewer, keys)
    except Refused as refusal:
        return _shown(request, viewer, keys, back, triage_limit(), refusal=refusal_words(refusal, viewer.lang))
    return redirect("case", case_id) if case_id else redirect(f"/findings{back}")


def refusal_words(refusal: Refused, lang: Lang) -> str:
    """Why it was not kept, for a person: by the place where it was refused."""
    known = f"screens.triage.refused.{refusal.place}"
    return say(known, lang) if known in all_words() else told_in(refusal, lang)


def _chosen(request: HttpRequest, viewer: Viewer, limit: int) -> list[Key]:
    if request.GET.get("all") == "1":
        wanted = replace(filter_of(request), person=viewer.user_id)
        return keys_of(wanted, clock_of(today(), limit), before=None, limit=MOST_AT_ONCE + 1)
    return keys_in(request.GET.getlist("finding"))


def _back(request: HttpRequest) -> str:
    return address_of(filter_of(request))


def _shown(
    request: HttpRequest, viewer: Viewer, keys: list[Key], back: str, limit: int, refusal: str = ""
) -> HttpResponse:
    try:
        standing, token = preview(keys)
    except Refused:
        code = "none" if not keys else "too_many" if len(keys) > MOST_AT_ONCE else "moved"
        values = {"code": code, "back": back}
        return render(request, "kizuki/triage_refused.html", values, status=422)
    lines = lines_of(viewer, [(row.match, row.release) for row in standing], today(), limit)
    counts = Counter((line.brand, line.verdict, line.state) for line in lines)
    page = TriagePage(
        lines=lines[:_SHOWN],
        count=len(lines),
        more=max(0, len(lines) - _SHOWN),
        devices=tuple((*group, count) for group, count in sorted(counts.items())),
        keys=" ".join(line.key for line in lines),
        token=token,
        any_suppressed=all(row.suppression is not None for row in standing),
        one_device=(of_one := len({row.device for row in standing}) == 1),
        known=known_of_findings(standing, limit) if of_one else None,
        people=people_who_act(viewer),
        back=back,
        typed={name: value for name, value in request.POST.items() if name not in ("findings", "token")},
        refusal=refusal,
    )
    return render(request, "kizuki/triage.html", {"page": page}, status=422 if refusal else 200)


def _say(request: HttpRequest, viewer: Viewer, keys: list[Key]) -> int | None:
    """Keep what was said; the id of the case where one was opened."""
    said, on = request.POST, today()
    actor = Actor.user(viewer.user_id or 0)
    token, reason = said.get("token", ""), said.get("reason", "")
    act = said.get("act", "")
    if act == "triage":
        entry = TriageEntry(
            state=said.get("state", ""),
            reason=reason,
            justification=said.get("justification", "") if said.get("state") == "not_affected" else "",
            expires_on=day_if_any(said, "expires_on"),
            reportable_on=day_if_any(said, "reportable_on"),
            owner=_person(said.get("owner", "")),
        )
        triage_findings(keys, entry, token=token, on=on, actor=actor)
    elif act == "suppress":
        owner, until = _person(said.get("owner", "")), day_if_any(said, "expires_on")
        if owner is None or until is None:
            raise Refused("owner" if owner is None else "expires_on", "is needed")
        suppress_findings(keys, reason, owner=owner, expires_on=until, token=token, on=on, actor=actor)
    elif act == "lift":
        lift_suppression(keys, reason, token=token, actor=actor)
    elif act == "case":
        return open_case_from_findings(keys, said.get("title", ""), token=token, on=on, actor=actor)
    else:
        raise Refused("act", f"is not one of: {', '.join(ACTS)}")
    return None


def _person(text: str) -> int | None:
    return number_in(text)
