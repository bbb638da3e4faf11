"""`kizuki run`: the web server, with one embedded worker beside it on SQLite."""

from __future__ import annotations

import argparse
import socket
import sys

from kizuki.cli.bringing_up import bring_up, tell_where_keys_stand
from kizuki.cli.keeping_up import commands_of, keep_up
from kizuki.core.refusal import Refused
from kizuki.store.record.opening import open_record, prepare_record
from kizuki.store.record.parent import end_with_parent


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`[--host ADDRESS] [--port N] [--no-worker]`."""
    parser.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="port to listen on (8000)")
    parser.add_argument("--no-worker", action="store_true", help="without the background worker")


def run(arguments: argparse.Namespace) -> int:
    """Prepare the database and the static files, then serve until asked to stop; 1 where the server ended by itself."""
    end_with_parent()
    _require_free(arguments.host, arguments.port)
    open_record()
    prepare_record(_tell)
    bring_up(_tell)
    tell_where_keys_stand(_tell)
    _collect_static_files()
    commands = {"server": _server(arguments.host, arguments.port)}
    if _embeds_worker() and not arguments.no_worker:
        commands["worker"] = [sys.executable, "-m", "kizuki.worker"]
    _offer_first_run(f"http://{arguments.host}:{arguments.port}")
    _tell(f"http://{arguments.host}:{arguments.port}/ (Ctrl+C ends it)")
    return keep_up(commands_of(commands), _tell)


def _require_free(host: str, port: int) -> None:
    if not 1 <= port <= 65535:
        raise Refused("--port", f"{port} is not a port (1 to 65535)")
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as fault:
        raise Refused("--port", f"cannot listen on {host}:{port}: {(fault.strerror or str(fault)).lower()}") from None


def _collect_static_files() -> None:
    """Into the folder that the server reads at its start; `Refused` names a file that is missing."""
    from django.conf import settings
    from django.core.management import call_command

    try:
        call_command("collectstatic", interactive=False, verbosity=0)
    except OSError as fault:
        place = str(fault.filename or settings.STATIC_ROOT)
        raise Refused("", (fault.strerror or str(fault)).lower(), file=place) from None


def _server(host: str, port: int) -> list[str]:
    """The server's own command: doors are started by name, never imported."""
    return [sys.executable, "-m", "kizuki.web", host, str(port)]


def _embeds_worker() -> bool:
    from django.db import connection

    return connection.vendor == "sqlite"


def _offer_first_run(here: str) -> None:
    """While nobody is registered: the one-time address of the page that makes the company."""
    from django.conf import settings
    from django.db import connection

    from kizuki.actions.people.offer_first_run import offer_first_run
    from kizuki.actions.verb import Actor

    try:
        token = offer_first_run(actor=Actor.program("server"))
    finally:
        connection.close()
    if token is not None:
        _tell("nobody is registered yet; whoever opens this address within a day makes the company, once:")
        _tell(f"{settings.ADDRESS or here}/first-run/{token}")
        _tell("`kizuki init` does the same at a terminal; `kizuki sample` loads a sample portfolio instead")


def _tell(line: str) -> None:
    """Progress goes to standard error."""
    sys.stderr.write(f"kizuki: {line}\n")
    sys.stderr.flush()
