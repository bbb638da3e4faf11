"""`kizuki retention`: what has passed its period: shown, proposed, signed by a second person, and erased."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import date

from kizuki.cli.acting import acting, signing_as
from kizuki.cli.days import day_of
from kizuki.cli.output import print_json, print_text
from kizuki.cli.retention_backups import backups
from kizuki.core.glossary import Lang, say
from kizuki.core.refusal import Refused
from kizuki.store.record import clock
from kizuki.store.record.opening import open_record, require_prepared


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`[backups [FOLDER]] [--on DATE] [--propose|--sign|--commit TOKEN] [--hold|--lift …] [--as NAME] [--json]`."""
    parser.add_argument(
        "what", nargs="?", choices=("list", "backups"), default="list", help="list (default) or backups"
    )
    parser.add_argument("folder", nargs="?", metavar="FOLDER", help="with backups: where they are (default: here)")
    parser.add_argument("--on", metavar="DATE", help="as of this day (default: today in Japan)")
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--propose", metavar="TOKEN", help="propose to erase what was shown with this token")
    one.add_argument("--sign", metavar="TOKEN", help="sign, as a second person, what was proposed, and erase it")
    one.add_argument("--commit", metavar="TOKEN", help="go on with an erasure that is signed and was interrupted")
    one.add_argument("--hold", metavar="CASE", help="put a case (its number) or device (its key) under a legal hold")
    one.add_argument("--lift", metavar="HOLD", type=int, help="lift the legal hold with this number")
    one.add_argument(
        "--end-use",
        metavar="WHAT",
        help="say that a case (its number), information:ID, incident:ID … is no longer used",
    )
    one.add_argument("--use-again", metavar="WHAT", help="say that it is used again: its period counts anew")
    parser.add_argument("--ended-on", metavar="DATE", help="with --end-use: the last day of use (default: today)")
    parser.add_argument("--reason", metavar="WORDS", default="", help="why it is held, or not any more")
    parser.add_argument("--comment", metavar="WORDS", default="", help="with --sign in the single-person mode")
    parser.add_argument("--as", dest="name", metavar="NAME", help="who does it; the password is asked for")
    parser.add_argument("--json", action="store_true", help="answer in JSON")
    parser.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of sentences")


def run(arguments: argparse.Namespace) -> int:
    """0: shown or done."""
    open_record()
    require_prepared()

    today = clock.today()
    on = day_of(arguments.on, "--on") or today
    if arguments.what == "backups":
        return backups(arguments, today)
    if arguments.propose or arguments.sign or arguments.commit:
        return _erase(arguments, min(on, today))
    if arguments.hold or arguments.lift:
        return _hold(arguments)
    if arguments.end_use or arguments.use_again:
        return _use(arguments, today)
    return _show(arguments, on)


def _erase(arguments: argparse.Namespace, on: date) -> int:
    from kizuki.actions.record.erase_expired import erase_expired
    from kizuki.actions.record.propose_erasure import propose_erasure, sign_erasure
    from kizuki.actions.verb import Actor

    lang: Lang = arguments.lang
    if arguments.propose:
        actor = acting(arguments.name)
        made = propose_erasure(arguments.propose, on=on, actor=actor)
        return _answer(arguments, {"proposed": made}, say("record.retention.proposed", lang, token=arguments.propose))
    token, actor = arguments.commit, Actor.program("retention")
    if arguments.sign:
        token = arguments.sign
        actor, password = signing_as(arguments.name)
        sign_erasure(token, password=password, comment=arguments.comment, on=on, actor=actor)
    erased = erase_expired(token, on=on, actor=actor)
    return _answer(arguments, {"erased": erased}, say("record.retention.erased", lang, texts=erased))


def _use(arguments: argparse.Namespace, today: date) -> int:
    from kizuki.actions.record.end_use import end_use
    from kizuki.store.access.seen import seen
    from kizuki.store.models import Case
    from kizuki.store.queries.viewer import PROGRAM

    actor = acting(arguments.name)
    what = arguments.end_use or arguments.use_again
    ended = (day_of(arguments.ended_on, "--ended-on") or today) if arguments.end_use else None
    case = seen(PROGRAM, Case).filter(number=what).first()
    end_use(f"case:{case.pk}" if case else what, ended, on=today, actor=actor)
    said = say(
        f"record.retention.{'use_ended' if ended else 'used_again'}", arguments.lang, what=what, on=ended or ""
    )
    return _answer(arguments, {"what": what, "ended_on": ended and ended.isoformat()}, said)


def _hold(arguments: argparse.Namespace) -> int:
    from kizuki.actions.record.hold_records import hold_records, lift_hold
    from kizuki.store.access.seen import seen
    from kizuki.store.models import Case, Device
    from kizuki.store.queries.viewer import PROGRAM

    actor = acting(arguments.name)
    if arguments.lift:
        lift_hold(arguments.lift, arguments.reason, actor=actor)
        said = say("record.retention.lifted", arguments.lang, hold=arguments.lift)
        return _answer(arguments, {"lifted": arguments.lift}, said)
    case = seen(PROGRAM, Case).filter(number=arguments.hold).first()
    device = None if case else seen(PROGRAM, Device).filter(key=arguments.hold).first()
    if not case and not device:
        raise Refused("--hold", f"there is no case and no device {arguments.hold}")
    made = hold_records(
        arguments.reason, case_id=case.pk if case else None, device_id=device.pk if device else None, actor=actor
    )
    said = say("record.retention.held", arguments.lang, what=arguments.hold, hold=made)
    return _answer(arguments, {"hold": made}, said)


def _show(arguments: argparse.Namespace, on: date) -> int:
    from kizuki.store.queries.retention import expired, kept_back, token_of
    from kizuki.store.queries.viewer import PROGRAM

    lang: Lang = arguments.lang
    rows, kept = expired(PROGRAM, on), kept_back(PROGRAM, on)
    if arguments.json:
        print_json({"on": on, "expired": rows, "kept": kept, "token": token_of(rows)})
        return 0
    lines = [
        say(
            "record.retention.row",
            lang,
            what=say(f"record.retention.owner.{row.owner}", lang, number=row.number),
            ended=row.ended_on,
            years=row.period.years,
            until=row.period.until,
            texts=row.texts,
            documents=row.documents,
        )
        for row in rows
    ]
    for one in kept:
        what = say(f"record.retention.owner.{one.owner}", lang, number=one.number)
        lines.append(say("record.retention.kept", lang, what=what, why=say(f"record.retention.why.{one.why}", lang)))
    last = say("record.retention.propose", lang, token=token_of(rows)) if rows else say("record.retention.none", lang)
    print_text("\n".join([*lines, last]))
    return 0


def _answer(arguments: argparse.Namespace, value: Mapping[str, object], said: str) -> int:
    if arguments.json:
        print_json(value)
    else:
        print_text(said)
    return 0
