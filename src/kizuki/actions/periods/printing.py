"""A periodic report as it is now computed, with what was written into it, filled and printed: slow, so before any
transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from kizuki.actions.periods.handed_over import late_of
from kizuki.actions.reports.writing_boxes import Fillable
from kizuki.core.forms import Edition, FilledForm, House, fill_period, read_period_document
from kizuki.gateways.editions import house
from kizuki.gateways.typst import PrintedForm, print_form
from kizuki.store.models import KeptText, PeriodReport, RunningPeriod
from kizuki.store.queries.period_document import period_document
from kizuki.store.queries.period_events import PeriodEvents, events_of_period
from kizuki.store.queries.viewer import PROGRAM
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


def period_ground(period: RunningPeriod, number: int, said: PeriodSaid) -> PeriodGround:
    """What form 11 or 12 of a period is filled from as case base, shipments and boxes stand. A follow-up (`number` above
    1) says so in its remarks, unless somebody wrote others."""
    form = int(period.form)
    of = (PROGRAM, period.device_id, form, period.first_on, period.last_on)
    told = events_of_period(*of, late_of(period))
    document = period_document(*of, number=period.number, events=told)
    document |= _told(said)
    if number > 1:
        document["remarks"] = "\n".join(filter(None, (f"追加報告（第{number}報）", said.remarks)))
    document["report"] = {**document["report"], "number": number} | (
        {"reported_on": str(said.reported_on)} if said.reported_on else {}
    )
    return PeriodGround(
        form=form,
        told=document,
        written=written_in_period(period.pk, number),
        number=form,
        house=house(),
        events=told,
    )


def period_ground_now(report_id: int) -> PeriodGround:
    """What a report that stands is filled from now."""
    report = standing(PeriodReport, pk=report_id).select_related("period").get()
    return period_ground(report.period, report.number, said_of(report))


def print_period(period: RunningPeriod, number: int, said: PeriodSaid, *, draft: bool) -> PeriodPrint:
    """Fill and print form 11 or 12 of a period from what stands. `Refused` where required boxes are missing and it is to
    be no draft."""
    ground = period_ground(period, number, said)
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
