"""The first reports that were sent, as a document of the case may tell of them: from records of the dispatch alone."""

from __future__ import annotations

from typing import Any

from kizuki.store.access.seen import seen
from kizuki.store.models import FirstReport, FirstReportObligation, Obligation
from kizuki.store.queries.viewer import Viewer


def dispatches_of(viewer: Viewer, case_id: int) -> list[dict[str, Any]]:
    """Each sheet that left, the earliest first: when, how, to whom, how it ended, whom it named, when it arrived."""
    sheets = list(seen(viewer, FirstReport).filter(case_id=case_id).order_by("sent_at", "pk"))
    named: dict[int, list[str]] = {}
    rows = seen(viewer, FirstReportObligation).filter(first_report__case_id=case_id).select_related("obligation")
    for row in rows.order_by("pk"):
        named.setdefault(row.first_report_id, []).append(row.obligation.person or row.obligation.matter)
    arrivals = seen(viewer, Obligation).filter(case_id=case_id, kind="arrival", ended_at__isnull=False)
    arrived = dict(arrivals.values_list("item", "ended_at"))
    found = []
    for sheet in sheets:
        at = arrived.get(f"first_report:{sheet.pk}")
        told = {
            "sent_at": sheet.sent_at.isoformat(),
            "way": sheet.way,
            "addressee": sheet.addressee,
            "delivered": sheet.delivered,
            "arrived_at": at.isoformat() if at else None,
            "of": list(dict.fromkeys(filter(None, named.get(sheet.pk, ())))),
        }
        found.append({key: value for key, value in told.items() if value is not None})
    return found
