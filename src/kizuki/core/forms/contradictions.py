"""Statements of a case document that cannot all be true: refused by name, never resolved silently."""

from __future__ import annotations

from datetime import date, timedelta

from kizuki.core.facts.values import Severity
from kizuki.core.forms.document import CaseDocument, PartialDate, Purpose, Report, Status
from kizuki.core.refusal import Refused

DEATH_WORDS = frozenset({"death", "死亡"})
"""What `patient.outcome` may say for a death."""

LATEST_NEXT = timedelta(days=366)
"""No follow-up is promised for a day later than this: what is open would have no clock that anybody hears."""


def refuse_contradictions(document: CaseDocument, *, chosen: bool = False) -> None:
    """Raise `Refused` for the first contradiction between the report, the event and the facts that are judged.

    `chosen`: the facts are those of the one matter and person that the report tells of. Before that, where they have
    more than one, only what the report says of itself can be judged.
    """
    _report_with_itself(document.report)
    _purpose_with_report(document.report)
    matters = document.facts.matters
    if chosen or len(matters) == 1:
        persons = [harm.learned_on for harm in matters[0].harms] if chosen else []
        news_on = document.report.news_on
        if news_on is not None and news_on < matters[0].learned_on:
            first_on = matters[0].learned_on
            raise Refused(
                "report.news_on", f"{news_on} is before {first_on}, the day on which the matter was learned"
            )
        _days_in_order(document, max([matters[0].learned_on, *persons, *([news_on] if news_on else [])]))
    if chosen or (len(matters) == 1 and len(matters[0].harms) <= 1):
        _outcome_with_facts(document)


def _purpose_with_report(report: Report) -> None:
    if report.purpose is not Purpose.REPORT and report.first:
        raise Refused("report.purpose", f"{report.purpose.value} follows a report; number 1 is the first")
    if report.purpose is Purpose.WITHDRAWAL and report.withdrawal_why is None:
        raise Refused("report.withdrawal_why", "a withdrawal (取下げ) says why")
    if report.purpose is not Purpose.WITHDRAWAL and report.withdrawal_why is not None:
        raise Refused("report.withdrawal_why", "only a withdrawal (report.purpose) has it")


def _report_with_itself(report: Report) -> None:
    if report.first and (report.previous_number is not None or report.previous_year is not None):
        key = "previous_number" if report.previous_number is not None else "previous_year"
        raise Refused(f"report.{key}", "the first report (number 1) has no report before it")
    if report.first and report.news_on is not None:
        raise Refused("report.news_on", "the first report (number 1) has one day of information, that of the facts")
    if report.next_report_on is None:
        return
    if report.status is Status.COMPLETE:
        raise Refused("report.next_report_on", "a complete report (完了) has no next report; use status incomplete")
    if report.reported_on is not None and report.next_report_on <= report.reported_on:
        raise Refused("report.next_report_on", f"is not after the day of this report, {report.reported_on}")
    if report.reported_on is not None and report.next_report_on > report.reported_on + LATEST_NEXT:
        raise Refused("report.next_report_on", f"lies more than a year after this report, {report.reported_on}")


def _days_in_order(document: CaseDocument, newest: date) -> None:
    """`newest` is the day on which the newest of what the report tells was learned."""
    reported_on = document.report.reported_on
    if reported_on is not None and reported_on < newest:
        raise Refused("report.reported_on", f"{reported_on} is before the day on which it was learned, {newest}")
    if _after(document.event.occurred_on, newest.isoformat()):
        raise Refused("event.occurred_on", f"is after the day on which it was learned, {newest}")
    if reported_on is not None and _after(document.patient.died_on, reported_on.isoformat()):
        raise Refused("patient.died_on", f"is after the day of the report, {reported_on}")


def _after(day: PartialDate | None, limit: str) -> bool:
    return day is not None and not day.stated_unknown and day.text > limit[: len(day.text)]


def _outcome_with_facts(document: CaseDocument) -> None:
    """A death that the form tells and the facts do not would be judged as another case, with a later due day."""
    outcome = document.patient.outcome
    severities = [harm.severity.value for matter in document.facts.matters for harm in matter.harms]
    says_death = outcome in DEATH_WORDS
    if says_death and Severity.DEATH not in severities:
        raise Refused(
            "patient.outcome", "says death, but no harm in the facts is a death: add it there, so that it is judged"
        )
    if severities == [Severity.DEATH] and outcome is not None and not says_death:
        raise Refused("patient.outcome", f"says {outcome!r}, but the only harm in the facts is a death")
    if document.patient.died_on is not None and outcome is not None and not says_death:
        raise Refused("patient.died_on", f"stands beside the outcome {outcome!r}")
