"""The first reports that were sent, as a document of the case may tell of them: from records of the dispatch alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kizuki.store.access.seen import seen
from kizuki.store.models import FirstReport, FirstReportObligation, Obligation
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class DispatchRow:
    """A sheet that left: when, how, to whom, how it ended, and when its arrival was confirmed (None: not yet); `of` are
    the ids of the matters and persons that it named, `document` the digest of what proves that it was sent."""

    id: int
    sent_at: datetime
    way: str
    addressee: str
    delivered: bool
    arrived_at: datetime | None
    of: tuple[str, ...]
    document: str | None


def dispatch_rows(viewer: Viewer, case_id: int) -> tuple[DispatchRow, ...]:
    """Each sheet that left, the earliest first."""
    sheets = list(seen(viewer, FirstReport).filter(case_id=case_id).order_by("sent_at", "pk"))
    named: dict[int, list[str]] = {}
    rows = seen(viewer, FirstReportObligation).filter(first_report__case_id=case_id).select_related("obligation")
    for row in rows.order_by("pk"):
        named.setdefault(row.first_report_id, []).append(row.obligation.person or row.obligation.matter)
    arrivals = seen(viewer, Obligation).filter(case_id=case_id, kind="arrival", ended_at__isnull=False)
    arrived = dict(arrivals.values_list("item", "ended_at"))
    return tuple(
        DispatchRow(
            sheet.pk,
            sheet.sent_at,
            sheet.way,
            sheet.addressee,
            sheet.delivered,
            arrived.get(f"first_report:{sheet.pk}"),
            tuple(dict.fromkeys(filter(None, named.get(sheet.pk, ())))),
            sheet.document_id,
        )
        for sheet in sheets
    )


def dispatches_of(viewer: Viewer, case_id: int) -> list[dict[str, Any]]:
    """The same as the document of a case has them."""
    found = []
    for row in dispatch_rows(viewer, case_id):
        told = {
            "sent_at": row.sent_at.isoformat(),
            "way": row.way,
            "addressee": row.addressee,
            "delivered": row.delivered,
            "arrived_at": row.arrived_at.isoformat() if row.arrived_at else None,
            "of": list(row.of),
        }
        found.append({key: value for key, value in told.items() if value is not None})
    return found
