"""Questionnaires that were sent: when, with which answers, and which of them are no longer so."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max

from kizuki.core.questionnaires import EDITIONS, edition_of
from kizuki.core.questionnaires.correcting import Wrong, wrong_boxes
from kizuki.store.access.seen import seen
from kizuki.store.models import Obligation, SentSheet
from kizuki.store.queries.ledgers.parts import Beginning, beginning
from kizuki.store.queries.sheet_answers import answers_for
from kizuki.store.queries.sheet_around import SheetKey
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.canonical import json_of

OWED = "sheet_correction"


@dataclass(frozen=True, slots=True)
class SentRow:
    """One sheet that was sent. `newest`: none of its kind was sent after it; `owed`: a correction of it is owed."""

    id: int
    sheet: str
    edition: str
    hospital: int
    name: str
    device: str
    release: str
    filled: int
    boxes: int
    on: date
    person: str
    newest: bool
    owed: int | None
    key: SheetKey


def sent_sheets(viewer: Viewer, hospital: int, *, limit: int = 2_000) -> Beginning[SentRow]:
    """What was sent to a hospital, the newest first."""
    rows = seen(viewer, SentSheet).filter(hospital=hospital)
    newest = set(newest_sent(viewer).values())
    owed = _owed(viewer)
    found = rows.select_related("hospital", "device", "release", "person").order_by("-pk")
    return beginning(found, limit, lambda some: (_row(row, newest, owed) for row in some))


def numbers_sent(viewer: Viewer) -> dict[str, int]:
    """How many sheets of each questionnaire were sent, to anybody."""
    return dict(seen(viewer, SentSheet).order_by().values_list("sheet").annotate(Count("pk")))


def to_correct(viewer: Viewer) -> tuple[SentRow, ...]:
    """The sent sheets that are owed a correction, the longest owed first."""
    owed = _owed(viewer)
    rows = seen(viewer, SentSheet).filter(pk__in=owed).select_related("hospital", "device", "release", "person")
    newest = set(newest_sent(viewer).values())
    return tuple(_row(row, newest, owed) for row in rows.order_by("pk"))


def newest_sent(viewer: Viewer) -> dict[tuple[str, int, int | None, int | None], int]:
    """The newest sheet of each kind, hospital, device and release."""
    columns = ("sheet", "hospital", "device", "release")
    rows = seen(viewer, SentSheet).order_by().values_list(*columns).annotate(last=Max("pk"))
    return {(sheet, hospital, device, release): last for sheet, hospital, device, release, last in rows}


def wrong_in(viewer: Viewer, ids: Collection[int], on: date) -> dict[int, tuple[Wrong, ...]]:
    """Of these sent sheets, what each says that would be answered otherwise on a day; those that still stand are not in
    it. A sheet whose answers were erased, or whose edition is gone, is left out."""
    rows = list(seen(viewer, SentSheet).filter(pk__in=ids).select_related("answers").order_by("pk"))
    found: dict[int, tuple[Wrong, ...]] = {}
    opened: dict[str, list[dict[str, Any]]] = {}
    for sheet in {row.sheet for row in rows}:
        if sheet not in EDITIONS or not EDITIONS[sheet].loaded:
            continue
        mine = [row for row in rows if row.sheet == sheet and row.answers.erased_at is None]
        keys = [_key(row) for row in mine]
        now = answers_for(viewer, edition_of(sheet), keys, on)
        for row, later in zip(mine, now, strict=True):
            sent = opened.setdefault(row.answers_id, json_of(bytes(row.answers.content).decode("utf-8"))["items"])
            wrong = wrong_boxes(sent, [box.as_json() for box in later.boxes])
            if wrong:
                found[row.pk] = wrong
    return found


def sent_workbook(viewer: Viewer, sent: int) -> tuple[str, bytes] | None:
    """The name and bytes of the file that left; None where there is none that the viewer sees, or it was erased."""
    row = seen(viewer, SentSheet).filter(pk=sent).select_related("workbook", "hospital").first()
    if row is None or row.workbook.erased_at is not None:
        return None
    return f"{row.sheet}_{row.hospital.key}_{row.on:%Y%m%d}.xlsx", bytes(row.workbook.content)


def _key(row: SentSheet) -> SheetKey:
    return SheetKey(row.hospital_id, row.device_id, row.release_id)


def _owed(viewer: Viewer) -> dict[int, int]:
    rows: Iterable[tuple[str, int]] = (
        seen(viewer, Obligation).filter(kind=OWED, ended_at=None).values_list("owner", "pk")
    )
    return {int(owner.partition(":")[2]): pk for owner, pk in rows}


def _row(row: SentSheet, newest: set[int], owed: dict[int, int]) -> SentRow:
    return SentRow(
        row.pk,
        row.sheet,
        row.edition,
        row.hospital_id,
        row.hospital.name,
        row.device.brand if row.device else "",
        row.release.version if row.release else "",
        row.filled,
        row.boxes,
        row.on,
        row.person.display_name,
        row.pk in newest,
        owed.get(row.pk),
        _key(row),
    )
