"""`kizuki sample`: the sample portfolio, loaded into the database that DATABASE_URL names."""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kizuki.cli.bringing_up import bring_up
from kizuki.cli.days import day_of
from kizuki.cli.output import print_json, print_text
from kizuki.cli.sample_files import named_report, whom_of, write, write_reports, write_sheets
from kizuki.core.glossary import Lang, say
from kizuki.core.refusal import Refused
from kizuki.gateways.files import write_private
from kizuki.store.record import clock
from kizuki.store.record.opening import open_record, prepare_record

if TYPE_CHECKING:
    from kizuki.sample.load import Account


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`[--password WORDS] [--round] [--year] [--complete] [--on DATE] [--reports FOLDER] [--sign-in FILE] [--json]
    [--lang …]`."""
    parser.add_argument("--password", help="for the people of the sample (default: KIZUKI_SAMPLE_PASSWORD, or drawn)")
    parser.add_argument("--round", action="store_true", help="then match, score, determine and draft every report")
    parser.add_argument(
        "--year", action="store_true", help="then a year of two devices: its cases, and the forms 9, 11 and 12 of it"
    )
    parser.add_argument(
        "--complete",
        action="store_true",
        help="then the facts behind hospitals' questionnaires, and their disclosures",
    )
    parser.add_argument("--on", metavar="DATE", help="the day of the round (default: today in Japan)")
    parser.add_argument(
        "--reports", metavar="FOLDER", type=Path, help="with --round or --year: write the printed reports there"
    )
    parser.add_argument("--sign-in", metavar="FILE", type=Path, help="keep a drawn password in this file")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of sentences")


def run(arguments: argparse.Namespace) -> int:
    """Create and prepare the database where it is missing, load what is missing in it, and say what was added."""
    on = day_of(arguments.on, "--on")
    open_record()
    lang: Lang = arguments.lang
    prepare_record(lambda _line: _tell(say("record.sample.preparing", lang)), sample=True)
    bring_up(_tell)
    from kizuki.sample.load import load_sample

    password, drawn = _password(arguments.password)
    loaded = load_sample(
        lambda part, count: _tell(f"{say(f'record.sample.{part}', lang)}: {count}"), password=password
    )
    answer: dict[str, Any] = {"changes": loaded.changes, "people": list(loaded.people)}
    page = say(f"record.sample.{'loaded' if loaded.changes else 'standing'}", lang, changes=loaded.changes)
    if drawn and password:
        _tell(say("record.sample.password", lang, password=password))
        if arguments.sign_in:
            _keep_sign_in(arguments.sign_in, loaded.accounts, password)
    if arguments.round:
        answer |= (done := _round(on, arguments.reports, lang)).answer
        table = done.page
        page += "\n\n" + table
        if arguments.reports:
            page += "\n" + say("record.sample.reports_private", lang, folder=arguments.reports)
    if arguments.year:
        answer["year"] = _year(arguments.reports, lang)
        page += "".join(f"\n{path}" for path in answer["year"])
    if arguments.complete:
        answer["questionnaires"], lines = _complete(on or clock.today(), lang)
        page += "".join(f"\n{line}" for line in lines)
    page += "\n" + say("record.sample.sign_in", lang, names=_accounts(loaded.accounts, lang))
    if arguments.sign_in and arguments.sign_in.exists():
        page += "\n" + say("record.sample.sign_in_file", lang, file=arguments.sign_in)
    if arguments.json:
        print_json(answer)
    else:
        print_text(page)
    return 0


def _password(given: str | None) -> tuple[str | None, bool]:
    """The password to set, and whether it was drawn here; None where the people of the sample have theirs already."""
    from kizuki.sample.load import people_have_passwords

    wanted = given or os.environ.get("KIZUKI_SAMPLE_PASSWORD")
    if wanted:
        return wanted, False
    return (None, False) if people_have_passwords() else (secrets.token_urlsafe(12), True)


def _accounts(accounts: Sequence[Account], lang: Lang) -> str:
    """Each sign-in name with the role that it has, a line each."""
    return "".join(f"\n  {one.sign_in}  {one.role_said(lang)}" for one in accounts)


def _keep_sign_in(file: Path, accounts: Sequence[Account], password: str) -> None:
    """For the eyes of whoever loaded the sample only: a line for each account with its role, the password as the last."""
    rows = [f"{one.sign_in}\t{one.name}\t{one.role_said('ja')} / {one.role_said('en')}" for one in accounts]
    words = "\n".join([*rows, "", "パスワード（共通） / Password of all of them:", password, ""])
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(file, words.encode())
    except OSError as fault:
        raise Refused("--sign-in", (fault.strerror or str(fault)).lower(), file=str(file)) from None


@dataclass(frozen=True, slots=True)
class _Done:
    """What a round left: its part of the answer, and the page."""

    answer: dict[str, Any]
    page: str


def _round(on: date | None, folder: Path | None, lang: Lang) -> _Done:
    from kizuki.actions.feeds.making_round import make_round
    from kizuki.actions.verb import Actor
    from kizuki.cli.sample_page import devices_json, devices_page
    from kizuki.sample.judged import judge_findings
    from kizuki.store.queries.overview import our_devices
    from kizuki.store.queries.viewer import Viewer

    sheets = []
    for step in make_round(on=on or clock.today(), actor=Actor.program("round")):
        sheets += [step] if step.attachment else []
        about = " ".join(filter(None, (step.about, whom_of(step, lang), step.result)))
        _tell(f"{say(f'record.round.{step.kind}', lang)} {step.done}/{step.of}: {about}")
    judge_findings(on or clock.today())
    found = our_devices(Viewer(None, "program", lang))
    reports = [report for row in found for report in row.reports]
    files = {} if folder is None else write_reports(folder, reports, lang)
    written = [] if folder is None else write_sheets(folder, sheets, lang)
    answer = {"devices": devices_json(found, files), "first_reports": written}
    return _Done(answer, devices_page(found, files, lang))


def _year(folder: Path | None, lang: Lang) -> list[str]:
    """Load the year; the paths of its printed reports, or what each is called where no folder was named."""
    from kizuki.sample.year import load_year
    from kizuki.store.queries.overview import our_devices
    from kizuki.store.queries.period_reports import printed_of_device
    from kizuki.store.queries.viewer import PROGRAM, Viewer

    made = load_year()
    printed = [printed_of_device(PROGRAM, number) for number in made.period_reports]
    found = [report for row in our_devices(Viewer(None, "program", lang)) for report in row.reports]
    rated = [report for report in found if report.id in made.rate_reports]
    if folder is None:
        return [*(name for name, _ in printed), *(named_report(report, lang) for report in rated)]
    written = [write(folder, name, content) for name, content in printed]
    return [*written, *write_reports(folder, rated, lang).values()]


def _complete(on: date, lang: Lang) -> tuple[dict[str, Any], list[str]]:
    """Tell the facts; what each edition is filled with, for programs and for people."""
    from kizuki.sample.questionnaires import complete_sample

    facts, shares = complete_sample(on)
    told = [{"sheet": one.sheet, "sheets": one.sheets, "filled": one.filled, "boxes": one.boxes} for one in shares]
    lines = [
        say("record.sample.share", lang, sheet=one.sheet, sheets=one.sheets, filled=one.filled, boxes=one.boxes)
        for one in shares
    ]
    return {"facts": facts, "shares": told}, [say("record.sample.facts", lang, count=facts), *lines]


def _tell(line: str) -> None:
    """Progress goes to standard error."""
    sys.stderr.buffer.write(f"kizuki: {line}\n".encode())
    sys.stderr.buffer.flush()
