"""Statements of a case document that cannot all be true: refused by name, never resolved silently."""

from __future__ import annotations

from kizuki.core.facts.values import Severity
from kizuki.core.forms.document import CaseDocument, PartialDate, Status
from kizuki.core.refusal import Refused

DEATH_WORDS = frozenset({"death", "死亡"})
"""What `patient.outcome` may say for a death."""


def refuse_contradictions(document: CaseDocument) -> None:
    """Raise `Refused` for the first contradiction between the report, the event and the facts that are judged."""
    _report_with_itself(document)
    _days_in_order(document)
    _outcome_with_facts(document)


def _report_with_itself(document: CaseDocument) -> None:
    report = document.report
    if report.first and (report.previous_number is not None or report.previous_year is not None):
        key = "previous_number" if report.previous_number is not None else "previous_year"
        raise Refused(f"report.{key}", "the first report (number 1) has no report before it")
    if report.next_report_on is None:
        return
    if report.status is Status.COMPLETE:
        raise Refused("report.next_report_on", "a complete report (完了) has no next report; use status incomplete")
    if report.reported_on is not None and report.next_report_on <= report.reported_on:
        raise Refused("report.next_report_on", f"is not after the day of this report, {report.reported_on}")


def _days_in_order(document: CaseDocument) -> None:
    newest = max(document.facts.matters, key=lambda matter: matter.learned_on)
    reported_on = document.report.reported_on
    if reported_on is not None and reported_on < newest.learned_on:
        raise Refused(
            "report.reported_on", f"{reported_on} is before matter {newest.index} was learned, {newest.learned_on}"
        )
    if _after(document.event.occurred_on, newest.learned_on.isoformat()):
        raise Refused("event.occurred_on", f"is after the last matter was learned, {newest.learned_on}")
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
