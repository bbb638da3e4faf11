"""`kizuki pack`: the emergency pack, printed before it is needed: contacts, duty, due days, and blank forms."""

from __future__ import annotations

import argparse
from pathlib import Path

from kizuki.cli.output import print_json, print_text
from kizuki.core.forms.blank import BLANK, blank_form
from kizuki.core.forms.edition import FormName
from kizuki.core.glossary import Lang, say
from kizuki.core.refusal import Refused
from kizuki.gateways.editions import house
from kizuki.gateways.files import write_private
from kizuki.gateways.typst import print_form
from kizuki.gateways.typst.record import print_record
from kizuki.store.record import clock
from kizuki.store.record.opening import open_existing_record


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`FOLDER [--json] [--lang ja|en]`."""
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="where it is written; made where it is missing")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of the page of contacts")


def run(arguments: argparse.Namespace) -> int:
    """0: written. What stands in the folder under the same names is written anew."""
    folder: Path = arguments.folder
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise Refused("FOLDER", "is no folder", file=str(folder))
    open_existing_record()
    papers = _papers(arguments.lang)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, content in papers.items():
            write_private(folder / name, content)
    except OSError as fault:
        raise Refused("FOLDER", (fault.strerror or str(fault)).lower(), file=str(folder)) from None
    files = [str(folder / name) for name in papers]
    if arguments.json:
        print_json({"files": files})
    else:
        print_text("\n".join([*files, say("pack.written", arguments.lang, folder=folder, count=len(files))]))
    return 0


def _papers(lang: Lang) -> dict[str, bytes]:
    from kizuki.store.queries.emergency import emergency_pack
    from kizuki.store.queries.viewer import Viewer

    now = clock.now()
    on = now.astimezone(clock.JAPAN).date()
    pack = emergency_pack(Viewer(None, "program", lang), now)
    told = {name: say(f"pack.{name}", lang) for name in ("title", "name", "edition", "empty")}
    stamp = say("pack.stamp", lang, at=now.astimezone(clock.JAPAN).strftime("%Y-%m-%d %H:%M"))
    page = told | {"lang": lang, "stamp": stamp, "sections": list(pack.sections), "notes": []}
    own = house()
    papers = {"0-contacts-and-due-days.pdf": print_record(page, on).pdf}
    for number in BLANK:
        form = blank_form(number, pack.company, pack.contact, on, own)
        papers[f"{_name(number)}-blank.pdf"] = print_form(form, draft=False).pdf
    return papers


def _name(number: FormName) -> str:
    return f"form-{number}" if isinstance(number, int) else "1-first-report"
