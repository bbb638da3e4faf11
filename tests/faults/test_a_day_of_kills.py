"""A day of the sample in minutes, with processes that are killed: no reminder is lost, and none repeated but the one
whose worker was killed between the mail server's word and the record's."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import pytest

from kizuki.store.record.clock import JAPAN
from tests.conftest import database_of_its_own
from tests.faults.day import PYTHON, Day, FastClock, Witness, surroundings
from tests.mail_server import MailBox, served
from tests.patience import PATIENCE, wait_until
from tests.web.serving import free_port
from tests.web.test_door_itself import alive

pytestmark = pytest.mark.skipif(not Path("/proc/net/tcp").is_file(), reason="finds senders in /proc")

SECONDS_OF_A_DAY = 360
"""Of the machine: its clock ticks six times meanwhile."""

SAMPLE = """
import sys
from kizuki.cli.main import main
sys.exit(main(["sample", "--password", "a password of the sample"]))
"""
MOVE_IN = """
from kizuki.store.record.opening import open_record; open_record()
from kizuki.actions.people.set_mail_address import set_mail_address
from kizuki.actions.verb import Actor
from kizuki.store.models import User
for person in User.objects.order_by("pk"):
    set_mail_address(person.pk, f"{person.sign_in_name}@example.jp", actor=Actor.program("test"))
print(User.objects.count())
"""
LOOK = """
import json
from kizuki.store.record.opening import open_record, require_prepared
open_record(); require_prepared()
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import AuditEntry, DutyCall, Notice
from kizuki.store.work.asking import unfinished
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.work.standing import standing_work
entries = AuditEntry.objects.filter(verb="send_notice").values_list("subjects", flat=True)
print(json.dumps({"faults": [fault.code for fault in verify_record().faults],
    "notices": list(Notice.objects.values_list("key", "kind")),
    "unsent": Notice.objects.filter(sent_at=None).count(),
    "kept": sorted(one for row in entries for one in json.loads(row) if one.startswith("notice:")),
    "asked": sorted(f"notice:{pk}" for pk in Notice.objects.values_list("pk", flat=True)),
    "dead": [(one.kind, one.error) for one in standing_work(PROGRAM).failed],
    "waits": len(unfinished("")),
    "calls": [(one.case_id, one.number, one.called_at.isoformat()) for one in DutyCall.objects.order_by("number")]}))
"""


def _run(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run([PYTHON, *words], env=environment, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    return done.stdout


def message_id(key: str) -> str:
    """As RFC 5322 has it; the same for the same notice."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@example.jp>"


@contextmanager
def _copied(url: str, folder: Path, server_url: Callable[[str], str] | None) -> Iterator[str]:
    """The URL of a copy of a record that nobody has open."""
    if server_url is None:
        yield f"sqlite://{shutil.copy(url.removeprefix('sqlite://'), folder / 'calm.sqlite3')}"
        return
    with database_of_its_own(server_url, urlparse(url).path.lstrip("/")) as copied:
        yield copied


def of_a_calm_day(url: str, folder: Path, day: datetime) -> set[str]:
    """The reminders and digests of a day on which nobody is killed: one worker at midnight, and again at seven."""
    with served(MailBox()) as box:
        for hour in (0, 7):
            clock = FastClock(day + timedelta(hours=hour, minutes=1), 0)
            _run(surroundings(url, folder, box, clock), "-m", "kizuki.worker", "--until-idle")
        sent = [str(mail["Message-ID"]) for mail in box.mails]
        looked = json.loads(_run(surroundings(url, folder, box, clock), "-c", LOOK))
    assert max(Counter(sent).values()) == 1
    wanted = {message_id(key) for key, kind in looked["notices"] if kind in ("reminder", "digest")}
    assert wanted <= set(sent)
    return wanted


@dataclass(frozen=True)
class Plan:
    """What happens on the day: from when on, how fast, and who is killed when.

    `kills_at` are hours of the day, `kills_after` numbers of mails after which a worker is killed at some moment of the
    next; of those of `on_taking` it is killed when the mail is taken and before it hears so.
    """

    begins: datetime
    speed: float
    ends_at_hour: float
    kills_at: tuple[float, ...] = ()
    kills_after: tuple[int, ...] = ()
    on_taking: tuple[int, ...] = ()
    chance: random.Random = field(default_factory=lambda: random.Random(7))

    def kills(self) -> int:
        return len(self.kills_at) + len(self.kills_after) + len(self.on_taking)


def _live_through(plan: Plan, url: str, folder: Path, wanted: set[str]) -> tuple[dict[str, Any], Witness, set[int]]:
    with served(Witness()) as box:
        clock, port = FastClock(plan.begins, plan.speed), free_port()
        box.day = day = Day(url, folder, box, clock, port)
        box.dies_on = set(plan.on_taking)
        at, after = list(plan.kills_at), list(plan.kills_after)
        limit = time.monotonic() + PATIENCE
        while at or after or box.dies_on or clock.seconds_at(plan.ends_at_hour) > 0 or not wanted <= box.ids():
            assert time.monotonic() < limit, f"left: {at}, {after}, {box.dies_on}, {len(wanted - box.ids())} mails"
            day.look_after()
            # Where nobody is there to be killed, whoever comes next is.
            if at and clock.seconds_at(at[0]) <= 0 and _killed_one(day, plan.chance, [*day.workers(), *day.pages()]):
                at.pop(0)
            if after and len(box.taken) >= after[0]:
                time.sleep(plan.chance.random() * 0.2)
                if _killed_one(day, plan.chance, day.workers()):
                    after.pop(0)
            time.sleep(0.02)
        environment = surroundings(url, folder, box, clock)
        wait_until(lambda: _is_idle(day, environment), "every mail that was asked for is sent")
        wait_until(lambda: _answers(port), "the pages answer")
        day.end()
        looked: dict[str, Any] = json.loads(_run(environment, "-c", LOOK))
    wait_until(lambda: alive(folder) == [], "no process outlives the day")
    return looked, box, day.killed


def _is_idle(day: Day, environment: dict[str, str]) -> bool:
    day.look_after()
    looked = json.loads(_run(environment, "-c", LOOK))
    return not looked["unsent"] and not looked["waits"]


def _killed_one(day: Day, chance: random.Random, victims: list[int]) -> bool:
    # One that was killed a moment ago may stand in /proc still.
    able = [one for one in victims if one not in day.killed]
    if able:
        day.kill(chance.choice(able))
    return bool(able)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=PATIENCE) as page:
            return bool(page.status == 200)
    except OSError:
        return False


def _unexplained(looked: dict[str, Any], box: Witness, killed: set[int]) -> list[tuple[str, int]]:
    """Mails that were taken once more, but for the last of its lane that a process handed in before it was killed."""
    kinds = {message_id(key): "calls" if kind == "call" else "mails" for key, kind in looked["notices"]}
    last = {(sender, kinds[mail]): place for place, (mail, sender) in enumerate(box.taken)}
    newest = {mail: place for place, (mail, _) in enumerate(box.taken)}
    return [
        (mail, sender)
        for place, (mail, sender) in enumerate(box.taken)
        if place != newest[mail] and not (sender in killed and last[sender, kinds[mail]] == place)
    ]


def _nothing_is_lost_or_repeated(looked: dict[str, Any], box: Witness, killed: set[int], wanted: set[str]) -> None:
    asked = {message_id(key) for key, _ in looked["notices"]}
    told = {message_id(key) for key, kind in looked["notices"] if kind in ("reminder", "digest")}
    assert told == wanted, "the same reminders as on a day on which nobody is killed"
    assert box.ids() == asked
    assert _unexplained(looked, box, killed) == []
    assert looked["kept"] == looked["asked"], "the record says of each once that it was sent"
    assert (looked["faults"], looked["dead"], looked["unsent"], looked["waits"]) == ([], [], 0, 0)
    by_case: dict[int, list[datetime]] = {}
    for case, _, at in looked["calls"]:
        by_case.setdefault(case, []).append(datetime.fromisoformat(at))
    assert by_case
    for calls in by_case.values():
        assert all(later - earlier >= timedelta(minutes=30) for earlier, later in pairwise(calls))


def _tomorrow() -> datetime:
    """Its midnight in Japan: nothing in the record is later."""
    return datetime.now(JAPAN).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _moved_in(url: str) -> str:
    environment = {**os.environ, "DATABASE_URL": url}
    _run(environment, "-c", SAMPLE)
    assert int(_run(environment, "-c", MOVE_IN)) == 4
    return url


def test_of_a_morning_with_three_kills_every_reminder_comes(
    prepared_database_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url, server = _moved_in(prepared_database_url), _server_of(request, prepared_database_url)
    day = _tomorrow()
    with _copied(url, tmp_path, server) as copied:
        wanted = of_a_calm_day(copied, tmp_path, day)
    plan = Plan(day + timedelta(hours=7), 60, 7.1, kills_after=(4, 15), on_taking=(9,))
    looked, box, killed = _live_through(plan, url, tmp_path, wanted)
    assert len(killed) == plan.kills()
    _nothing_is_lost_or_repeated(looked, box, killed, wanted)
    assert len(box.taken) > len(box.ids()), "whose worker was killed before it heard that it was taken is sent again"


@pytest.mark.prove
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize("seed", [20261130])
def test_of_a_day_with_ten_kills_every_reminder_comes(
    tmp_path: Path, request: pytest.FixtureRequest, kind: str, seed: int
) -> None:
    chance, day = random.Random(seed), _tomorrow()
    with _prepared(kind, tmp_path, request) as url:
        server = _server_of(request, _moved_in(url))
        with _copied(url, tmp_path, server) as copied:
            wanted = of_a_calm_day(copied, tmp_path, day)
        most = len(wanted) - 5
        plan = Plan(
            day,
            24 * 3600 / SECONDS_OF_A_DAY,
            24,
            kills_at=tuple(sorted(chance.uniform(0.5, 23) for _ in range(4))),
            kills_after=tuple(sorted(chance.sample(range(2, most), 4))),
            on_taking=tuple(sorted(chance.sample(range(2, most), 2))),
            chance=chance,
        )
        looked, box, killed = _live_through(plan, url, tmp_path, wanted)
        assert len(killed) == 10
        _nothing_is_lost_or_repeated(looked, box, killed, wanted)


def _server_of(request: pytest.FixtureRequest, url: str) -> Callable[[str], str] | None:
    if url.startswith("sqlite"):
        return None
    found: Callable[[str], str] = request.getfixturevalue("server_url")
    return found


@contextmanager
def _prepared(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database of this kind, whichever the run of the tests is for: `kizuki sample` prepares it."""
    if kind == "sqlite":
        yield f"sqlite://{folder / 'kizuki.sqlite3'}"
        return
    with database_of_its_own(request.getfixturevalue("server_url"), "template1") as url:
        yield url
