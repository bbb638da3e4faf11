"""Draft a periodic report (様式第11・第12): computed from the case base and the shipments, and kept as printed."""

from __future__ import annotations

from dataclasses import replace

from kizuki.actions.documents import keep_document
from kizuki.actions.periods.handed_over import name_in_period_report, tell_of_cases, was_rejected
from kizuki.actions.periods.moving import subjects_of
from kizuki.actions.periods.printing import (
    SAID,
    PeriodPrint,
    PeriodSaid,
    print_period,
    said_as_text,
    said_of,
    told_to,
)
from kizuki.actions.permission import viewer_of
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Device, DeviceTraits, PeriodReport, RunningPeriod
from kizuki.store.record import clock
from kizuki.store.record.keeping_rows import added, locked, standing


def draft_period_report(period_id: int, said: PeriodSaid | None = None, *, actor: Actor) -> int:
    """Compute, fill and print the report of a survey period, and name what was handed over to it. Returns its id.

    `said` is what the company says in it; left out, what it said in the last report of the period stays (but for the day
    of the report, where a further one is begun). What persons wrote into its boxes stands before both.

    A draft that stands is written anew; what was sent is followed by the next number (追加報告), what PMDA rejected by
    the next attempt. `Refused` while a report of the period is on its way, before the period has ended, for a nil report
    where the device's `nil_reports` says that none is made, and for whoever does not see every case that it tells of.
    """
    period = find(RunningPeriod, "period", actor=actor, pk=period_id)
    for name in ("opinion", "done", "future", "remarks") if said else ():
        text(getattr(said, name), name, longest=10_000)
    if period.last_on >= clock.today():
        raise Refused("period", f"runs until {period.last_on}; its report is drafted when it is over")
    told = told_to(viewer_of(actor.code), period)
    number, attempt, before = _line(period)
    said = said or _said_before(period, begun=before is None)
    made = print_period(period, number, said, draft=True, told=told)
    _require_wanted(period, made)
    with verb("draft_period_report", actor=actor, of=[f"period:{period_id}"]) as act:
        # Two who draft at once come one after the other: the second finds the draft of the first.
        locked(Device, period.device_id)
        if _line(period) != (number, attempt, before):
            raise Refused("period", "somebody drafted or moved its report meanwhile; look again")
        document, subjects = keep_document(made.printed.pdf, "application/pdf")
        values = {
            "edition": made.filled.edition,
            "due_on": period.due_on,
            "author_id": act.person,
            "missing": list(made.filled.missing),
            "document": document,
            "pages": made.printed.pages,
            "events": made.events,
            "drafted_at": act.at,
        }
        report = _written(period, number, attempt, before, values)
        keep_text(act, f"period_report:{report.pk}", SAID, said_as_text(said))
        named = name_in_period_report(report, made.told)
        tell_of_cases(report, made.told)
        act.record(subjects=[*subjects_of(report), *subjects], payload=_told(act, report, named))
    return int(report.pk)


def _said_before(period: RunningPeriod, *, begun: bool) -> PeriodSaid:
    """What the company said in the last report of the period; nothing where there is none."""
    last = standing(PeriodReport, period=period).order_by("-number", "-attempt").first()
    said = said_of(last) if last else PeriodSaid()
    return replace(said, reported_on=None) if begun else said


def _line(period: RunningPeriod) -> tuple[int, int, int | None]:
    """Number and attempt of the report that is drafted now, and the draft that stands (None: there is none)."""
    last = standing(PeriodReport, period=period).order_by("-number", "-attempt").first()
    if last is None:
        return 1, 1, None
    if last.state == "draft":
        return last.number, last.attempt, int(last.pk)
    if last.state != "submitted":
        raise Refused("period", f"report {last.number} of it is {last.state}; send it back first")
    return (last.number, last.attempt + 1, None) if was_rejected(last) else (last.number + 1, 1, None)


def _require_wanted(period: RunningPeriod, made: PeriodPrint) -> None:
    newest = standing(DeviceTraits, device=period.device_id).order_by("-revision").first()
    if not made.events and newest is not None and newest.body.get("nil_reports") is False:
        raise Refused("period", "nothing is to be told in it, and no nil report is made of this device (nil_reports)")


def _written(
    period: RunningPeriod, number: int, attempt: int, draft: int | None, values: dict[str, object]
) -> PeriodReport:
    if draft is not None:
        standing(PeriodReport, pk=draft).update(**values)
        return locked(PeriodReport, draft)
    key = {"device_id": period.device_id, "period": period, "form": period.form, "first_on": period.first_on}
    return added(PeriodReport, **key, number=number, attempt=attempt, **values)


def _told(act: Act, report: PeriodReport, named: int) -> dict[str, object]:
    return {
        "form": report.form,
        "edition": report.edition,
        "first_on": report.first_on.isoformat(),
        "number": report.number,
        "attempt": report.attempt,
        "events": report.events,
        "obligations": named,
        "missing": len(report.missing),
        "sha256": report.document_id,
    }
