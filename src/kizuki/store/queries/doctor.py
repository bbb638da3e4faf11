"""What is wrong with an installation, as far as its record and its settings tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings

from kizuki.store.access.seen import seen
from kizuki.store.models import User
from kizuki.store.notices.calling import turn_at
from kizuki.store.queries.health import alarms
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record import clock
from kizuki.store.record.upkeep import least_room
from kizuki.store.sealing.places import beside_the_record

POSTS = ("general_manager", "safety_manager")


@dataclass(frozen=True, slots=True)
class Ailment:
    """One thing that is wrong: its code (`doctor.<code>` in the glossary, `health.<alarm>` for an alarm of the pages)
    with the values of its sentence."""

    code: str
    values: dict[str, object] = field(default_factory=dict)


def ailments(now: datetime) -> tuple[Ailment, ...]:
    """Everything that is wrong, the files first; empty where nothing is."""
    return (*_files(), *_people(), *_outlets(now), *_running(now))


def _files() -> Iterator[Ailment]:
    beside = beside_the_record()
    if beside is not None:
        yield Ailment("keys_beside", {"where": str(beside)})
    if not Path(settings.NODE_MODULES).is_dir():
        yield Ailment("assets", {"where": str(settings.NODE_MODULES)})
    if clock.shift():
        yield Ailment("clock", {"by": clock.shift_written()})


def _people() -> Iterator[Ailment]:
    held = set(seen(PROGRAM, User).filter(is_active=True).values_list("role", flat=True))
    if not held:
        yield Ailment("nobody")
        return
    for role in POSTS:
        if role not in held:
            yield Ailment("no_manager", {"role": role})


def _outlets(now: datetime) -> Iterator[Ailment]:
    if settings.MAIL is None:
        yield Ailment("no_mail")
        if not settings.WEBHOOKS:
            yield Ailment("no_calls")
    else:
        without = seen(PROGRAM, User).filter(is_active=True, mail="").exclude(role="auditor").count()
        if without:
            yield Ailment("no_address", {"count": without})
        if not settings.ADDRESS:
            yield Ailment("no_pages_address")
    if settings.ADDRESS and not settings.ADDRESS.startswith("https://"):
        yield Ailment("plain_address")
    if settings.ADDRESS.startswith("https://") and not settings.PROXIES:
        yield Ailment("no_proxies")
    if turn_at(now) is None:
        yield Ailment("no_duty")


def _running(now: datetime) -> Iterator[Ailment]:
    for alarm in alarms(PROGRAM, now):
        room = least_room() if alarm.code == "disk_full" else None
        if room is not None:
            yield Ailment("disk", {"where": str(room.folder), "free": room.free})
            continue
        yield Ailment("alarm", {"alarm": alarm.code, "count": alarm.count})
