"""Keep questionnaires as they were answered and sent to hospitals on a day: one, or all of them in one run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kizuki.actions.documents import keep_document
from kizuki.actions.obligations.keeping import Grounds, write_owned
from kizuki.actions.people.signing import person_of
from kizuki.actions.permission import viewer_of
from kizuki.actions.questionnaires.paper import answers_json, workbook_of
from kizuki.actions.rows import find
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.lifecycle.obligations.kinds import require_end
from kizuki.core.lifecycle.obligations.moving import ended
from kizuki.core.questionnaires import Edition, edition_of, filled_share
from kizuki.core.refusal import Refused
from kizuki.gateways.xlsx import XLSX
from kizuki.store.models import Company, Hospital, SentSheet
from kizuki.store.obligations.lists import owed_by_all
from kizuki.store.queries.sent_sheets import newest_sent
from kizuki.store.queries.sheet_answers import Answered, answers_for, hospitals_with_units, keys_for
from kizuki.store.queries.sheet_around import SheetKey
from kizuki.store.queries.viewer import PROGRAM, Viewer
from kizuki.store.record.keeping_rows import added, locked, standing

KIND = "sheet_correction"
AT_ONCE = 50
"""Sheets of one transaction."""

Written = tuple[Answered, bytes, bytes]


def send_sheets(sheet: str, hospitals: Sequence[str] = (), *, on: date, actor: Actor) -> tuple[int, ...]:
    """Answer a questionnaire for these hospitals (by key; none: every hospital where a unit stands) and keep each sheet
    with its answers, its workbook and this day; returns their ids. A correction that was owed of the sheet before ends.

    Answers and workbooks are made before any transaction; each transaction keeps `AT_ONCE` sheets. `Refused` for a
    questionnaire whose items are not loaded, an unknown hospital, and where nothing stands at any of them.
    """
    edition = edition_of(sheet)
    viewer = viewer_of(actor.code)
    person = person_of(actor)
    wanted = [find(Hospital, "hospital", actor=actor, key=key).pk for key in hospitals] or list(
        hospitals_with_units(viewer)
    )
    keys = keys_for(viewer, edition, wanted)
    if not keys:
        raise Refused("hospitals", "no unit of ours stands at any of them")
    written = _written(viewer, edition, keys, on)
    sent: list[int] = []
    for start in range(0, len(written), AT_ONCE):
        part = written[start : start + AT_ONCE]
        of = list(dict.fromkeys(f"hospital:{one.key.hospital}" for one, _, _ in part))
        with verb("send_sheets", actor=actor, of=of) as act:
            ids, documents = _kept(act, edition, part, person, on)
            act.record(
                subjects=[*of, *(f"sent_sheet:{pk}" for pk in ids), *documents],
                payload={"sheet": sheet, "sheets": len(ids)},
            )
        sent += ids
    return tuple(sent)


def _written(viewer: Viewer, edition: Edition, keys: Sequence[SheetKey], on: date) -> list[Written]:
    """Each sheet as it leaves. What says the same to every hospital is written once."""
    company = standing(Company).values_list("name", flat=True).first() or ""
    same: dict[tuple[int | None, int | None], tuple[bytes, bytes]] = {}
    found: list[Written] = []
    for sheet in answers_for(viewer, edition, keys, on):
        key = (sheet.key.device, sheet.key.release)
        papers = same.get(key) if edition.per == "release" else None
        if papers is None:
            papers = (answers_json(edition, sheet), workbook_of(edition, sheet, company, on))
            same[key] = papers
        found.append((sheet, *papers))
    return found


def _kept(act: Act, edition: Edition, part: Sequence[Written], person: int, on: date) -> tuple[list[int], list[str]]:
    before = newest_sent(PROGRAM)
    ids, documents = [], []
    for sheet, answers, workbook in part:
        kept, new = keep_document(answers, "application/json")
        book, newer = keep_document(workbook, XLSX)
        filled, boxes = filled_share(sheet.boxes)
        key = sheet.key
        row = added(
            SentSheet,
            sheet=edition.id,
            edition=edition.edition,
            hospital_id=key.hospital,
            device_id=key.device,
            release_id=key.release,
            answers=kept,
            workbook=book,
            filled=filled,
            boxes=boxes,
            on=on,
            person_id=person,
            recorded_at=act.at,
        )
        last = before.get((edition.id, key.hospital, key.device, key.release))
        if last is not None:
            end_correction(act, last, f"sent_sheet:{row.pk}")
        ids.append(int(row.pk))
        documents += [*new, *newer]
    return ids, list(dict.fromkeys(documents))


def end_correction(act: Act, sent: int, basis: str) -> int:
    """End what is owed of a sent sheet by the running verb, which holds the sheet; returns how many rows ended."""
    owner = f"sent_sheet:{sent}"
    require_end(KIND, act.name)
    locked(SentSheet, sent)
    running = [row for row in owed_by_all(KIND, [owner])[owner] if row.running]
    moves = [ended(row, act.name) for row in running]
    return len(write_owned(act, owner, moves, Grounds(basis)))
