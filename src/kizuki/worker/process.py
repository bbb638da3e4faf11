"""The worker as a process: opens the record, works through the lanes, stops between two steps when asked to."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Event

from kizuki.core.refusal import Refused
from kizuki.store.record import clock
from kizuki.store.record.log_lines import WithoutWords
from kizuki.store.record.opening import open_record, require_prepared
from kizuki.store.record.parent import end_with_parent
from kizuki.store.record.stopping import stop_sign
from kizuki.worker.lock import only_worker


def main(words: Sequence[str]) -> int:
    """Work until SIGTERM or SIGINT; 2 where the record cannot be used or another worker serves it."""
    parser = argparse.ArgumentParser(prog="kizuki worker")
    parser.add_argument("--until-idle", action="store_true", help="stop when no task is ready")
    arguments = parser.parse_args(words)
    stop = stop_sign()
    end_with_parent()
    try:
        _serve(stop, until_idle=arguments.until_idle)
    except Refused as refusal:
        sys.stderr.write(f"kizuki: {refusal}\n")
        return 2
    return 0


def _serve(stop: Event, *, until_idle: bool) -> None:
    open_record()
    from django.db import connection

    if connection.vendor == "postgresql":
        _end_what_stands_still()
    require_prepared()
    log = _told_on_standard_error()

    from django.conf import settings
    from django.db import DatabaseError

    from kizuki.actions.feeds.configure_feeds import configure_feeds
    from kizuki.actions.tasks import HANDLERS, WORKER
    from kizuki.store.record.heartbeat import leave
    from kizuki.store.work import outbox
    from kizuki.worker import on_postgresql, on_sqlite

    with ExitStack() as held:
        if connection.vendor == "sqlite":
            held.enter_context(only_worker(Path(str(connection.settings_dict["NAME"]))))
            outbox.take_over()
        _bring_up_to_date(stop, log)
        configure_feeds(settings.FEEDS, actor=WORKER)
        log.info("ready")
        serve = on_sqlite.serve if connection.vendor == "sqlite" else on_postgresql.serve
        serve(HANDLERS, stop, until_idle=until_idle, every_minute=_each_minute)
        # Where there is no database any more, whoever looks sees an old sign, and rightly.
        with suppress(DatabaseError):
            leave()


def _end_what_stands_still() -> None:
    """A worker that is stopped within a transaction holds its locks: the server ends that one after a minute."""
    from django.db import connection

    options = connection.settings_dict.setdefault("OPTIONS", {})
    options["options"] = f"{options.get('options', '')} -c idle_in_transaction_session_timeout=60000".strip()


def _each_minute() -> None:
    from kizuki.actions.duty.call_duty import schedule_calls
    from kizuki.actions.feeds.schedule_feeds import schedule_feeds
    from kizuki.actions.notices.schedule_notices import schedule_notices
    from kizuki.actions.tasks import WORKER

    schedule_calls(clock.now(), actor=WORKER)
    schedule_feeds(clock.now(), actor=WORKER)
    schedule_notices(clock.now(), actor=WORKER)


def _bring_up_to_date(stop: Event, log: logging.Logger) -> None:
    """Every case has its obligations before any work is done on it; one that is asked to stop stops between two cases."""

    from kizuki.actions.record.bringing_up_to_date import bring_up_to_date
    from kizuki.worker.loop import Stopped

    def between() -> None:
        if stop.is_set():
            raise Stopped

    try:
        done = bring_up_to_date(on=clock.today(), tell=log.info, between=between)
    except Stopped:
        return
    if done.changed:
        log.info(done.said())


def _told_on_standard_error() -> logging.Logger:
    """Ours from INFO on; of the queue and its connections only what goes wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WithoutWords("%(asctime)s %(name)s: %(message)s"))
    levels = {"kizuki.worker": logging.INFO, "procrastinate": logging.ERROR, "psycopg.pool": logging.ERROR}
    for name, level in levels.items():
        log = logging.getLogger(name)
        log.addHandler(handler)
        log.setLevel(level)
        log.propagate = False
    return logging.getLogger("kizuki.worker")
