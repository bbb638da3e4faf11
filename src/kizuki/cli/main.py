"""The `kizuki` command: finds the subcommand, turns refusals into exit code 2."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any, NoReturn

from kizuki import __version__
from kizuki.cli.output import refuse
from kizuki.core.glossary import Lang
from kizuki.core.refusal import Refused

COMMANDS = {
    "assess": "is it reportable, under which item, by when, on which form?",
    "score": "the clinical rubric: CVSS read again for the device and the patient",
    "sbom": "read component lists",
    "match": "which component is affected by which advisory?",
    "feeds": "fetch, load and carry feeds; how they stand",
    "components": "components that were kept twice: show, then merge",
    "records": "records of vulnerabilities that were kept twice: show, then join",
    "csaf": "read and validate CSAF documents, print one that was published",
    "form": "a report form filled from a case",
    "answer": "a hospital's questionnaire, answered from the record",
    "letter": "letters and recall papers of a measure: filled from a file as a draft, or as they were signed",
    "pack": "the emergency pack on paper: contacts, duty, due days, blank forms",
    "report": "check a report before it is sent, keep PMDA's answers, write it as JSON",
    "law": "the provisions with their rules; check the official text against them",
    "init": "begin an empty record: the company, its licence, its first people",
    "access": "print a one-time link by which a person chooses their password",
    "sample": "load the sample company and work through it",
    "load": "take over the lists kept before: devices, hospitals, units, cases, periods, decisions, shipments, design",
    "run": "serve the pages, with one worker on SQLite",
    "worker": "work through what waits in the outbox",
    "doctor": "what is wrong with this installation, one line each",
    "audit": "verify the chain of the audit and the triggers that guard it",
    "backup": "write the whole record, verified, into one file while it is in use",
    "restore": "put the record of a backup into an empty database",
    "retention": "texts that are past their period: show, then erase",
    "keys": "the keys of the texts that may name persons",
    "replay": "do the stored determinations still follow from their facts?",
}
"""Each command lives in `kizuki.cli.<name>` with `add_arguments(parser)` and `run(arguments) -> exit code`."""

SAID_IN_BOTH = frozenset({"load", "retention", "audit", "backup", "restore"})
"""Commands that say every refusal in the language of `--lang`, Japanese where none is named: what can be refused in
their rooms has its sentence (`core.refusals`)."""


class OneLineParser(argparse.ArgumentParser):
    """Says what is wrong with a command line in one line, as every refusal."""

    said: Sequence[str] = ()

    def __init__(self, **values: Any) -> None:
        super().__init__(formatter_class=_formatter, **values)

    def error(self, message: str) -> NoReturn:
        """Exit with 2."""
        sys.exit(refuse(Refused("", f"{message} (see {self.prog} --help)"), _lang(OneLineParser.said)))


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 answered, 2 unusable input, 1 anything else."""
    words = list(sys.argv[1:] if argv is None else argv)
    if moved := os.environ.get("KIZUKI_CLOCK_SHIFT", "").strip():
        sys.stderr.write(f"kizuki: DEMONSTRATION: KIZUKI_CLOCK_SHIFT moves the clock by {moved}; no day is real\n")
    # Whatever is written here may name patients: it is for its owner alone.
    before = os.umask(0o077)
    lang = _lang(words)
    OneLineParser.said = words
    try:
        arguments = _parser(words).parse_args(words)
        return int(importlib.import_module(f"kizuki.cli.{arguments.command}").run(arguments))
    except Refused as refusal:
        return refuse(refusal, lang)
    except BrokenPipeError:
        return 1
    except _faults_of_the_database() as fault:
        # Locked for too long, gone, or its disk full: the transaction that was open is rolled back.
        what = " ".join(str(fault).split())
        return refuse(Refused("database", f"{what}: nothing of the step under way was kept; run it again"), lang)
    finally:
        os.umask(before)


@cache
def _columns() -> int:
    """How wide the terminal is; asked of `shutil` it brings the readers of archives with it."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told):
        return int(told)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns or 80 if sys.__stdout__ else 80
    except (OSError, ValueError):
        return 80


def _formatter(prog: str) -> argparse.HelpFormatter:
    return argparse.HelpFormatter(prog, width=_columns() - 2)


def _lang(words: Sequence[str]) -> Lang:
    """In which language refusals are said: asked of the words themselves, since they may be no command line at all."""
    if _chosen(words) not in SAID_IN_BOTH:
        return "en"
    after = [word for before, word in pairwise(words) if before == "--lang"]
    return "en" if "en" in after or "--lang=en" in words else "ja"


def _chosen(words: Sequence[str]) -> str | None:
    return next((word for word in words if not word.startswith("-")), None)


def _faults_of_the_database() -> tuple[type[Exception], ...]:
    """Asked for only when something was raised: commands that need no database do not load Django."""
    if "django.db" not in sys.modules:
        return ()
    from django.db import OperationalError

    return (OperationalError,)


def _parser(words: Sequence[str]) -> OneLineParser:
    """The chosen command with what it takes, which alone is imported; every one by name and purpose where none is."""
    parser = OneLineParser(prog="kizuki", description="Kizuki (気づき)")
    parser.add_argument("--version", action="version", version=f"kizuki {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    chosen = _chosen(words)
    # What comes before the command may ask for help, which names all of them.
    known = [chosen] if chosen in COMMANDS and words[0] == chosen else list(COMMANDS)
    for name in known:
        command = commands.add_parser(name, help=COMMANDS[name], description=COMMANDS[name])
        if name == chosen:
            importlib.import_module(f"kizuki.cli.{name}").add_arguments(command)
    return parser
