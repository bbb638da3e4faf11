"""What was told to one hospital: measures with their letters, and advisories that were published or meant for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kizuki.store.access.seen import seen
from kizuki.store.hospitals.withheld import Withheld, withheld_from
from kizuki.store.models import CaseVulnerability, MeasureLetter, MeasureTarget, Statement, Unit
from kizuki.store.obligations.lists import STANDING
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class MeasureHere:
    """A measure that was told to this hospital: since when, how far it came, about which vulnerabilities, with which
    letters (id, kind, day)."""

    target: int
    kind: str
    brand: str
    state: str
    on: date | None
    sent_on: date | None
    serials: tuple[str, ...]
    vulnerabilities: tuple[str, ...]
    letters: tuple[tuple[int, str, date], ...]

    @property
    def answered(self) -> bool:
        """Whether the hospital has acknowledged it."""
        return self.state in ("read", "done")


@dataclass(frozen=True, slots=True)
class StatementHere:
    """An advisory that was published to everybody, or told to the hospitals that have the device."""

    id: int
    brand: str
    outlet: str
    lang: str
    says: tuple[str, ...]
    published_at: datetime


def letter_told(viewer: Viewer, hospital_id: int, measure_letter_id: int, lang: str) -> bytes | None:
    """The print of a letter of a measure that was told to this hospital; None where there is none, or it was erased."""
    told = seen(viewer, MeasureTarget).filter(hospital=hospital_id, first_sent_on__isnull=False).values("measure")
    found = seen(viewer, MeasureLetter).filter(pk=measure_letter_id, measure__in=told, sent_on__isnull=False)
    row = found.select_related("pdf", "english").first()
    document = None if row is None else (row.english if lang == "en" and row.english else row.pdf)
    return bytes(document.content) if document is not None and document.erased_at is None else None


def statement_told(viewer: Viewer, hospital_id: int, statement_id: int, at: datetime) -> bytes | None:
    """The bytes of an advisory that stands on the page of this hospital; None where none does."""
    devices = set(
        seen(viewer, Unit).filter(hospital=hospital_id, state__in=STANDING).values_list("device", flat=True)
    )
    for row in _published(viewer, devices, withheld_from(hospital_id, at)):
        if row.pk == statement_id and row.released is not None and row.released.erased_at is None:
            return bytes(row.released.content)
    return None


def measures_told(viewer: Viewer, hospital_id: int, held: Withheld) -> tuple[MeasureHere, ...]:
    """The measures that were told to this hospital, the newest first."""
    targets = list(
        seen(viewer, MeasureTarget)
        .filter(hospital=hospital_id, first_sent_on__isnull=False)
        .select_related("measure__case__device")
        .order_by("-first_sent_on", "-pk")
    )
    names = _names(viewer, {row.measure.case_id for row in targets})
    letters = _letters(viewer, {row.measure_id for row in targets})
    wanted = {unit for row in targets for unit in row.units}
    serials = dict(seen(viewer, Unit).filter(pk__in=wanted).values_list("pk", "serial"))
    return tuple(
        MeasureHere(
            row.pk,
            row.measure.kind,
            row.measure.case.device.brand,
            row.state,
            row.on,
            row.first_sent_on,
            tuple(serials[unit] for unit in row.units if unit in serials),
            tuple(name for name in names[row.measure.case_id] if name not in held.names),
            tuple(letters[row.measure_id]),
        )
        for row in targets
    )


def _names(viewer: Viewer, cases: Collection[int]) -> Mapping[int, list[str]]:
    """The vulnerabilities of each case."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = seen(viewer, CaseVulnerability).filter(case__in=cases).order_by("name")
    for case, name in rows.values_list("case", "name"):
        found[case].append(name)
    return found


def _letters(viewer: Viewer, measures: Collection[int]) -> Mapping[int, list[tuple[int, str, date]]]:
    """The letters of each measure that went out: id, kind and day."""
    found: dict[int, list[tuple[int, str, date]]] = defaultdict(list)
    rows = seen(viewer, MeasureLetter).filter(measure__in=measures, sent_on__isnull=False, pdf__isnull=False)
    for pk, measure, kind, dated_on in rows.order_by("number").values_list("pk", "measure", "kind", "dated_on"):
        found[measure].append((pk, kind, dated_on))
    return found


def statements_told(viewer: Viewer, devices: set[int], held: Withheld) -> tuple[StatementHere, ...]:
    """The advisories that stand on this hospital's page, the newest first."""
    return tuple(
        StatementHere(
            row.pk, row.disclosure.case.device.brand, row.outlet, row.lang, tuple(row.says), row.published_at
        )
        for row in _published(viewer, devices, held)
        if row.published_at is not None
    )


def _published(viewer: Viewer, devices: set[int], held: Withheld) -> Iterable[Statement]:
    """Statements about devices that stand there: those to everybody, and those to hospitals whose case tells this one;
    the newest of each case, outlet and language. Of a case that is silent, nothing."""
    rows = (
        seen(viewer, Statement)
        .filter(disclosure__case__device__in=devices, published_at__isnull=False, audience__in=("public", "hospital"))
        .exclude(disclosure__case__in=held.silent_cases)
        .select_related("disclosure__case__device", "released")
        .order_by("-published_at", "-pk")
    )
    shown: set[tuple[int, str, str]] = set()
    for row in rows:
        key = (row.disclosure_id, row.outlet, row.lang)
        told = row.audience == "public" or row.disclosure.case_id in held.told_cases
        if told and key not in shown:
            shown.add(key)
            yield row
