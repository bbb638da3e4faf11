"""`kizuki answer`: a hospital's questionnaire from the record, box by box with the fact and day of each."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from kizuki.cli.output import print_json, print_text
from kizuki.core.glossary import Lang, say
from kizuki.core.questionnaires import EDITIONS, Edition, edition_of, filled_share
from kizuki.core.refusal import Refused
from kizuki.gateways.xlsx import write_workbook
from kizuki.store.record.opening import open_existing_record

_SIGNS = re.compile(r"[^\w.-]+")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`SHEET --hospital ID… | --all [--on DATE] [--xlsx FOLDER] [--json] [--lang ja|en]`."""
    parser.add_argument("sheet", metavar="SHEET", help=f"one of {', '.join(EDITIONS)}")
    whom = parser.add_mutually_exclusive_group(required=True)
    whom.add_argument("--hospital", metavar="ID", nargs="+", help="keys of hospitals")
    whom.add_argument("--all", action="store_true", help="every hospital where a unit stands")
    parser.add_argument("--on", metavar="DATE", help="as of this day; today where none is named")
    parser.add_argument("--xlsx", metavar="FOLDER", help="write each sheet as a workbook into this folder")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of sheets and sentences")


def run(arguments: argparse.Namespace) -> int:
    """0: answered, however much is open; 2: no such sheet, or its items are not loaded, or no such hospital."""
    edition = edition_of(arguments.sheet)
    lang: Lang = arguments.lang
    open_existing_record()
    from kizuki.store.queries.sheet_answers import answers_for, keys_for
    from kizuki.store.queries.viewer import Viewer
    from kizuki.store.record import clock

    viewer = Viewer(None, "program", lang)
    on = _day(arguments.on) or clock.today()
    keys = keys_for(viewer, edition, _hospitals(viewer, arguments.hospital))
    sheets = answers_for(viewer, edition, keys, on)
    if arguments.xlsx:
        _write(Path(arguments.xlsx), edition, sheets, on, lang)
    if arguments.json:
        print_json([_json(edition, sheet) for sheet in sheets])
    else:
        print_text("\n".join(line for sheet in sheets for line in _lines(edition, sheet, lang)))
    return 0


def _hospitals(viewer: Any, wanted: Sequence[str] | None) -> list[int]:
    """The ids of the hospitals with these keys; every one with a unit where none is named."""
    from kizuki.store.queries.hospitals import hospitals
    from kizuki.store.queries.ledgers.parts import WHOLE
    from kizuki.store.queries.sheet_answers import hospitals_with_units

    if wanted is None:
        return list(hospitals_with_units(viewer))
    known = {row.key: row.id for row in hospitals(viewer, WHOLE).rows}
    for key in wanted:
        if key not in known:
            raise Refused("--hospital", f"there is no hospital with key {key}")
    return [known[key] for key in wanted]


def _day(told: str | None) -> date | None:
    try:
        return date.fromisoformat(told) if told else None
    except ValueError:
        raise Refused("--on", f"{told} is not a day like 2026-06-01") from None


def _json(edition: Edition, sheet: Any) -> dict[str, Any]:
    """A sheet in the shape of the contract, with whom it is for and how much of it is filled."""
    filled, boxes = filled_share(sheet.boxes)
    return {
        "sheet": edition.id,
        "edition": edition.edition,
        "hospital": sheet.name,
        "device": sheet.device or None,
        "release": sheet.release or None,
        "filled": filled,
        "boxes": boxes,
        "items": [box.as_json() for box in sheet.boxes],
    }


def _lines(edition: Edition, sheet: Any, lang: Lang) -> list[str]:
    from kizuki.actions.questionnaires.paper import answer_words

    filled, boxes = filled_share(sheet.boxes)
    items = {item.no: item for item in edition.items}
    head = f"{edition.said(lang)}: {sheet.name} {sheet.device} {sheet.release}".rstrip()
    lines = [head, say("sheets.share", lang, filled=filled, boxes=boxes)]
    for box in sheet.boxes:
        state = answer_words(box, lang) or say(f"sheets.state.{box.state}", lang)
        day = box.as_of.isoformat() if box.as_of else ""
        lines.append(f"  {box.no}\t{state}\t{day}\t{items[box.no].said(lang)}\t({box.fact})")
    return [*lines, ""]


def _write(folder: Path, edition: Edition, sheets: Sequence[Any], on: date, lang: Lang) -> None:
    """A workbook for each sheet, named after the sheet, its hospital, and its device and release."""
    from kizuki.actions.questionnaires.paper import workbook_of
    from kizuki.store.queries.company import company_name
    from kizuki.store.queries.viewer import PROGRAM

    if not folder.is_dir():
        raise Refused("--xlsx", "is not a folder that is there", file=str(folder))
    for sheet in sheets:
        parts = (edition.id, sheet.name, sheet.device, sheet.release, f"{on:%Y%m%d}")
        name = "_".join(_SIGNS.sub("-", part) for part in parts if part) + ".xlsx"
        write_workbook(folder / name, workbook_of(edition, sheet, company_name(PROGRAM), on, lang))
