"""Which steps of a report its reader may take now."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from kizuki.core.clocks import previous_business_day
from kizuki.core.glossary import say
from kizuki.core.lifecycle.report import MOVES
from kizuki.core.people import may
from kizuki.store.queries.next_signers import next_signers
from kizuki.store.queries.obligations import ObligationRow, obligations_of
from kizuki.store.queries.people import Standing
from kizuki.store.queries.reports import ReportLife, ReportRow
from kizuki.store.queries.viewer import Viewer
from kizuki.web.report_steps import VERBS

SIGNING = ("review", "approve", "approve_afterwards", "send_back")
"""The steps of the signature bar: one comment for whichever is taken, and one password for what is a signature."""


def asks_password(signs: Collection[str]) -> bool:
    """Whether one of these steps is a signature, for which the password is asked again; sending back is none."""
    return any(step != "send_back" for step in signs)


def back_to_review(life: ReportLife, standing: Standing) -> bool:
    """Whether it can be sent back to a review: it is past one, or its chain has one."""
    reviewed = standing.report_steps == 3 or "review" in {taken.move for taken in life.steps}
    return life.report.state != "in_review" and reviewed


def offered(step: str, life: ReportLife, viewer: Viewer, standing: Standing, on: date) -> bool:
    """Whether the reader gets the form of this step: it stands open in this state, and a role in which they may act
    today may take it; a signature is offered to those alone who may give it, and nobody signs what they wrote or read,
    outside the single-person mode.

    What a guard would refuse for other reasons is offered all the same, and says why when it is tried.
    """
    report, sent = life.report, life.submission
    if not any(may(role, VERBS[step]) for role in standing.roles):
        return False
    if step in ("review", "approve", "approve_afterwards"):
        to = next_signers(viewer, report.id, on)
        if to is None or viewer.user_id not in to.people:
            return False
    if step == "record_receipt":
        return report.state == "submitted" and (sent is None or sent.accepted is not True)
    if step == "approve_afterwards":
        owed = sent is not None and sent.before_approval
        return owed and "approve_afterwards" not in {taken.move for taken in life.steps}
    if step == "submit_unapproved" and (
        report.purpose != "report" or report.acts_by is None or on < previous_business_day(report.acts_by)
    ):
        return False
    if step == "pull_back" and report.author_id != viewer.user_id:
        return False
    if step == "send_back" and offered("pull_back", life, viewer, standing, on):
        return False  # who wrote it takes it back by their own step
    return report.state in MOVES[step].before


def handed_to(viewer: Viewer, report_id: int, on: date) -> str:
    """To whom a report went that waits for a signature, by name; '' where it waits for none."""
    names = signers_said(viewer, report_id, on)
    return f"{say('editor.handed_in', viewer.lang)} {names}" if names else ""


def signers_said(viewer: Viewer, report_id: int, on: date) -> str:
    """Who may give the signature that a report waits for, in one line; '' where it waits for none."""
    to, lang = next_signers(viewer, report_id, on), viewer.lang
    if to is None:
        return ""
    names = say("screens.comma", lang).join(to.names)
    return say(f"editor.signers.{to.verb}", lang, names=names) if names else say("editor.signers.nobody", lang)


def owed_after(viewer: Viewer, report: ReportRow) -> ObligationRow | None:
    """The follow-up that is owed of the matter and person of a report; None where none is."""
    mine = ("follow_up", "owed", report.form, report.matter, report.person)
    rows = obligations_of(viewer, report.case_id)
    return next((row for row in rows if (row.kind, row.state, row.form, row.matter, row.person) == mine), None)
