"""A sheet as it leaves: its answers as canonical JSON, and the workbook that shows them."""

from __future__ import annotations

from datetime import date

from kizuki.core.glossary import Lang, say
from kizuki.core.questionnaires import Box, Edition, filled_share
from kizuki.gateways.xlsx import SheetOnPaper, sheet_workbook
from kizuki.store.queries.sheet_answers import Answered
from kizuki.store.record.canonical import canonical_json


def answers_json(edition: Edition, sheet: Answered) -> bytes:
    """Every box with the fact and day on which it rests. A sheet of a release says the same to every hospital."""
    told = {"sheet": edition.id, "edition": edition.edition, "items": [box.as_json() for box in sheet.boxes]}
    whom = {"hospital": sheet.key.hospital} if edition.per == "hospital" else {"release": sheet.key.release}
    return canonical_json({**told, **whom}).encode("utf-8")


def workbook_of(edition: Edition, sheet: Answered, company: str, on: date, lang: Lang = "ja") -> bytes:
    """The workbook of one sheet, in one language."""
    filled, boxes = filled_share(sheet.boxes)
    whom = sheet.name if edition.per == "hospital" else f"{sheet.device} {sheet.release}".strip()
    items = {item.no: item for item in edition.items}
    rows = [
        (
            box.no,
            items[box.no].section,
            items[box.no].said(lang),
            answer_words(box, lang),
            box.words,
            box.target_on.isoformat() if box.target_on else "",
            box.as_of.isoformat() if box.as_of else "",
            say(f"sheets.state.{box.state}", lang),
            box.fact,
        )
        for box in sheet.boxes
    ]
    above = [
        f"{company} / {whom} / {on.isoformat()}",
        say("sheets.share", lang, filled=filled, boxes=boxes),
        edition.source,
    ]
    head = [say(f"sheets.column.{name}", lang) for name in COLUMNS]
    return sheet_workbook(SheetOnPaper(edition.said(lang), above, head, rows, on))


COLUMNS = ("no", "section", "topic", "answer", "words", "target_on", "as_of", "state", "fact")
"""The columns of the workbook in their order."""


def answer_words(box: Box, lang: Lang) -> str:
    """The answer as it is shown: yes and no in words, a text as it stands; '' while the box is open or not ours."""
    if box.answer in ("yes", "no", "not_applicable"):
        return say(f"sheets.answer.{box.answer}", lang)
    return box.answer
