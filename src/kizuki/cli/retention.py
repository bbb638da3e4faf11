"""`kizuki retention`: texts whose period has passed; shown first, erased with the token of what was shown."""

from __future__ import annotations

import argparse

from kizuki.cli.days import day_of
from kizuki.cli.output import print_json, print_text
from kizuki.core.glossary import Lang, say
from kizuki.store.record import clock
from kizuki.store.record.opening import open_record, require_prepared


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`[--on DATE] [--commit TOKEN] [--json] [--lang ja|en]`."""
    parser.add_argument("--on", metavar="DATE", help="as of this day (default: today in Japan)")
    parser.add_argument("--commit", metavar="TOKEN", help="erase what was shown with this token")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of sentences")


def run(arguments: argparse.Namespace) -> int:
    """0: shown or erased."""
    open_record()
    require_prepared()

    from kizuki.actions.record.erase_expired import erase_expired
    from kizuki.actions.verb import Actor
    from kizuki.store.queries.retention import expired, token_of
    from kizuki.store.queries.viewer import PROGRAM

    lang: Lang = arguments.lang
    today = clock.today()
    on = day_of(arguments.on, "--on") or today
    if arguments.commit:
        erased = erase_expired(arguments.commit, on=min(on, today), actor=Actor.program("retention"))
        if arguments.json:
            print_json({"erased": erased})
        else:
            print_text(say("record.retention.erased", lang, texts=erased))
        return 0
    rows = expired(PROGRAM, on)
    if arguments.json:
        print_json({"on": on, "expired": rows, "token": token_of(rows)})
        return 0
    lines = [
        say(
            "record.retention.row",
            lang,
            case=row.number,
            ended=row.ended_on,
            years=row.period.years,
            until=row.period.until,
            texts=row.texts + row.names,
        )
        for row in rows
    ]
    last = say("record.retention.commit", lang, token=token_of(rows)) if rows else say("record.retention.none", lang)
    print_text("\n".join([*lines, last]))
    return 0
