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
from kizuki.store.models import Case, NoReportDecision, Obligation, Report
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
class Owed:
    """An obligation as far as the order of a list asks: of thousands nobody reads the words."""

    id: int
    case_id: int
    kind: str
    state: str
    matter: str
    item: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class OpenCase:
    """An open case with what its ledger speaks of first (a kind of obligation, '' for none), and its day."""

    id: int
    clock: str
    clock_on: date | None


@dataclass(frozen=True, slots=True)
class NextOnCase:
    """What is next on one case: the obligation that its headline names (None: nothing with that kind is live), those
    whose day comes before the headline's (of each kind and day the first, the earliest first), whether a change of the
    facts waits for a second person's signature, and the first item whose end waits for it: until then it is owed as
    before. `met` is the earliest that the law dates and that is met, `report` the earliest of these that is no first
    report; `met_matters` are those of which an item is met, or was reported."""

    row: Owed | None = None
    met: Owed | None = None
    report: Owed | None = None
    met_matters: frozenset[str] = frozenset()
    besides: tuple[Owed, ...] = ()
    waits_for_signature: bool = False
    lapsing: Owed | None = None
    first_report: str = ""
    """How it stands with the first report in the ledger: `met` (owed), `open` (whether it is); '' for neither."""

    def late_on(self, on: date) -> Owed | None:
        """What is met and past its day, where the headline names something else that is never late."""
        named = self.row is not None and self.row.kind in DATED_BY_LAW and self.row.state in MET
        if named or self.met is None or self.met.due_on is None or self.met.due_on >= on:
            return None
        return self.met


MET = ("owed", "lapse_proposed")
"""States in which something is met, and nothing of it was sent."""


def cases_in_hand(viewer: Viewer) -> tuple[OpenCase, ...]:
    """Every open case that the viewer sees, the newest last."""
    rows = seen(viewer, Case).filter(state="open").order_by("pk").values_list("pk", "clock", "clock_on")
    return tuple(OpenCase(*row) for row in rows)


def next_on_cases(viewer: Viewer, case_ids: Collection[int] | None = None) -> dict[int, NextOnCase]:
    """By case, what home says of it: of these cases, or of every open one; in one query."""
    which = Q(case__state="open") if case_ids is None else Q(case_id__in=case_ids)
    rows = seen(viewer, Obligation).filter(which, state__in=LIVE)
    rows = rows.filter(
        Q(kind=F("case__clock"))
        | Q(kind="second_signature")
        | Q(due_on__lt=F("case__clock_on"))
        | Q(kind="item", state="sent")
        | Q(kind__in=DATED_BY_LAW, state__in=MET)
        | Q(kind__in=("settle_question", "death_question"))
    )
    columns = ("pk", "case_id", "kind", "state", "matter", "item", "due_on", "case__clock", "case__clock_on")
    found: dict[int, NextOnCase] = {}
    told = [(Owed(*own), clock, clock_on) for *own, clock, clock_on in rows.values_list(*columns)]
    for row, clock, clock_on in sorted(told, key=lambda one: (one[0].due_on or date.max, one[0].id)):
        found[row.case_id] = _with(found.get(row.case_id, NextOnCase()), row, clock, clock_on)
    return found


def _with(known: NextOnCase, row: Owed, clock: str, headline: date | None) -> NextOnCase:
    if row.kind == "second_signature":
        known = replace(known, waits_for_signature=True)
    if row.kind == "first_report":
        known = replace(known, first_report="met")
    elif row.kind in ("settle_question", "death_question") and not known.first_report:
        known = replace(known, first_report="open")
    if row.kind == "item" and row.state in (*MET, "sent"):
        known = replace(known, met_matters=known.met_matters | {row.matter})
    if row.kind in DATED_BY_LAW and row.state in MET and row.due_on:
        known = replace(known, met=known.met or row)
        if row.kind != "first_report" and known.report is None:
            known = replace(known, report=row)
    if row.kind == "item" and row.state == "lapse_proposed" and known.lapsing is None:
        known = replace(known, lapsing=row)
    if row.kind == clock:
        return known if known.row else replace(known, row=row)
    told = {(one.kind, one.due_on) for one in known.besides}
    if (row.kind, row.due_on) in told or not comes_before(row.kind, row.state, row.due_on, headline):
        return known
    return replace(known, besides=(*known.besides, row))


def owed_in_words(viewer: Viewer, ids: Collection[int]) -> dict[int, ObligationRow]:
    """These obligations as a list tells them, without their reasons, by id."""
    return {row.pk: row_without_place(row, viewer.lang) for row in seen(viewer, Obligation).filter(pk__in=ids)}


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
