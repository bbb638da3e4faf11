"""Findings: the list with its filters in the address, one of them in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kizuki.actions.findings.see_finding import see_finding
from kizuki.actions.verb import Actor
from kizuki.core.feeds import Freshness
from kizuki.core.glossary import Lang, say
from kizuki.core.people import may
from kizuki.core.refusal import Refused
from kizuki.store.components.merged import match_after_merging
from kizuki.store.findings.filters import MOST_AT_ONCE, RANKED, FindingFilter
from kizuki.store.queries import finding as one
from kizuki.store.queries.devices import device_names
from kizuki.store.queries.feeds import freshness
from kizuki.store.queries.findings import FindingLine, Weight, findings, weights_of
from kizuki.store.queries.no_list import NoLists, no_lists
from kizuki.store.queries.signals import beside_of, signals_told
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock
from kizuki.web.asked import TRIAGE, VERDICTS, address_of, cursor_of, cursor_text, filter_of
from kizuki.web.countdown import Countdown, countdown
from kizuki.web.lists.pills import Pill, PillGroup
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of
from kizuki.web.words import counted


@dataclass(frozen=True, slots=True)
class Row:
    """A finding with the countdown of its triage (None: triaged), and what it is put in order by."""

    line: FindingLine
    countdown: Countdown | None
    epss: str
    clinical: str


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """The list. `count_words` is empty behind the first part; `choosable`: the person may say what findings are."""

    rows: tuple[Row, ...]
    groups: tuple[PillGroup, ...]
    devices: tuple[tuple[int, str], ...]
    wanted: FindingFilter
    count_words: str
    count: int
    all_words: str
    all_address: str
    next_address: str
    filtered: bool
    continued: bool
    choosable: bool
    no_lists: NoLists
    caption: str
    fresh: dict[str, Freshness]


@require_safe
def findings_list(request: HttpRequest) -> HttpResponse:
    """The page of the list."""
    before = request.GET.get("before", "")
    page = findings_page(viewer_of(request), filter_of(request), today(), before)
    return render(request, "kizuki/findings.html", {"page": page})


def findings_page(viewer: Viewer, wanted: FindingFilter, on: date, before: str = "") -> FindingsPage:
    """The list as seen on one day, from behind the finding `before` (`12-3`) on."""
    found = findings(viewer, wanted, on, before=cursor_of(before))
    count, lang = found.count or 0, viewer.lang
    next_address = ""
    if found.next:
        next_address = address_of(wanted, before=cursor_text(found.next))
    return FindingsPage(
        rows=_rows(viewer, found.rows, on),
        groups=(*_groups(wanted, lang), _orders(wanted, lang)),
        devices=device_names(viewer),
        wanted=wanted,
        count_words=_count_words(found.count, found.counted, lang),
        count=count,
        all_words=say("screens.findings.choose_all", lang, count=f"{count:,}") if count and found.counted else "",
        all_address=address_of(wanted, all=True),
        next_address=next_address,
        filtered=replace(wanted, sort="") != FindingFilter(),
        continued=found.count is None,
        choosable=may(viewer.role, "triage_findings"),
        no_lists=no_lists(viewer),
        caption=say("screens.findings.caption", lang, order=say(f"screens.findings.sort_{_order(wanted)}", lang)),
        fresh=freshness(viewer, clock.now()),
    )


def _rows(viewer: Viewer, lines: Sequence[FindingLine], on: date) -> tuple[Row, ...]:
    weights = weights_of(viewer, lines)
    return tuple(Row(line, _countdown(line, on), *_weight_words(weights[line.key])) for line in lines)


def _weight_words(weight: Weight) -> tuple[str, str]:
    """EPSS and the clinical score as a row shows them; a score that can still rise with what it can become."""
    epss = "" if weight.epss is None else f"{weight.epss:.1%}"
    if weight.score is None or weight.highest is None:
        return epss, ""
    return epss, f"{weight.score:.1f}" + (f"–{weight.highest:.1f}" if weight.highest > weight.score else "")


def _order(wanted: FindingFilter) -> str:
    """The order of the list: what waits for triage is by itself in that of waiting."""
    return wanted.sort or ("shortest" if wanted.waits_in_order else "newest")


def _countdown(line: FindingLine, on: date) -> Countdown | None:
    return countdown(line.triage_due_on, on) if line.triage_due_on else None


def _count_words(count: int | None, counted_all: bool, lang: Lang) -> str:
    if count is None:
        return ""
    if not counted_all:
        return say("screens.findings.count_over", lang, count=f"{MOST_AT_ONCE:,}")
    return counted("screens.findings.count", count, lang)


def _groups(wanted: FindingFilter, lang: Lang) -> tuple[PillGroup, ...]:
    verdicts = _choice("verdict", VERDICTS, wanted.verdict, wanted, lang)
    triage = _choice("triage", TRIAGE, wanted.triage, wanted, lang)
    flags = {"overdue": wanted.overdue, "exploited": wanted.exploited, "suppressed": wanted.suppressed}
    alone = tuple(
        Pill(say(f"screens.findings.{name}", lang), address_of(wanted, **{name: not on}), on)
        for name, on in flags.items()
    )
    labels = [say(f"screens.findings.{name}", lang) for name in ("by_verdict", "by_triage", "by_mark")]
    return tuple(PillGroup(label, pills) for label, pills in zip(labels, (verdicts, triage, alone), strict=True))


def _orders(wanted: FindingFilter, lang: Lang) -> PillGroup:
    """The orders; the one that the list has by itself is that without any other. What waits the longest is looked for
    among what waits."""
    own = replace(wanted, sort="")
    longest = replace(wanted, triage=wanted.triage or ("" if wanted.overdue else "to_do"))
    pills = [Pill(say(f"screens.findings.sort_{_order(own)}", lang), address_of(own), not wanted.sort)]
    for sort in RANKED:
        among = longest if sort == "waiting" else wanted
        words = say(f"screens.findings.sort_{sort}", lang)
        pills.append(Pill(words, address_of(among, sort=sort), wanted.sort == sort))
    return PillGroup(say("screens.findings.by_order", lang), tuple(pills))


def _choice(name: str, values: Sequence[str], chosen: str, wanted: FindingFilter, lang: Lang) -> tuple[Pill, ...]:
    return tuple(
        Pill(
            words=say(f"screens.findings.{name}_{value}", lang),
            address=address_of(wanted, **{name: "" if value == chosen else value}),
            on=value == chosen,
        )
        for value in values
    )


@require_safe
def finding(request: HttpRequest, match_id: int, release_id: int) -> HttpResponse:
    """The page of one finding; the address of one whose component was merged leads to the one that it became."""
    viewer, on = viewer_of(request), today()
    moved = match_after_merging(viewer, match_id)
    if moved is not None:
        return redirect("finding", moved, release_id)
    # To have it on the screen is to know of it: the first sight is kept, of whoever it is. HEAD shows nothing.
    if request.method == "GET" and viewer.user_id is not None and may(viewer.role, "see_finding"):
        try:
            see_finding(match_id, release_id, on=on, actor=Actor.user(viewer.user_id))
        except Refused:
            raise Http404 from None
    page = one.finding_page(viewer, match_id, release_id, on)
    if page is None:
        raise Http404
    values = {
        "page": page,
        "epss": beside_of(viewer, page.advisory).signals.epss,
        "fresh": freshness(viewer, clock.now()),
        "signals": signals_told(viewer, page.advisory),
        "countdown": _countdown(page.line, on),
        "choosable": page.active and may(viewer.role, "triage_findings"),
    }
    return render(request, "kizuki/finding.html", values)
