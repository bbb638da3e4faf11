"""Who may take the signature that a report waits for, by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kizuki.store.access.seen import seen
from kizuki.store.models import Report, ReportStep, Submission, User
from kizuki.store.people.signers import people_to_ask
from kizuki.store.queries.viewer import Viewer
from kizuki.store.reports.hands import first_hands_of

SIGNATURES = {"in_review": "review_report", "in_approval": "approve_report"}
"""By state of a report the verb of the signature that it waits for."""


@dataclass(frozen=True, slots=True)
class NextSigners:
    """Of which signature (`review_report`, `approve_report`), and those who may give it on the day by id and by name,
    whoever is usually asked first; empty where nobody may."""

    verb: str
    people: tuple[int, ...]
    names: tuple[str, ...]


def next_signers(viewer: Viewer, report_id: int, on: date) -> NextSigners | None:
    """Of a report that waits for a signature; None for one that waits for none, or that the viewer does not see."""
    report = seen(viewer, Report).filter(pk=report_id).first()
    verb = _verb(report) if report is not None else ""
    if report is None or not verb:
        return None
    people = people_to_ask(verb, report.author_id, on, besides=first_hands_of(report), case_id=report.case_id)
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "display_name"))
    return NextSigners(verb, people, tuple(names[person] for person in people))


def _verb(report: Report) -> str:
    if report.state != "submitted":
        return SIGNATURES.get(report.state, "")
    ahead = Submission.objects.filter(report=report, before_approval=True).exists()
    approved = ReportStep.objects.filter(report=report, move="approve_afterwards").exists()
    return "approve_report" if ahead and not approved else ""
