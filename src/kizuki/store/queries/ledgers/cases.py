"""The ledger of cases: every case that the viewer sees, filtered and in the order that was asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Length, Substr

from kizuki.core.reminding.days import DATED_BY_LAW
from kizuki.core.searching import holds, words_of
from kizuki.store.access.seen import seen
from kizuki.store.models import Case, CaseDuplicate, FactSheet, Obligation, ReportObligation
from kizuki.store.queries.cases import CaseRow, case_row
from kizuki.store.queries.ledgers.parts import AT_A_TIME, Part, Span, in_order, part_of_keys
from kizuki.store.queries.next_steps import MET
from kizuki.store.queries.of_vulnerability import asked_vulnerability, named_in_cases
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.canonical import json_of
from kizuki.store.record.parts import chunks

STATES = ("open", "closed", "duplicate")
"""As the ledger tells them: a duplicate is closed too, and stands apart, since another case goes on in its place."""

OUTCOMES = ("report", "human_judgement", "open", "no_report", "none")

ORDERS = ("number", "due", "learned", "state")
"""Columns that are not sealed: a title is in no order that a database knows."""


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """Which cases, and in which order. `item` is one that is met, or that a report named as met; `learned_from` and
    `learned_to` are days on which the earliest matter was learned; of `words` all must be in number, title, device,
    hospital or the names of its vulnerabilities. '' and None: whatever it is."""

    state: str = ""
    outcome: str = ""
    device: int | None = None
    item: str = ""
    learned_from: date | None = None
    learned_to: date | None = None
    words: str = ""
    order: str = "number"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class LedgerCase:
    """A case in the ledger. `learned_on` is the earliest day on which a matter of it was learned, `items` those that are
    met or were reported as met, `kept` the case that goes on in its place (id and number; None: it is no duplicate)."""

    row: CaseRow
    learned_on: date | None
    items: tuple[str, ...]
    kept: tuple[int, str] | None

    @property
    def state(self) -> str:
        """One of `STATES`."""
        return "duplicate" if self.kept else self.row.state


def case_ledger(viewer: Viewer, wanted: CaseFilter, span: Span) -> Part[LedgerCase]:
    """The part of the ledger, counted to its end."""
    keys = _keys(viewer, _filtered(viewer, wanted), wanted)
    return part_of_keys(keys, span, lambda some: _ledger_rows(viewer, some))


def cases_holding(
    viewer: Viewer, rows: QuerySet[Case], words: tuple[str, ...], about_it: Collection[int]
) -> Iterator[Case]:
    """Those of the rows, in their order, which have all the words in their number, title, device or hospital, or are
    about the vulnerability that was typed (`about_it`). Only what is read is opened: every sealed column that a row
    brings along would be too."""
    read = ("number", "title", "erased_at", "device__brand", "hospital__name")
    for row in rows.select_related("device", "hospital").only(*read).iterator(chunk_size=500):
        where = row.hospital.name if row.hospital else ""
        if row.pk in about_it or holds(f"{row.number} {row.title_in(viewer.lang)} {row.device.brand} {where}", words):
            yield row


def cases_with(viewer: Viewer, typed: str, rows: QuerySet[Case]) -> list[int]:
    """The ids of those of the rows, in their order, that have every word of what was typed, or are about the
    vulnerability of that name."""
    hole = asked_vulnerability(viewer, typed)
    about_it = set(named_in_cases(viewer, hole).values_list("case_id", flat=True)) if hole else set()
    return [row.pk for row in cases_holding(viewer, rows, words_of(typed), about_it)]


def items_met(viewer: Viewer) -> tuple[str, ...]:
    """The items that are met, or were reported as met, on any case that the viewer sees: what a filter offers."""
    main = seen(viewer, Case).filter(outcome="report").exclude(primary_item="")
    found = set(main.values_list("primary_item", flat=True).distinct())
    found |= set(_met_rows(viewer).values_list("item", flat=True).distinct())
    found |= set(_reported_rows(viewer).values_list("obligation__item", flat=True).distinct())
    return tuple(sorted({_item(one) for one in found} - {""}))


def _filtered(viewer: Viewer, wanted: CaseFilter) -> QuerySet[Case]:
    rows = seen(viewer, Case)
    duplicates = seen(viewer, CaseDuplicate).values("case")
    if wanted.state == "duplicate":
        rows = rows.filter(pk__in=duplicates)
    elif wanted.state:
        rows = rows.filter(state=wanted.state).exclude(pk__in=duplicates)
    if wanted.outcome:
        rows = rows.filter(outcome="" if wanted.outcome == "none" else wanted.outcome)
    if wanted.device is not None:
        rows = rows.filter(device_id=wanted.device)
    if wanted.item:
        rows = rows.filter(_with_item(viewer, wanted.item))
    return rows


def _with_item(viewer: Viewer, item: str) -> Q:
    """An item that was learned later stands in the ledger of obligations with its own day (`1-ハ@2026-06-01`)."""
    owed = _met_rows(viewer).filter(Q(item=item) | Q(item__startswith=f"{item}@")).values("case")
    named = Q(obligation__item=item) | Q(obligation__item__startswith=f"{item}@")
    reported = _reported_rows(viewer).filter(named).values("report__case")
    return Q(outcome="report", primary_item=item) | Q(pk__in=owed) | Q(pk__in=reported)


def _met_rows(viewer: Viewer) -> QuerySet[Obligation]:
    return seen(viewer, Obligation).filter(kind="item", state__in=(*MET, "sent"), case__isnull=False)


def _reported_rows(viewer: Viewer) -> QuerySet[ReportObligation]:
    rows = seen(viewer, ReportObligation).filter(finding="met", report__submitted_at__isnull=False)
    return rows.filter(obligation__kind="item")


def _item(code: str) -> str:
    return code.partition("@")[0]


def _keys(viewer: Viewer, rows: QuerySet[Case], wanted: CaseFilter) -> list[int]:
    """The ids of the rows in their order."""
    ordered = rows.order_by(*_order(wanted))
    keys = cases_with(viewer, wanted.words, ordered) if wanted.words else list(ordered.values_list("pk", flat=True))
    between = wanted.learned_from or wanted.learned_to
    learned = learned_days(rows) if between or wanted.order == "learned" else {}
    if between:
        first, last = wanted.learned_from or date.min, wanted.learned_to or date.max
        # A day that nobody knows is not outside of any two days.
        keys = [key for key in keys if key not in learned or first <= learned[key] <= last]
    if wanted.order in ("due", "learned"):
        return _by_day(keys, learned if wanted.order == "learned" else _next_days(viewer, rows), wanted)
    return keys


def _by_day(keys: list[int], days: Mapping[int, date], wanted: CaseFilter) -> list[int]:
    """By these days; what has none stands at the end, whichever way the list runs."""
    dated = sorted((key for key in keys if key in days), key=lambda key: days[key], reverse=wanted.descending)
    return dated + [key for key in keys if key not in days]


def _next_days(viewer: Viewer, rows: QuerySet[Case]) -> dict[int, date]:
    """By case, the earliest day that its row shows: what is owed next, or a report that is met and dated by law."""
    days = {case: on for case, on in rows.values_list("pk", "clock_on") if on is not None}
    met = seen(viewer, Obligation).filter(kind__in=DATED_BY_LAW, state__in=MET, due_on__isnull=False)
    earliest = met.filter(case__in=rows.order_by().values("pk")).values("case").annotate(on=Min("due_on"))
    for case, on in earliest.values_list("case", "on"):
        if case is not None:
            days[case] = min(on, days.get(case, on))
    return days


def _order(wanted: CaseFilter) -> tuple[Any, ...]:
    """Numbers count within a year: 2026-9999 stands before 2026-10000, and both before 2027-0001."""
    number = (Substr("number", 1, 4), Length("number"), F("number"))
    back = tuple(one.desc() for one in number)
    if wanted.order == "state":  # What is open stands first.
        return ("-state" if not wanted.descending else "state", *back)
    return back if wanted.descending or wanted.order != "number" else number


def learned_days(cases: QuerySet[Case] | Sequence[int]) -> dict[int, date]:
    """By case, the earliest day on which one of its matters was learned, as its newest facts tell it."""
    ids: Any = cases.order_by().values("pk") if isinstance(cases, QuerySet) else cases
    newest = FactSheet.objects.filter(case=OuterRef("case")).order_by("-revision").values("revision")[:1]
    sheets = FactSheet.objects.filter(case__in=ids, revision=Subquery(newest))
    found = {}
    for case_id, body in sheets.values_list("case_id", "facts"):
        facts = json_of(body)
        days = [matter.get("learned_on") for matter in facts.get("matters", ())] or [facts.get("aware_on")]
        told = [date.fromisoformat(day) for day in days if day]
        if told:
            found[case_id] = min(told)
    return found


def _ledger_rows(viewer: Viewer, keys: Sequence[int]) -> tuple[LedgerCase, ...]:
    rows = seen(viewer, Case).select_related("device", "release", "hospital")
    found: dict[int, Case] = {}
    learned: dict[int, date] = {}
    items: dict[int, set[str]] = {}
    kept: dict[int, tuple[int, str]] = {}
    for some in chunks(keys, AT_A_TIME):
        found |= rows.in_bulk(some)
        learned |= learned_days(some)
        _read_items(viewer, some, items)
        leads = seen(viewer, CaseDuplicate).filter(case__in=some).values_list("case", "kept", "kept__number")
        kept |= {case: (pk, number) for case, pk, number in leads}
    for case in found.values():
        if case.outcome == "report" and case.primary_item:
            items.setdefault(case.pk, set()).add(case.primary_item)
    return tuple(
        LedgerCase(
            case_row(viewer, case),
            learned.get(case.pk),
            tuple(sorted(items.get(case.pk, ()))),
            kept.get(case.pk),
        )
        for case in in_order(found, keys)
    )


def _read_items(viewer: Viewer, cases: Sequence[int], items: dict[int, set[str]]) -> None:
    owed = _met_rows(viewer).filter(case__in=cases).values_list("case_id", "item")
    reported = (
        _reported_rows(viewer).filter(report__case__in=cases).values_list("report__case_id", "obligation__item")
    )
    for case, item in (*owed, *reported):
        items.setdefault(case, set()).add(_item(item))
