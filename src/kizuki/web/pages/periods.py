"""The survey periods of a device, their reports and the steps that the reader may take; its trends and shipments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from kizuki.core.forms.rates import figures
from kizuki.core.forms.terms import called
from kizuki.core.glossary import Lang, say
from kizuki.core.trends import Baseline, Look, interval
from kizuki.store.queries.devices import DeviceRow, device_page
from kizuki.store.queries.obligations import trend_called
from kizuki.store.queries.period_reports import SurveyPeriod, periods_of, printed_period_report
from kizuki.store.queries.shipments import ShipmentRow, shipments_of
from kizuki.store.queries.trends import TrendRow, questions_of, trend_rows
from kizuki.store.queries.viewer import Viewer
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import address_of
from kizuki.web.doors.of_late_period import DOORS as LATE
from kizuki.web.doors.of_period import DOORS
from kizuki.web.doors.of_trends import SHIPMENTS
from kizuki.web.today import today
from kizuki.web.viewer import viewer_of


@dataclass(frozen=True, slots=True)
class Link:
    """A step that the reader may take: its words and its address."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class TrendLine:
    """One term in the month and in the year, with the exact interval of the year's count."""

    term: str
    count: int
    year: int
    interval: str
    known: str
    look: str
    cases: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """A period with the steps of its newest report."""

    period: SurveyPeriod
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PeriodsPage:
    """What the page shows on a day; `shipments` are the newest months first."""

    today: date
    device: DeviceRow
    month: str
    trends: tuple[TrendLine, ...]
    asked: tuple[Link, ...]
    shipments: tuple[ShipmentRow, ...]
    record: str
    periods: tuple[PeriodLine, ...]


@require_safe
def periods(request: HttpRequest, device_id: int) -> HttpResponse:
    """The page."""
    page = periods_page(viewer_of(request), device_id, today())
    if page is None:
        raise Http404
    return render(request, "kizuki/periods.html", {"page": page})


@require_safe
def period_report_pdf(request: HttpRequest, device_id: int, report_id: int) -> HttpResponse:
    """The bytes of a periodic report as they were printed and kept, as an attachment."""
    found = printed_period_report(viewer_of(request), device_id, report_id)
    if found is None:
        raise Http404
    name, content = found
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        content, content_type="application/pdf", headers={"Content-Disposition": disposition or "attachment"}
    )


def periods_page(viewer: Viewer, device_id: int, on: date) -> PeriodsPage | None:
    """The periods, trends and shipments of a device as seen on one day; None where there is no such device."""
    found = device_page(viewer, device_id)
    if found is None:
        return None
    month = on.replace(day=1)
    doing = Doing(viewer, "", device_id, on)
    standing = periods_of(viewer, device_id)
    questions = [row for row in questions_of(viewer, device_id) if row.state != "ended"]
    return PeriodsPage(
        today=on,
        device=found.row,
        month=f"{month:%Y-%m}",
        trends=tuple(_trend(row, viewer.lang) for row in trend_rows(viewer, device_id, month, on)),
        asked=tuple(
            Link(
                trend_called(row.item, viewer.lang),
                address_of("device", device_id, "judge_trend", {"obligation": row.obligation}),
            )
            for row in questions
        ),
        shipments=tuple(reversed(shipments_of(viewer, device_id))),
        record=address_of("device", device_id, "record_shipments") if SHIPMENTS.allowed(doing) else "",
        periods=tuple(PeriodLine(row, _links(row, viewer, device_id, on, standing)) for row in standing),
    )


def _links(
    period: SurveyPeriod, viewer: Viewer, device_id: int, on: date, standing: tuple[SurveyPeriod, ...]
) -> tuple[Link, ...]:
    asked = {"period": str(period.id)} | ({"report": str(period.last.id)} if period.last else {})
    doing = Doing(viewer, "", device_id, on, asked, kept={"periods": standing})
    return tuple(
        Link(say(f"door.{door.name}.title", viewer.lang), address_of("device", device_id, door.name, asked))
        for door in (*DOORS, *LATE)
        if door.opens(doing) and door.allowed(doing)
    )


def _trend(row: TrendRow, lang: Lang) -> TrendLine:
    low, high = interval(row.month.year)
    return TrendLine(
        term=called(row.month.term, lang) or say("trend.every_term", lang),
        count=row.month.count,
        year=row.month.year,
        interval=f"{figures(low)} – {figures(high)}",
        known=_known(row.baseline),
        look=_look(row.look, lang),
        cases=row.cases,
    )


def _known(row: Baseline | None) -> str:
    return "" if row is None else f"{figures(row.rate)} / {row.per:,}"


def _look(look: Look | None, lang: Lang) -> str:
    if look is None:
        return ""
    expected = "" if look.expected is None else figures(look.expected)
    chance = "" if look.chance is None else figures(look.chance)
    return say(f"trend.{look.code}", lang, expected=expected, chance=chance)
