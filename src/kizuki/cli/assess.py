"""`kizuki assess`: is it reportable, under which item, by when, on which form?"""

from __future__ import annotations

import argparse
from typing import Any

from kizuki.cli.assess_page import page
from kizuki.cli.batches import read_values
from kizuki.cli.days import day_of
from kizuki.cli.output import print_json, print_text
from kizuki.core.facts import Case, read_case
from kizuki.core.glossary import Lang
from kizuki.core.reporting import Determination, assess, determination_json, questions_json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("facts", metavar="FACTS.json", help="the facts of a case, or - for standard input")
    parser.add_argument("--on", metavar="DATE", help="the day of the question; a matter learned later is refused")
    parser.add_argument("--lines", action="store_true", help="one case a line (JSON Lines)")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of the sentences")


def run(arguments: argparse.Namespace) -> int:
    """Answer for every case, or refuse the whole input."""
    on = day_of(arguments.on, "--on")

    def answer(value: Any) -> tuple[Case, Determination]:
        case = read_case(value)
        return case, assess(case, on)

    values = read_values(arguments.facts, lines=arguments.lines)
    for case, determination in values.answered(answer):
        if arguments.json or values.batch:
            print_json(_shown(case, determination, arguments.lang), pretty=not values.batch)
        else:
            print_text(page(case, determination, arguments.lang, on))
    return 0


def _shown(case: Case, determination: Determination, lang: Lang) -> dict[str, Any]:
    """The answer with the facts it rests on: whoever keeps it can ask the same again."""
    questions = questions_json(case, determination, lang)
    return determination_json(determination, lang) | {"next_questions": questions, "facts": case.source}
