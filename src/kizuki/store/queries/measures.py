"""Measures of a case with their chain, whom they were told to, and how far each reached every hospital."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from kizuki.core.glossary import say
from kizuki.core.lifecycle.measures.reach import counted
from kizuki.core.lifecycle.measures.standing import days_to_information
from kizuki.store.access.seen import seen
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import Case, KeptText, Measure, MeasureStep, MeasureTarget, MeasureTelling, ReachEntry, Unit
from kizuki.store.obligations.identities import full_form
from kizuki.store.queries.viewer import Viewer

MOST_TARGETS = 200
"""So many hospitals stand on a page; the counts are of all."""

Texts = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the chain: dated `on`, signed by `person` (for `behalf`), to whom, by when, with which words."""

    id: int
    step: str
    outcome: str
    on: date
    due_on: date | None
    person: str
    behalf: str
    to: str
    words: str
    sha256: str
    document: str | None
    single_person: bool


@dataclass(frozen=True, slots=True)
class TellingLine:
    """Whom it was reported to, or why not."""

    id: int
    party: str
    way: str
    told: bool
    on: date
    channel: str
    reference: str
    person: str
    words: str
    document: str | None


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure. `reach` counts its hospitals by state; `units` are those that stand there."""

    id: int
    number: int
    kind: str
    brings: str
    state: str
    plan: str
    residual_risk: str
    sha256: str
    proposed_by: str
    proposed_by_id: int
    steps: tuple[StepLine, ...]
    tellings: tuple[TellingLine, ...]
    reach: Mapping[str, int]
    hospitals: int
    units: int
    case_id: int


@dataclass(frozen=True, slots=True)
class EntryLine:
    """So far it came on a day."""

    id: int
    state: str
    on: date
    channel: str
    reference: str
    words: str
    person: str
    document: str | None


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One hospital with its state, its units by serial number, and how it came there."""

    id: int
    hospital: str
    key: str
    state: str
    on: date | None
    serials: tuple[str, ...]
    entries: tuple[EntryLine, ...]


def measures_of(viewer: Viewer, case_id: int) -> tuple[MeasureRow, ...]:
    """The measures of a case by number; empty where the viewer sees no such case."""
    return _rows(viewer, seen(viewer, Measure).filter(case_id=case_id).order_by("number"))


def measures_by_id(viewer: Viewer, ids: Sequence[int]) -> tuple[MeasureRow, ...]:
    """Those of these measures that the viewer sees, by id."""
    return _rows(viewer, seen(viewer, Measure).filter(pk__in=ids).order_by("pk"))


def _rows(viewer: Viewer, found: QuerySet[Measure]) -> tuple[MeasureRow, ...]:
    rows = list(found.select_related("proposed_by"))
    if not rows:
        return ()
    people = ("person", "on_behalf_of", "to")
    steps = list(seen(viewer, MeasureStep).filter(measure__in=rows).select_related(*people).order_by("position"))
    tellings = list(seen(viewer, MeasureTelling).filter(measure__in=rows).select_related("person").order_by("pk"))
    texts = _texts(
        viewer,
        [f"measure:{row.pk}" for row in rows]
        + [f"measure_step:{row.pk}" for row in steps]
        + [f"measure_telling:{row.pk}" for row in tellings],
    )
    reached: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for measure, state, units in (
        seen(viewer, MeasureTarget).filter(measure__in=rows).values_list("measure_id", "state", "units")
    ):
        reached[measure].append((state, len(units)))
    return tuple(_row(row, steps, tellings, texts, reached[row.pk]) for row in rows)


def targets_of(viewer: Viewer, measure_id: int, state: str = "") -> tuple[TargetRow, ...]:
    """The hospitals of a measure by name, those in one state where it is named; at most `MOST_TARGETS`."""
    found = seen(viewer, MeasureTarget).filter(measure_id=measure_id).select_related("hospital")
    if state:
        found = found.filter(state=state)
    rows = list(found.order_by("hospital__name", "pk")[:MOST_TARGETS])
    entries = list(
        seen(viewer, ReachEntry).filter(target__in=rows).select_related("person").order_by("pk") if rows else ()
    )
    texts = _texts(viewer, [f"reach_entry:{row.pk}" for row in entries])
    wanted = {unit for row in rows for unit in row.units}
    serials = dict(seen(viewer, Unit).filter(pk__in=wanted).values_list("pk", "serial"))
    by_target: dict[int, list[EntryLine]] = defaultdict(list)
    for entry in entries:
        by_target[entry.target_id].append(_entry(entry, texts))
    return tuple(
        TargetRow(
            row.pk,
            row.hospital.name,
            row.hospital.key,
            row.state,
            row.on,
            tuple(serials[unit] for unit in row.units if unit in serials),
            tuple(by_target[row.pk]),
        )
        for row in rows
    )


def first_information_days(viewer: Viewer, case_id: int) -> int | None:
    """Days from the earliest awareness of the case to the first information to a hospital; None while there is none."""
    if not seen(viewer, Case).filter(pk=case_id).exists():
        return None
    found = seen(viewer, MeasureTarget).filter(measure__case_id=case_id, first_sent_on__isnull=False)
    informed = list(found.values_list("first_sent_on", flat=True))
    matters = full_form(newest_facts(case_id).facts)["matters"]
    aware_on = min((date.fromisoformat(str(row["learned_on"])) for row in matters), default=None)
    return None if aware_on is None else days_to_information(aware_on, [day for day in informed if day])


def _row(
    row: Measure,
    steps: Iterable[MeasureStep],
    tellings: Iterable[MeasureTelling],
    texts: Texts,
    reached: Sequence[tuple[str, int]],
) -> MeasureRow:
    subject = f"measure:{row.pk}"
    return MeasureRow(
        id=row.pk,
        number=row.number,
        kind=row.kind,
        brings=row.brings,
        state=row.state,
        plan=texts.get((subject, "plan"), ""),
        residual_risk=texts.get((subject, "residual_risk"), ""),
        sha256=row.sha256,
        proposed_by=row.proposed_by.display_name,
        proposed_by_id=row.proposed_by_id,
        steps=tuple(_step(one, texts) for one in steps if one.measure_id == row.pk),
        tellings=tuple(_telling(one, texts) for one in tellings if one.measure_id == row.pk),
        reach=counted(state for state, _ in reached),
        hospitals=len(reached),
        units=sum(units for _, units in reached),
        case_id=row.case_id,
    )


def _step(row: MeasureStep, texts: Texts) -> StepLine:
    return StepLine(
        id=row.pk,
        step=row.step,
        outcome=row.outcome,
        on=row.on,
        due_on=row.due_on,
        person=_name(row.person),
        behalf=_name(row.on_behalf_of),
        to=_name(row.to),
        words=texts.get((f"measure_step:{row.pk}", "words"), ""),
        sha256=row.sha256,
        document=row.document_id,
        single_person=row.single_person,
    )


def _telling(row: MeasureTelling, texts: Texts) -> TellingLine:
    return TellingLine(
        id=row.pk,
        party=row.party,
        way=row.way,
        told=row.told,
        on=row.on,
        channel=row.channel,
        reference=row.reference,
        person=_name(row.person),
        words=texts.get((f"measure_telling:{row.pk}", "words"), ""),
        document=row.document_id,
    )


def _entry(row: ReachEntry, texts: Texts) -> EntryLine:
    return EntryLine(
        id=row.pk,
        state=row.state,
        on=row.on,
        channel=row.channel,
        reference=row.reference,
        words=texts.get((f"reach_entry:{row.pk}", "words"), ""),
        person=_name(row.person),
        document=row.document_id,
    )


def _name(person: Any) -> str:
    return str(person.display_name) if person is not None else ""


def _texts(viewer: Viewer, subjects: list[str]) -> dict[tuple[str, str], str]:
    found = KeptText.objects.filter(subject__in=subjects).order_by("revision")
    return {
        (text.subject, text.kind): say("record.erased", viewer.lang) if text.erased_at else text.body
        for text in found
    }
