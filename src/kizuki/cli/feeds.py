"""`kizuki feeds`: how the feeds stand; fetch them, load them from files, carry them to a machine without a network."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kizuki.cli.days import day_of
from kizuki.cli.feeds_page import status_json, status_page
from kizuki.cli.output import print_json, print_text
from kizuki.core.glossary import Lang, say
from kizuki.core.refusal import Refused
from kizuki.gateways.bundles import make_key_pair, read_private_key, read_public_key
from kizuki.gateways.http import Client, Connection, FetchFailed
from kizuki.store.record import clock
from kizuki.store.record.opening import open_record, prepare_record, require_prepared

if TYPE_CHECKING:
    from kizuki.actions.feeds.record_feed_run import Tally


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`status`, `fetch CODE…`, `load PATH…`, `vex FILE…`, `key FILE`, `bundle OUT`, `import BUNDLE`, `enter`."""
    actions = parser.add_subparsers(dest="feeds_action", metavar="ACTION", required=True)
    actions.add_parser("status", help="what is held, how old it is, what went wrong")
    fetch = actions.add_parser("fetch", help="fetch feeds now, from where they stand")
    fetch.add_argument("codes", nargs="+", metavar="CODE", help="nvd, osv, cve, jvn, kev, epss, csaf, endoflife")
    load = actions.add_parser("load", help="a first load from files or folders")
    load.add_argument("paths", nargs="+", metavar="PATH", help="as for kizuki match --advisories")
    vex = actions.add_parser("vex", help="keep what suppliers state (VEX): beside the findings, never a verdict")
    vex.add_argument("paths", nargs="+", metavar="FILE", help="OpenVEX, CSAF or CycloneDX")
    key = actions.add_parser("key", help="make a pair of keys: FILE signs, FILE.pub is trusted")
    key.add_argument("file", metavar="FILE", type=Path)
    bundle = actions.add_parser("bundle", help="write what is held into a signed bundle")
    bundle.add_argument("out", metavar="OUT", type=Path)
    bundle.add_argument("--sign", metavar="KEY", type=Path, required=True, help="the private key")
    bundle.add_argument("--only", nargs="+", default=[], metavar="CODE", help="these feeds only")
    taken = actions.add_parser("import", help="keep what a signed bundle holds; needs no network")
    taken.add_argument("bundle", metavar="BUNDLE", type=Path)
    taken.add_argument("--trust", nargs="+", metavar="KEY", type=Path, required=True, help="public keys")
    taken.add_argument("--older", action="store_true", help="also where it is older than what is held")
    _add_enter(actions.add_parser("enter", help="enter a vulnerability that no feed has"))
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true", help="answer in JSON")
        action.add_argument("--lang", choices=("ja", "en"), default="ja", help="language of sentences")


def _add_enter(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--summary", required=True, help="what it is, in a sentence")
    parser.add_argument("--sort", required=True, help="own_code, open_port, default_password, configuration …")
    parser.add_argument(
        "--known-on",
        "--found-on",
        required=True,
        metavar="DATE",
        help="first day on which anybody of the company knew",
    )
    parser.add_argument("--published-on", metavar="DATE", help="day on which it was made public, where it was")
    for name, told in (("details", "more words"), ("maker", "of the product"), ("product", "that has it"),
                       ("versions", "such as '< 2.0'"), ("vector", "CVSS vector")):  # fmt: skip
        parser.add_argument(f"--{name}", default="", help=told)
    parser.add_argument("--reference", action="append", default=[], metavar="URL")


def run(arguments: argparse.Namespace) -> int:
    """0: done, or told; 1: a feed could not be fetched."""
    if arguments.feeds_action == "key":
        public = make_key_pair(arguments.file)
        return _answer(arguments, {"private": str(arguments.file), "public": str(public)}, str(public))
    open_record()
    if arguments.feeds_action in ("load", "vex", "import"):
        prepare_record(_tell)
    else:
        require_prepared()
    action = {
        "status": _status,
        "fetch": _fetch,
        "load": _load,
        "vex": _vex,
        "bundle": _bundle,
        "import": _import,
        "enter": _enter,
    }[arguments.feeds_action]
    return action(arguments)


def _status(arguments: argparse.Namespace) -> int:
    from kizuki.store.queries.feeds import feeds, search_told
    from kizuki.store.queries.viewer import Viewer

    now, lang = clock.now(), arguments.lang
    viewer = Viewer(None, "program", lang)
    rows, searched = feeds(viewer, now), search_told(viewer)
    return _answer(arguments, status_json(rows, now, searched), status_page(rows, searched, lang))


def _fetch(arguments: argparse.Namespace) -> int:
    from django.conf import settings

    from kizuki.actions.feeds.configure_feeds import configure_feeds
    from kizuki.actions.feeds.fetch_feed import CLIENTS, fetch_feed
    from kizuki.actions.verb import Actor

    for code in arguments.codes:
        if code not in CLIENTS:
            raise Refused("CODE", f"{code} is no feed: {', '.join(CLIENTS)}")
        if code == "csaf" and not settings.FEEDS["csaf"]["parts"]:
            raise Refused("KIZUKI_CSAF_PROVIDERS", "names no provider-metadata.json")
    actor = Actor.program("feeds")
    configure_feeds(settings.FEEDS, actor=actor)
    client, failed = Client(Connection.from_environment()), False
    answers: dict[str, Any] = {}
    for code in arguments.codes:
        try:
            tally = fetch_feed(
                code,
                settings.FEEDS[code],
                client,
                now=clock.now(),
                actor=actor,
                tell=partial(_tell_of, code),
            )
            answers[code] = _tally_json(tally)
        except FetchFailed as fault:
            failed = True
            answers[code] = {"error": fault.code, "detail": str(fault)}
            _tell(f"{code}: {say(f'feeds.error.{fault.code}', arguments.lang)} ({fault.url} {fault.detail})".rstrip())
    client.close()
    _answer(arguments, answers, _tallies_page(answers, arguments.lang))
    return 1 if failed else 0


def _load(arguments: argparse.Namespace) -> int:
    from django.conf import settings

    from kizuki.actions.feeds.load_feeds import load_feeds
    from kizuki.actions.verb import Actor

    tallies = load_feeds(arguments.paths, settings.FEEDS, now=clock.now(), actor=Actor.program("feeds"), tell=_tell)
    answers = {code: _tally_json(tally) for code, tally in tallies.items()}
    return _answer(arguments, answers, _tallies_page(answers, arguments.lang))


def _vex(arguments: argparse.Namespace) -> int:
    from kizuki.actions.feeds.keep_supplier_statements import keep_supplier_statements
    from kizuki.actions.verb import Actor
    from kizuki.gateways.files import read_document

    answers: dict[str, dict[str, int]] = {}
    for name in arguments.paths:
        try:
            kept = keep_supplier_statements(read_document(name).content, actor=Actor.program("feeds"))
        except Refused as refused:
            raise refused.in_file(name) from None
        answers[name] = {"new": kept.new, "unclear": kept.unclear, "again": kept.again}
    lines = [say("feeds.cli.vex", arguments.lang, file=name, **told) for name, told in answers.items()]
    return _answer(arguments, answers, "\n".join(lines))


def _bundle(arguments: argparse.Namespace) -> int:
    from kizuki.actions.feeds.carrying_feeds import bundle_feeds
    from kizuki.core.feeds import terms_of

    for code in arguments.only:
        terms_of(code)
    key = read_private_key(arguments.sign)
    count = bundle_feeds(arguments.out, key, now=clock.now(), codes=arguments.only)
    told = say("feeds.cli.bundled", arguments.lang, count=count, file=arguments.out)
    return _answer(arguments, {"file": str(arguments.out), "documents": count}, told)


def _import(arguments: argparse.Namespace) -> int:
    from django.conf import settings

    from kizuki.actions.feeds.carrying_feeds import import_bundle
    from kizuki.actions.verb import Actor

    trusted = [read_public_key(path) for path in arguments.trust]
    tallies = import_bundle(
        arguments.bundle,
        trusted,
        settings.FEEDS,
        now=clock.now(),
        older=arguments.older,
        actor=Actor.program("feeds"),
        tell=_tell,
    )
    answers = {code: _tally_json(tally) for code, tally in tallies.items()}
    return _answer(arguments, answers, _tallies_page(answers, arguments.lang))


def _enter(arguments: argparse.Namespace) -> int:

    from kizuki.actions.feeds.enter_vulnerability import VulnerabilityEntry, enter_vulnerability
    from kizuki.actions.verb import Actor

    known_on = day_of(arguments.known_on, "--known-on")
    if known_on is None:
        raise Refused("--known-on", "is needed")
    entry = VulnerabilityEntry(
        summary=arguments.summary,
        sort=arguments.sort,
        known_on=known_on,
        published_on=day_of(arguments.published_on, "--published-on"),
        details=arguments.details,
        maker=arguments.maker,
        product=arguments.product,
        versions=arguments.versions,
        vector=arguments.vector,
        references=tuple(arguments.reference),
    )
    number = enter_vulnerability(entry, on=clock.today(), actor=Actor.program("feeds"))
    return _answer(arguments, {"number": number}, number)


def _tally_json(tally: Tally) -> dict[str, Any]:
    return {
        "pages": tally.pages,
        "changed": tally.changed,
        "standing": tally.standing,
        "refused": tally.refused,
        "problems": tally.problems,
    }


def _tallies_page(answers: dict[str, Any], lang: Lang) -> str:
    lines = []
    for code, row in answers.items():
        if "error" in row:
            lines.append(f"{code}  {say('feeds.error.' + row['error'], lang)}")
            continue
        counts = {name: f"{row[name]:,}" for name in ("changed", "standing", "refused")}
        lines.append(f"{code}  {say('feeds.cli.tally', lang, **counts)}")
        lines += [f"    {problem}" for problem in row["problems"][:10]]
    return "\n".join(lines)


def _answer(arguments: argparse.Namespace, value: Any, page: str) -> int:
    if arguments.json:
        print_json(value)
    else:
        print_text(page)
    return 0


def _tell_of(code: str, line: str) -> None:
    _tell(f"{code} {line}")


def _tell(line: str) -> None:
    """Progress goes to standard error."""
    sys.stderr.buffer.write(f"kizuki: {line}\n".encode())
    sys.stderr.buffer.flush()
