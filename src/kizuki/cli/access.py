"""`kizuki access`: a one-time link for a person, printed on the server alone; or the end of their second factor."""

from __future__ import annotations

import argparse

from kizuki.cli.output import print_text
from kizuki.core.glossary import Lang, say
from kizuki.core.refusal import Refused
from kizuki.store.record.opening import open_record, require_prepared


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`NAME [--end-second-factor] [--lang ja|en]`."""
    parser.add_argument("name", metavar="NAME", help="the sign-in name of whoever is to choose a password")
    parser.add_argument(
        "--end-second-factor",
        action="store_true",
        help="no link: from now on the password is enough again, for somebody who lost their app and recovery codes",
    )
    parser.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of sentences")


def run(arguments: argparse.Namespace) -> int:
    """0: the link was printed; hand it to its owner alone. Earlier links of theirs open no more. With
    `--end-second-factor`: it has ended, and every signer is told."""
    open_record()
    require_prepared()
    from django.conf import settings

    from kizuki.actions.people.give_access import give_access
    from kizuki.actions.people.second_factor import end_second_factor
    from kizuki.actions.verb import Actor
    from kizuki.store.people.access_links import token_of
    from kizuki.store.people.tries import person_called

    lang: Lang = arguments.lang
    person = person_called(arguments.name)
    if person is None:
        raise Refused("NAME", f"nobody here signs in as {arguments.name!r}")
    if arguments.end_second_factor:
        end_second_factor(person, actor=Actor.program("server"))
        print_text(say("second_factor.ended_on_server", lang, name=arguments.name))
        return 0
    link = give_access(person, by_mail=False, actor=Actor.program("server"))
    print_text(say("access.printed", lang, name=arguments.name))
    print_text(f"{settings.ADDRESS or 'http://127.0.0.1:8000'}/access/{token_of(link)}")
    return 0
