"""Whose hands a report went through: over whose step a second person signs."""

from __future__ import annotations

from kizuki.store.models import Report, ReportStep, Submission


def reviewers_of(report: Report) -> tuple[int, ...]:
    """Whose review stands under the report as it was handed in last, with those in whose name it was given."""
    standing: list[int] = []
    for taken in ReportStep.objects.filter(report=report).order_by("position"):
        if taken.move in ("request_review", "send_back", "pull_back"):
            standing = []
        elif taken.move == "review":
            standing += [person for person in (taken.person_id, taken.on_behalf_of_id) if person is not None]
    return tuple(standing)


def first_hands_of(report: Report) -> tuple[int, ...]:
    """Everybody over whose step a second person signs: the author, who reviewed it, who sent it unapproved."""
    senders = Submission.objects.filter(report=report, before_approval=True).values_list("person_id", flat=True)
    author = () if report.author_id is None else (report.author_id,)
    return (*author, *reviewers_of(report), *senders)
