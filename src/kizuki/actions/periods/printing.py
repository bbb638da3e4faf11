"""A periodic report as it is now computed, filled and printed; slow, so before any transaction."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from kizuki.actions.periods.handed_over import late_of
from kizuki.actions.permission import viewer_of
from kizuki.actions.verb import Actor
from kizuki.core.forms import FilledForm, fill_period, read_period_document
from kizuki.core.refusal import Refused
from kizuki.gateways.editions import house
from kizuki.gateways.typst import PrintedForm, print_form
from kizuki.store.access.seen import seen
from kizuki.store.access.subjects import keys_seen
from kizuki.store.models import Case, KeptText, PeriodReport, RunningPeriod
from kizuki.store.queries.period_document import period_document
from kizuki.store.queries.period_events import PeriodEvents, events_of_period
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record.canonical import canonical_json, json_of
from kizuki.store.record.keeping_rows import standing

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


def told_in(period: RunningPeriod, actor: Actor | None = None) -> PeriodEvents:
    """The events of which the report of a period tells now, whoever sees them. `Refused`, where an actor is named who
    does not see every case among them, or not every report of the period; the words say nothing of why."""
    told = events_of_period(PROGRAM, *_of(period), late_of(period))
    viewer = viewer_of(actor.code) if actor else PROGRAM
    reports = standing(PeriodReport, period=period).exclude(pk__in=seen(viewer, PeriodReport).values("pk"))
    if viewer.user_id is not None and (keys_seen(viewer, Case, told.cases) != set(told.cases) or reports.exists()):
        raise Refused("period", "its report is for somebody else to write and to move")
    return told


def _of(period: RunningPeriod) -> tuple[int, int, date, date]:
    return period.device_id, int(period.form), period.first_on, period.last_on


def print_period(
    period: RunningPeriod, number: int, said: PeriodSaid, *, draft: bool, told: PeriodEvents | None = None
) -> PeriodPrint:
    """Fill and print form 11 or 12 of a period from the case base and the shipments as they stand (`told`, where its
    events were looked up already). `Refused` where required boxes are missing and it is to be no draft."""
    told = told or told_in(period)
    document = period_document(PROGRAM, *_of(period), number=period.number, events=told)
    document |= _told(said)
    if number > 1:
        document["remarks"] = "\n".join(filter(None, (f"追加報告（第{number}報）", said.remarks)))
    document["report"] = {**document["report"], "number": number} | (
        {"reported_on": str(said.reported_on)} if said.reported_on else {}
    )
    filled = fill_period(int(period.form), read_period_document(document), house=house())
    return PeriodPrint(filled, print_form(filled, draft=draft), told)


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
