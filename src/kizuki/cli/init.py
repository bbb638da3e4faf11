"""`kizuki init`: the first run at a terminal. Whoever does it chooses their own password, and nobody else's."""

from __future__ import annotations

import argparse
import getpass
import sys

from kizuki.cli.days import day_of
from kizuki.cli.output import print_text
from kizuki.core.glossary import Lang, say
from kizuki.core.refusal import Refused
from kizuki.store.record import clock
from kizuki.store.record.opening import open_record, prepare_record


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--company NAME --licence KIND NUMBER DATE --person ROLE SIGN-IN NAME … [--lang ja|en]`."""
    parser.add_argument("--company", required=True, metavar="NAME", help="the marketing authorization holder")
    parser.add_argument("--representative", default="", metavar="NAME", help="its representative")
    parser.add_argument("--address", default="", metavar="WORDS", help="its address")
    parser.add_argument(
        "--licence",
        required=True,
        nargs=3,
        metavar=("KIND", "NUMBER", "DATE"),
        help="such as marketing_first 13B1X00001 2021-04-01",
    )
    parser.add_argument(
        "--person",
        required=True,
        nargs=3,
        action="append",
        metavar=("ROLE", "SIGN-IN", "NAME"),
        help="the first one is yourself; may come several times, such as safety_manager sato 佐藤",
    )
    parser.add_argument("--since", metavar="DATE", help="from when they hold their posts (default: today in Japan)")
    parser.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of sentences and of the people")


def run(arguments: argparse.Namespace) -> int:
    """0: the record has begun. The password is asked for, or read from standard input where that is no terminal."""
    kind, number, licensed = arguments.licence
    licensed_on, since = day_of(licensed, "--licence"), day_of(arguments.since, "--since")
    if licensed_on is None:
        raise Refused("--licence", "names the day from which it holds")
    open_record()
    prepare_record()
    from kizuki.actions.people.begin_record import Beginning, FirstPerson, begin_record
    from kizuki.actions.verb import Actor

    lang: Lang = arguments.lang
    people = [FirstPerson(name, shown, role, language=lang) for role, name, shown in arguments.person]
    entry = Beginning(
        company=arguments.company,
        licence_kind=kind,
        licence_number=number,
        licensed_on=licensed_on,
        people=people,
        appointed_on=since or clock.today(),
        representative=arguments.representative,
        address=arguments.address,
    )
    begin_record(entry, _password(), token=None, actor=Actor.program("server"))
    print_text(say("first_run.done", lang, company=arguments.company))
    for person in people[1:]:
        print_text(f"kizuki access {person.sign_in_name}")
    return 0


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    chosen = getpass.getpass("password: ")
    if getpass.getpass("again: ") != chosen:
        raise Refused("password", "is not the same twice")
    return chosen
