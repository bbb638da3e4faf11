"""How obligations of a case ended: by whom, why, and what PMDA said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kizuki.core.glossary import say
from kizuki.core.lifecycle.obligations import LIVE
from kizuki.store.access.seen import seen
from kizuki.store.models import FirstReport, ObligationStep, Receipt
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.canonical import json_of


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of one obligation: the person ('' a part of the program), the reason as it was worded ('' none), and PMDA's
    word in words ('' where it ended otherwise). `sent_at` is when the first report left that ended it (None: none did),
    which is earlier than when that was recorded."""

    person: str = ""
    reason: str = ""
    word: str = ""
    sent_at: datetime | None = None


def endings_of(viewer: Viewer, case_id: int) -> dict[int, Ending]:
    """The endings of a case's obligations, by obligation; where one ended twice its newest step counts."""
    rows = seen(viewer, ObligationStep).filter(obligation__case_id=case_id).exclude(state_after__in=LIVE)
    steps = list(rows.select_related("person", "reason").order_by("pk"))
    words = _words_of_pmda(viewer, case_id) if any(step.act == "record_receipt" for step in steps) else {}
    sent = _sent_at(viewer, case_id) if any(step.act == "record_first_report" for step in steps) else {}
    return {
        step.obligation_id: Ending(
            step.person.display_name if step.person else "",
            _reason(step, viewer),
            words.get((step.basis, step.at), ""),
            sent.get(step.basis) if step.act == "record_first_report" else None,
        )
        for step in steps
    }


def _sent_at(viewer: Viewer, case_id: int) -> dict[str, datetime]:
    """When each first report of the case left, by the basis of the steps that it ended."""
    rows = seen(viewer, FirstReport).filter(case_id=case_id).values_list("pk", "sent_at")
    return {f"first_report:{sheet}": at for sheet, at in rows}


def _words_of_pmda(viewer: Viewer, case_id: int) -> dict[tuple[str, datetime], str]:
    """受理 or 不受理, by the report and the instant of the entry: both were written by one verb."""
    rows = seen(viewer, Receipt).filter(report__case_id=case_id).values_list("report_id", "at", "accepted")
    return {
        (f"report:{report}", at): say(f"record.value.accepted.{accepted}", viewer.lang)
        for report, at, accepted in rows
    }


def _reason(step: Any, viewer: Viewer) -> str:
    """The reason alone: the words of an act are kept together, by key."""
    kept = step.reason
    if kept is None:
        return ""
    if kept.erased_at is not None:
        return say("record.erased", viewer.lang)
    return str(json_of(kept.body).get("reason", "")) if kept.body.startswith("{") else str(kept.body)
