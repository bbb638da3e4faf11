"""`kizuki retention backups`: which backups still hold what was erased, by which day they go, and deleting them."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kizuki.cli.acting import acting, signing_as
from kizuki.cli.output import print_json, print_text
from kizuki.core.glossary import Lang, say

if TYPE_CHECKING:
    from kizuki.store.backup.outlived import OldBackup


def backups(arguments: argparse.Namespace, today: date) -> int:
    """Name them, the most pressing first; or propose, sign and delete those that are overdue, by the rules of every
    erasing: a second person signs, and nothing goes while a legal hold stands."""
    from kizuki.store.backup.outlived import backups_in

    found = backups_in(Path(arguments.folder or "."), today)
    if arguments.propose or arguments.sign or arguments.commit:
        return _erase(arguments, found, today)
    return _show(arguments, found)


def _show(arguments: argparse.Namespace, found: tuple[OldBackup, ...]) -> int:
    from kizuki.actions.record.erase_backups import token_of_backups
    from kizuki.store.queries.retention import hold_stands
    from kizuki.store.queries.viewer import PROGRAM

    lang: Lang = arguments.lang
    folder, token, held = arguments.folder or ".", token_of_backups(found), hold_stands(PROGRAM)
    if arguments.json:
        print_json({"folder": folder, "backups": found, "token": token, "held": held})
        return 0
    lines = [_line(row, lang) for row in found] or [say("record.retention.no_backups", lang, folder=folder)]
    if token:
        last = "backups_held" if held else "backups_propose"
        lines.append(say(f"record.retention.{last}", lang, folder=folder, token=token))
    print_text("\n".join(lines))
    return 0


def _line(row: OldBackup, lang: Lang) -> str:
    kind = "due" if row.by else "open"
    if not row.ours:
        kind = "of_others"
    elif row.overdue:
        kind = "overdue"
    return say(f"record.retention.backup_{kind}", lang, file=row.file, made=row.made_on, by=row.by or "")


def _erase(arguments: argparse.Namespace, found: tuple[OldBackup, ...], today: date) -> int:
    from kizuki.actions.record.erase_backups import erase_backups, propose_backups, sign_backups
    from kizuki.actions.verb import Actor

    lang, folder = arguments.lang, arguments.folder or "."
    if arguments.propose:
        actor = acting(arguments.name)
        made = propose_backups(arguments.propose, found, on=today, actor=actor)
        told = {"proposed": made}
        said = say("record.retention.backups_proposed", lang, folder=folder, token=arguments.propose)
    else:
        token, actor = arguments.commit, Actor.program("retention")
        if arguments.sign:
            token = arguments.sign
            actor, password = signing_as(arguments.name)
            sign_backups(token, found, password=password, comment=arguments.comment, on=today, actor=actor)
        told = {"erased": erase_backups(token, found, actor=actor)}
        said = say("record.retention.backups_erased", lang, files=told["erased"])
    if arguments.json:
        print_json(told)
    else:
        print_text(said)
    return 0
