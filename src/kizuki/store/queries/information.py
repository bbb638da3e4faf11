"""Safety information: the inbox by awareness day, and everything on one piece."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, Q, QuerySet, When

from kizuki.core.glossary import say
from kizuki.core.information.deciding import UNDECIDED
from kizuki.core.information.harm import MAY_BE_DEATH, MAY_BE_HERE, may_be_death_here
from kizuki.core.information.sources import sources
from kizuki.store.access.seen import seen, sees
from kizuki.store.findings.joined import triage_limit
from kizuki.store.models import InformationReceipt, KeptText, SafetyInformation
from kizuki.store.obligations.information import decision_day
from kizuki.store.queries.ledgers.parts import Part, Span, part_of
from kizuki.store.queries.timeline import Happening, timeline_of
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class InformationRow:
    """A piece of information in a list; `source_said` is its source in the viewer's language. `decide_by` is the day by
    which it is decided what becomes of it; None once it is."""

    id: int
    number: str
    source: str
    source_said: str
    source_no: str
    state: str
    awareness_on: date
    decide_by: date | None
    received_at: datetime
    summary: str
    device_id: int | None
    brand: str | None
    hospital: str | None
    case_id: int | None
    case_number: str | None
    translation: str
    original: str | None
    occurred_on: date | None
    country: str
    told_harm: str = ""
    may_be_death: bool = False
    """Whether a death in Japan was told, its words speak of one, or its harm is still being confirmed."""


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """Who of the company knew, and when."""

    id: int
    name: str
    learned_on: date
    channel: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class InformationPage:
    """Everything on one piece; `texts` by kind, each as last told."""

    row: InformationRow
    texts: dict[str, str]
    receipts: tuple[ReceiptRow, ...]
    follows: int | None
    followed_by: tuple[int, ...]
    timeline: tuple[Happening, ...]


def information_inbox(
    viewer: Viewer, *, states: Sequence[str] = UNDECIDED, limit: int = 200
) -> tuple[InformationRow, ...]:
    """Information in these states: first what may tell of a death in Japan, however many wait longer; then the one known
    longest, which is the one to be decided first."""
    return _with_summaries(viewer, _in_states(viewer, states)[:limit])


def information_ledger(viewer: Viewer, states: Sequence[str], span: Span) -> Part[InformationRow]:
    """A part of the same, counted to its end."""
    return part_of(_in_states(viewer, states), span, lambda some: _with_summaries(viewer, some))


def _in_states(viewer: Viewer, states: Sequence[str]) -> QuerySet[SafetyInformation]:
    grave = Q(told_harm__in=MAY_BE_DEATH, country__in=MAY_BE_HERE)
    first = Case(When(grave, then=0), default=1)
    return _rows(viewer).filter(state__in=states).order_by(first, "awareness_on", "pk")


def number_waiting(viewer: Viewer) -> int:
    """How many pieces wait to be decided, of those that the viewer sees."""
    return _rows(viewer).filter(state__in=UNDECIDED).count()


def information_from(
    viewer: Viewer, codes: Sequence[str], states: Sequence[str], limit: int, *, unnamed: bool = False
) -> tuple[tuple[InformationRow, ...], dict[str, int]]:
    """Information of these sources in these states (`unnamed`: of no device of ours that is known), the one known longest
    first; and how many of these sources there are by state."""
    rows = _rows(viewer).filter(source__in=codes)
    counts = dict(rows.order_by().values_list("state").annotate(Count("pk")))
    wanted = rows.filter(state__in=states, **({"device": None} if unnamed else {}))
    return _with_summaries(viewer, wanted.order_by("awareness_on", "pk")[:limit]), counts


def information_of_case(viewer: Viewer, case_id: int) -> tuple[InformationRow, ...]:
    """The information a case rests on, by awareness day."""
    return _with_summaries(viewer, _rows(viewer).filter(case_id=case_id).order_by("awareness_on", "pk"))


def unlisted_hospitals(viewer: Viewer, rows: Sequence[InformationRow]) -> dict[int, str]:
    """By information to which no hospital of our list is tied: the name that was told of one."""
    open_ones = [row.id for row in rows if not row.hospital]
    return {pk: texts["hospital"] for pk, texts in _texts_by_subject(viewer, open_ones, ("hospital",)).items()}


def told_of_case(viewer: Viewer, case_id: int, *, limit: int) -> tuple[tuple[InformationRow, dict[str, str]], ...]:
    """The first pieces of information that a case rests on, each with its texts by kind as last told."""
    rows = list(_rows(viewer).filter(case_id=case_id).order_by("awareness_on", "pk")[:limit])
    texts = _texts_by_subject(viewer, [row.pk for row in rows], ("summary", "story", "serial", "patient"))
    told = [(row, texts.get(row.pk, {})) for row in rows]
    return tuple((_row(viewer, row, own.get("summary", ""), triage_limit()), own) for row, own in told)


def information_by_id(viewer: Viewer, ids: Sequence[int]) -> tuple[InformationRow, ...]:
    """That of this information which the viewer sees, by id."""
    return _with_summaries(viewer, _rows(viewer).filter(pk__in=ids).order_by("pk"))


def information_page(viewer: Viewer, information_id: int) -> InformationPage | None:
    """One piece of information; None where there is none."""
    row = _rows(viewer).filter(pk=information_id).first()
    if row is None:
        return None
    texts = _texts_by_subject(viewer, [row.pk], ()).get(row.pk, {})
    return InformationPage(
        row=_row(viewer, row, texts.get("summary", ""), triage_limit()),
        texts=texts,
        receipts=_receipts(viewer, information_id),
        follows=row.follows_id if row.follows_id and sees(viewer, SafetyInformation, row.follows_id) else None,
        followed_by=tuple(
            seen(viewer, SafetyInformation).filter(follows=row).order_by("pk").values_list("pk", flat=True)
        ),
        timeline=timeline_of(viewer, f"information:{information_id}"),
    )


def came_from_finder(viewer: Viewer, information_id: int) -> bool:
    """Whether the viewer sees this information, and a finder told it."""
    return seen(viewer, SafetyInformation).filter(pk=information_id, source="finder").exists()


def _receipts(viewer: Viewer, information_id: int) -> tuple[ReceiptRow, ...]:
    rows = list(
        seen(viewer, InformationReceipt)
        .filter(information_id=information_id)
        .select_related("user")
        .order_by("learned_on", "pk")
    )
    names = {
        text.subject: say("record.erased", viewer.lang) if text.erased_at else text.body
        for text in KeptText.objects.filter(subject__in=[f"receipt:{row.pk}" for row in rows], kind="name")
    }
    return tuple(
        ReceiptRow(
            id=row.pk,
            name=row.user.display_name if row.user else names.get(f"receipt:{row.pk}", ""),
            learned_on=row.learned_on,
            channel=row.channel,
            recorded_at=row.recorded_at,
        )
        for row in rows
    )


def _rows(viewer: Viewer) -> QuerySet[SafetyInformation]:
    return seen(viewer, SafetyInformation).select_related("device", "hospital", "case")


def _texts_by_subject(viewer: Viewer, ids: Sequence[int], kinds: Sequence[str]) -> dict[int, dict[str, str]]:
    rows = KeptText.objects.filter(subject__in=[f"information:{pk}" for pk in ids]).order_by("revision")
    if kinds:
        rows = rows.filter(kind__in=kinds)
    found: dict[int, dict[str, str]] = {}
    for row in rows:
        body = say("record.erased", viewer.lang) if row.erased_at else row.body
        found.setdefault(int(row.subject.partition(":")[2]), {})[row.kind] = body
    return found


def _with_summaries(viewer: Viewer, rows: QuerySet[SafetyInformation]) -> tuple[InformationRow, ...]:
    found, limit = list(rows), triage_limit()
    summaries = _texts_by_subject(viewer, [row.pk for row in found], ("summary",))
    return tuple(_row(viewer, row, summaries.get(row.pk, {}).get("summary", ""), limit) for row in found)


def _row(viewer: Viewer, row: SafetyInformation, summary: str, limit: int) -> InformationRow:
    return InformationRow(
        id=row.pk,
        number=row.number,
        source=row.source,
        source_said=sources()[row.source].said(viewer.lang),
        source_no=row.source_no,
        state=row.state,
        awareness_on=row.awareness_on,
        decide_by=decision_day(row, limit) if row.state in UNDECIDED else None,
        received_at=row.received_at,
        summary=summary,
        device_id=row.device_id,
        brand=row.device.brand if row.device else None,
        hospital=row.hospital.name if row.hospital else None,
        case_id=row.case_id,
        case_number=row.case.number if row.case else None,
        translation=row.translation,
        original=row.original_id,
        occurred_on=row.occurred_on,
        country=row.country,
        told_harm=row.told_harm,
        may_be_death=may_be_death_here(row.told_harm, row.country),
    )
