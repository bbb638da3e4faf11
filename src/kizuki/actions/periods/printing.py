"""A periodic report as it is now computed, with what was written into it, filled and printed: slow, so before any
transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from kizuki.actions.periods.handed_over import late_of
from kizuki.actions.reports.writing_boxes import Fillable, day_written
from kizuki.core.forms import Edition, FilledForm, House, fill_period, read_period_document
from kizuki.core.refusal import Refused
from kizuki.gateways.editions import house
from kizuki.gateways.typst import PrintedForm, print_form
from kizuki.store.access.seen import seen
from kizuki.store.access.subjects import keys_seen
from kizuki.store.models import Case, KeptText, PeriodReport, RunningPeriod
from kizuki.store.queries.period_document import period_document
from kizuki.store.queries.period_events import PeriodEvents, events_of_period
from kizuki.store.queries.viewer import PROGRAM, Viewer
from kizuki.store.record.canonical import canonical_json, json_of
from kizuki.store.record.keeping_rows import standing
from kizuki.store.reports.written_periods import written_in_period

SAID = "said"
"""The text of a periodic report that holds what the company says in it."""


@dataclass(frozen=True, slots=True)
class PeriodSaid:
    """What the company says in a periodic report: its opinion (企業見解), what was and will be done, the day of the
    report, remarks, and the names of what is attached."""

    opinion: str = ""
    done: str = ""
    future: str = ""
    reported_on: date | None = None
    remarks: str = ""
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodGround(Fillable):
    """What the report of a period is filled from: case base, shipments and what the company said, and what persons wrote
    into its boxes. `events` are those that it tells of."""

    number: int
    house: House
    events: PeriodEvents

    @property
    def edition(self) -> Edition:
        """The edition in use on the day of the report."""
        day = self.said("report.reported_on")
        return self.house.edition(self.number, date.fromisoformat(day) if day else None)

    def filled(self) -> FilledForm:
        """The form as it stands; `Refused` where it cannot be filled."""
        return self.filled_from(self.document())

    def filled_from(self, document: Mapping[str, Any]) -> FilledForm:
        """The form filled from a document."""
        return fill_period(self.number, read_period_document(document), house=self.house)


@dataclass(frozen=True, slots=True)
class PeriodPrint:
    """The form filled and printed, and the `told` events."""

    filled: FilledForm
    printed: PrintedForm
    told: PeriodEvents

    @property
    def events(self) -> int:
        """How many it tells of."""
        return len(self.told.told)


def told_in(period: RunningPeriod) -> PeriodEvents:
    """The events of which the report of a period tells now, whoever sees them."""
    return events_of_period(PROGRAM, *_of(period), late_of(period))


def told_to(viewer: Viewer, period: RunningPeriod) -> PeriodEvents:
    """The same, for somebody who sees every case among them and every report of the period. `Refused` for everybody else;
    the words say nothing of why."""
    told = told_in(period)
    hidden = standing(PeriodReport, period=period).exclude(pk__in=seen(viewer, PeriodReport).values("pk"))
    if viewer.user_id is not None and (keys_seen(viewer, Case, told.cases) != set(told.cases) or hidden.exists()):
        raise Refused("for_somebody_else", "the report of this period is for somebody else to write and to move")
    return told


def _of(period: RunningPeriod) -> tuple[int, int, date, date]:
    return period.device_id, int(period.form), period.first_on, period.last_on


def period_ground(
    period: RunningPeriod, number: int, said: PeriodSaid, told: PeriodEvents | None = None
) -> PeriodGround:
    """What form 11 or 12 of a period is filled from as case base, shipments and boxes stand (`told`, where its events
    were looked up already). A follow-up (`number` above 1) says so in its remarks, unless somebody wrote others."""
    told, form = told or told_in(period), int(period.form)
    written = written_in_period(period.pk, number)
    day = day_written(written) or said.reported_on
    document = period_document(PROGRAM, *_of(period), number=period.number, reported_on=day, events=told)
    document |= _told(said)
    if number > 1:
        document["remarks"] = "\n".join(filter(None, (f"追加報告（第{number}報）", said.remarks)))
    document["report"] = {**document["report"], "number": number} | (
        {"reported_on": str(said.reported_on)} if said.reported_on else {}
    )
    return PeriodGround(
        form=form,
        told=document,
        written=written,
        number=form,
        house=house(),
        events=told,
    )


def period_ground_now(viewer: Viewer, report_id: int) -> PeriodGround:
    """What a report that stands is filled from now, for who sees all of it (`told_to`); `Refused` for everybody else."""
    report = standing(PeriodReport, pk=report_id).select_related("period").get()
    return period_ground(report.period, report.number, said_of(report), told_to(viewer, report.period))


def print_period(
    period: RunningPeriod, number: int, said: PeriodSaid, *, draft: bool, told: PeriodEvents | None = None
) -> PeriodPrint:
    """Fill and print form 11 or 12 of a period from what stands (`told`, where its events were looked up already).
    `Refused` where required boxes are missing and it is to be no draft."""
    ground = period_ground(period, number, said, told)
    filled = ground.filled()
    return PeriodPrint(filled, print_form(filled, draft=draft), ground.events)


def _told(said: PeriodSaid) -> dict[str, Any]:
    measures = {"done": said.done, "future": said.future}
    told: dict[str, Any] = {"opinion": said.opinion, "remarks": said.remarks, "measures": measures}
    return told | ({"attachments": list(said.attachments)} if said.attachments else {})


def said_as_text(said: PeriodSaid) -> str:
    """What is kept of it."""
    return canonical_json({**asdict(said), "reported_on": said.reported_on and str(said.reported_on)})


def said_of(report: PeriodReport) -> PeriodSaid:
    """What the company says in a report as it stands."""
    row = standing(KeptText, subject=f"period_report:{report.pk}", kind=SAID).order_by("-revision").first()
    if row is None or row.erased_at:
        return PeriodSaid()
    told = json_of(row.body)
    day = told["reported_on"]
    return PeriodSaid(
        **{
            **told,
            "reported_on": date.fromisoformat(day) if day else None,
            "attachments": tuple(told["attachments"]),
        }
    )
