"""The process of pages looks every minute whether the installation works, and mails what does not.

Nobody need open a page to learn that the worker is silent.
"""

from __future__ import annotations

import logging
import smtplib
import threading
import time

from django.db import DatabaseError, connection

from kizuki.actions.notices.tell_alarms import tell_alarms
from kizuki.actions.verb import Actor
from kizuki.core.refusal import Refused
from kizuki.store.queries.health import Alarm, alarms
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record import clock

LOOK_SECONDS = 60.0

log = logging.getLogger("kizuki.watching")


class Watch:
    """Tells what was wrong at two looks in a row: a worker that is started anew is no news."""

    def __init__(self) -> None:
        self._before: frozenset[str] = frozenset()

    def look(self) -> int:
        """Look once. Returns how many mails were sent."""
        now = clock.now()
        found = alarms(PROGRAM, now)
        lasting = tuple(one for one in found if one.code in self._before)
        self._before = frozenset(one.code for one in found)
        return tell_alarms(_by_code(lasting), now, actor=Actor.program("server"))


def _by_code(found: tuple[Alarm, ...]) -> tuple[Alarm, ...]:
    return tuple(sorted(found, key=lambda one: one.code))


def begin() -> None:
    """In a thread of this process, until it ends."""
    threading.Thread(target=watch, daemon=True, name="watch").start()


def watch() -> None:
    """Look for ever, whatever one look meets."""
    watching = Watch()
    while True:
        time.sleep(LOOK_SECONDS)
        try:
            watching.look()
        except (Refused, DatabaseError, OSError, smtplib.SMTPException) as fault:
            # The next look tries again; the pages say it meanwhile.
            log.warning("what does not work could not be told by mail: %s", type(fault).__name__)
        except Exception:  # Nothing that one look meets may end the looking: nobody would see that it stopped.
            log.exception("a look at what does not work failed")
        finally:
            connection.close()
