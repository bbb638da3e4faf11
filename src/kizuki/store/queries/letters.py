"""Letters of a measure as they stand, what the record fills them with, and the judgements on its fix."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kizuki.core.glossary import say
from kizuki.store.access.seen import seen
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import KeptText, Measure, MeasureJudgement, MeasureLetter, StoredDocument
from kizuki.store.obligations.identities import full_form
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.canonical import json_of


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter: its paper as JSON (both languages), None where its draft was erased; who wrote and who signed it."""

    id: int
    measure: int
    case: int
    number: int
    kind: str
    state: str
    dated_on: date
    sha256: str
    demand: str
    gate: tuple[str, ...]
    paper: Mapping[str, Any] | None
    pdf: str | None
    english: str | None
    written_by: str
    signed_by: str
    behalf: str
    signed_at: datetime | None
    sent_on: date | None


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """What a person decided of a fix, beside what the table proposed."""

    position: int
    change: str
    in_field: str
    recall_class: str
    proposed_change: str
    proposed_class: str
    answers: Mapping[str, str]
    edition: str
    asked_pmda: bool
    person: str
    behalf: str
    on: date
    words: str
    sha256: str


def letters_of(viewer: Viewer, case_id: int) -> tuple[LetterRow, ...]:
    """The letters of a case's measures, oldest first."""
    found = seen(viewer, MeasureLetter).filter(measure__case_id=case_id)
    people = ("written_by", "signed_by", "on_behalf_of", "released", "measure")
    rows = list(found.select_related(*people).order_by("measure_id", "number"))
    drafts = _texts(viewer, [f"measure_letter:{row.pk}" for row in rows if row.released is None])
    return tuple(_row(row, drafts) for row in rows)


def letter_page(viewer: Viewer, case_id: int, letter_id: int) -> LetterRow | None:
    """One letter of a case; None where the viewer sees none."""
    return next((row for row in letters_of(viewer, case_id) if row.id == letter_id), None)


def letter_case(viewer: Viewer, letter_id: int) -> int | None:
    """The case of a letter; None where the viewer sees none."""
    found: int | None = (
        seen(viewer, MeasureLetter).filter(pk=letter_id).values_list("measure__case_id", flat=True).first()
    )
    return found


def document_of_letter(viewer: Viewer, case_id: int, letter_id: int, lang: str) -> bytes | None:
    """The print of a signed letter in one language; None where there is none."""
    found = seen(viewer, MeasureLetter).filter(measure__case_id=case_id, pk=letter_id)
    row = found.select_related("pdf", "english").first()
    kept: StoredDocument | None = None if row is None else (row.english if lang == "en" else row.pdf)
    return None if kept is None or kept.erased_at is not None else bytes(kept.content)


def judgements_of(viewer: Viewer, case_id: int) -> dict[int, tuple[JudgementRow, ...]]:
    """The judgements on the fixes of a case by measure, oldest first; the last one counts."""
    judged = seen(viewer, MeasureJudgement).filter(measure__case_id=case_id).order_by("position")
    rows = list(judged.select_related("person", "on_behalf_of"))
    texts = _texts(viewer, [f"measure_judgement:{row.pk}" for row in rows])
    found: dict[int, tuple[JudgementRow, ...]] = {}
    for row in rows:
        made = JudgementRow(
            position=row.position,
            change=row.change,
            in_field=row.in_field,
            recall_class=row.recall_class,
            proposed_change=row.proposed_change,
            proposed_class=row.proposed_class,
            answers=row.answers,
            edition=row.edition,
            asked_pmda=row.asked_pmda,
            person=row.person.display_name,
            behalf=row.on_behalf_of.display_name if row.on_behalf_of else "",
            on=row.on,
            words=texts.get((f"measure_judgement:{row.pk}", "words"), ""),
            sha256=row.sha256,
        )
        found[row.measure_id] = (*found.get(row.measure_id, ()), made)
    return found


def potentials_of(case_id: int) -> tuple[str | None, ...]:
    """The potential of each matter of a case, None where it is not known: what the class of a recall is proposed from."""
    return tuple(matter.get("potential") for matter in full_form(newest_facts(case_id).facts)["matters"])


def case_of_measure(viewer: Viewer, measure_id: int) -> int | None:
    """The case of a measure; None where the viewer sees none."""
    found: int | None = seen(viewer, Measure).filter(pk=measure_id).values_list("case_id", flat=True).first()
    return found


def _row(row: MeasureLetter, drafts: Mapping[tuple[str, str], str]) -> LetterRow:
    return LetterRow(
        id=row.pk,
        measure=row.measure_id,
        case=row.measure.case_id,
        number=row.number,
        kind=row.kind,
        state=row.state,
        dated_on=row.dated_on,
        sha256=row.sha256,
        demand=row.demand,
        gate=tuple(row.gate),
        paper=_paper(row, drafts),
        pdf=row.pdf_id,
        english=row.english_id,
        written_by=row.written_by.display_name,
        signed_by=row.signed_by.display_name if row.signed_by else "",
        behalf=row.on_behalf_of.display_name if row.on_behalf_of else "",
        signed_at=row.signed_at,
        sent_on=row.sent_on,
    )


def _paper(row: MeasureLetter, drafts: Mapping[tuple[str, str], str]) -> Mapping[str, Any] | None:
    if row.released is not None:
        kept = row.released
        return None if kept.erased_at is not None else _object(bytes(kept.content).decode("utf-8"))
    body = drafts.get((f"measure_letter:{row.pk}", "draft"), "")
    return _object(body) if body.startswith("{") else None


def _object(body: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json_of(body)
    return found


def _texts(viewer: Viewer, subjects: list[str]) -> dict[tuple[str, str], str]:
    found = KeptText.objects.filter(subject__in=subjects).order_by("revision")
    return {
        (text.subject, text.kind): say("record.erased", viewer.lang) if text.erased_at else text.body
        for text in found
    }
