"""`kizuki doctor`: what is wrong with this installation, one line each."""

from __future__ import annotations

import argparse

from kizuki.cli.output import print_json, print_text
from kizuki.core.alarm_limits import alarm_said
from kizuki.core.glossary import Lang, say
from kizuki.core.refusal import Refused
from kizuki.store.record.opening import open_record, require_prepared


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`[--json] [--lang ja|en]`."""
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of sentences")


def run(arguments: argparse.Namespace) -> int:
    """0 where nothing is wrong, 1 where something is. What keeps the record from being opened is a finding too."""
    lang: Lang = arguments.lang
    found = [{"code": code, **values} | {"words": _words(code, values, lang)} for code, values in _examine()]
    if arguments.json:
        print_json({"well": not found, "found": found})
    else:
        print_text("\n".join(str(one["words"]) for one in found) or say("doctor.well", lang))
    return 1 if found else 0


def _examine() -> list[tuple[str, dict[str, object]]]:
    try:
        open_record()
        require_prepared()
    except Refused as refusal:
        return [("refused", {"place": refusal.place or refusal.file, "reason": refusal.reason})]
    from kizuki.store.queries.doctor import ailments
    from kizuki.store.record import clock

    return [(one.code, one.values) for one in ailments(clock.now())]


def _words(code: str, values: dict[str, object], lang: Lang) -> str:
    if code == "alarm":
        return alarm_said(str(values["alarm"]), int(str(values["count"])), lang)
    if code == "no_manager":
        return say("doctor.no_manager", lang, role=say(f"record.role.{values['role']}", lang))
    return say(f"doctor.{code}", lang, **values)
