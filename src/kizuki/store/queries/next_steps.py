"""What is owed next on many cases at once, and the reports and decisions that lead to it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import F, Q

from kizuki.core.lifecycle.obligations.next_owed import comes_before
from kizuki.core.lifecycle.obligations.rows import LIVE
from kizuki.core.reminding.days import DATED_BY_LAW
from kizuki.store.access.seen import seen
from kizuki.store.models import NoReportDecision, Obligation, Report
from kizuki.store.queries.obligations import ObligationRow, row_without_place
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class ReportAt:
    """A report: of which case, on which form, of which matter and person ('' none), how far it is and who drew it up."""

    id: int
    case_id: int
    form: str
    matter: str
    person: str
    state: str = ""
    author: int | None = None


@dataclass(frozen=True, slots=True)
class NextOnCase:
    """What is next on one case: the obligation that its headline names (None: nothing with that kind is live), those
    whose day comes before the headline's (of each kind and day the first, the earliest first), whether a change of the
    facts waits for a second person's signature, and the first item whose end waits for it: until then it is owed as
    before. `met` is the earliest that the law dates and that is met, `report` the earliest of these that is no first
    report; `met_matters` are those of which an item is met, or was reported."""

    row: ObligationRow | None = None
    met: ObligationRow | None = None
    report: ObligationRow | None = None
    met_matters: frozenset[str] = frozenset()
    besides: tuple[ObligationRow, ...] = ()
    waits_for_signature: bool = False
    lapsing: ObligationRow | None = None
    first_report: str = ""
    """How it stands with the first report in the ledger: `met` (owed), `open` (whether it is); '' for neither."""

    def late_on(self, on: date) -> ObligationRow | None:
        """What is met and past its day, where the headline names something else that is never late."""
        named = self.row is not None and self.row.kind in DATED_BY_LAW and self.row.state in MET
        if named or self.met is None or self.met.due_on is None or self.met.due_on >= on:
            return None
        return self.met


MET = ("owed", "lapse_proposed")
"""States in which something is met, and nothing of it was sent."""


def next_on_cases(viewer: Viewer, case_ids: Collection[int]) -> dict[int, NextOnCase]:
    """By case, what home says of it; in one query."""
    rows = seen(viewer, Obligation).filter(case_id__in=case_ids, state__in=LIVE)
    rows = rows.filter(
        Q(kind=F("case__clock"))
        | Q(kind="second_signature")
        | Q(due_on__lt=F("case__clock_on"))
        | Q(kind="item", state="sent")
        | Q(kind__in=DATED_BY_LAW, state__in=MET)
        | Q(kind__in=("settle_question", "death_question"))
    ).annotate(clock=F("case__clock"), clock_on=F("case__clock_on"))
    found: dict[int, NextOnCase] = {}
    for row in sorted(rows, key=lambda row: (row.due_on or date.max, row.pk)):
        if row.case_id is not None:
            found[row.case_id] = _with(found.get(row.case_id, NextOnCase()), row, viewer)
    return found


def _with(known: NextOnCase, row: Obligation, viewer: Viewer) -> NextOnCase:
    if row.kind == "second_signature":
        known = replace(known, waits_for_signature=True)
    if row.kind == "first_report":
        known = replace(known, first_report="met")
    elif row.kind in ("settle_question", "death_question") and not known.first_report:
        known = replace(known, first_report="open")
    if row.kind == "item" and row.state in (*MET, "sent"):
        known = replace(known, met_matters=known.met_matters | {row.matter})
    if row.kind in DATED_BY_LAW and row.state in MET and row.due_on:
        known = replace(known, met=known.met or row_without_place(row, viewer.lang))
        if row.kind != "first_report" and known.report is None:
            known = replace(known, report=row_without_place(row, viewer.lang))
    if row.kind == "item" and row.state == "lapse_proposed" and known.lapsing is None:
        known = replace(known, lapsing=row_without_place(row, viewer.lang))
    if row.kind == row.clock:  # type: ignore[attr-defined]
        return known if known.row else replace(known, row=row_without_place(row, viewer.lang))
    headline: date | None = row.clock_on  # type: ignore[attr-defined]
    told = {(one.kind, one.due_on) for one in known.besides}
    if (row.kind, row.due_on) in told or not comes_before(row.kind, row.state, row.due_on, headline):
        return known
    return replace(known, besides=(*known.besides, row_without_place(row, viewer.lang)))


def reports_at(viewer: Viewer, case_ids: Collection[int]) -> tuple[ReportAt, ...]:
    """The reports of these cases, the earliest first."""
    rows = seen(viewer, Report).filter(case_id__in=case_ids).order_by("pk")
    return tuple(
        ReportAt(*row) for row in rows.values_list("pk", "case_id", "form", "matter", "person", "state", "author")
    )


def decisions_at(viewer: Viewer, case_ids: Collection[int]) -> dict[int, int]:
    """By case, its newest no-report decision."""
    rows = seen(viewer, NoReportDecision).filter(case_id__in=case_ids).order_by("pk")
    return {case_id: pk for pk, case_id in rows.values_list("pk", "case_id")}
