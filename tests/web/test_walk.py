"""Every verb that a person runs is reached from 今日 by links alone, by somebody of a role that may run it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from kizuki.core.people import ROLES, may
from kizuki.store.models import User
from kizuki.store.record import clock
from kizuki.web.doors.every import DOORS
from tests.actions.office import person
from tests.actions.record import rolled_back
from tests.shape.reading_code import verbs
from tests.web.doors_of_verbs import (
    AFTER_A_DOOR,
    ALONG_THE_WAY,
    AT_THE_TERMINAL_STILL,
    BEFORE_TODAY,
    BY_A_HOSPITAL,
    FORMS,
    OF_THE_INSTALLATION,
    OF_THE_WORKER,
)
from tests.web.walk import NOT_WALKED, SAME_EVERYWHERE, Walk
from tests.web.walk_more_scenes import SCENES

BOTH = ("safety_manager", "general_manager")
WALKED_BY = {"ended": BOTH[:1], "signatures": BOTH[1:], "register": BOTH[1:], "outside": BOTH[:1]}
"""Who walks a scene; both, where it does not say otherwise. Each waits for somebody else than who began it."""


@contextmanager
def the_day(scene: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The record of a scene on its day, and nothing of it afterwards."""
    with rolled_back():
        day = SCENES[scene]()
        for name, module in list(sys.modules.items()):
            if name.startswith("kizuki.web.") and name != "kizuki.web.today" and hasattr(module, "today"):
                monkeypatch.setattr(module, "today", lambda: day)
        with clock.standing_at(datetime(day.year, day.month, day.day, 3, tzinfo=UTC)):
            yield


def walked(role: str, scene: str = "office", *, opens_doors: bool = False) -> Walk:
    """How far one person of this role comes."""
    found = User.objects.filter(role=role).first()
    number = found.pk if found else int(person(f"a {role}".replace("_", " "), role).code.removeprefix("user:"))
    client, elsewhere = Client(), Client()
    # At two machines at once: what ends the other one's session is there too.
    for one in (elsewhere, client):
        one.force_login(get_user_model()._default_manager.get(pk=number))
    told = NOT_WALKED if scene == "office" else NOT_WALKED | SAME_EVERYWHERE
    return Walk(client, not_walked=set(told), opens_doors=opens_doors).go()


def told_by(walk: Walk, role: str) -> set[str]:
    """The verbs that this person may run and has come to."""
    by_door = {verb for key in walk.doors if key in DOORS for verb in DOORS[key].verbs}
    by_form = {verb for verb, (route, *fields) in FORMS.items() if walk.shows(route, *fields)}
    return {verb for verb in by_door | by_form if may(role, verb)}


def test_every_verb_of_a_person_has_its_door_and_every_other_says_why_not() -> None:
    by_door = {verb for door in DOORS.values() for verb in door.verbs}
    alone = [BEFORE_TODAY, ALONG_THE_WAY, OF_THE_WORKER, OF_THE_INSTALLATION, BY_A_HOSPITAL, AT_THE_TERMINAL_STILL]
    said = [by_door | set(FORMS), *map(set, alone)]
    assert set.union(*said) == set(verbs())
    assert sum(map(len, said)) == len(verbs()), "a verb has one answer"
    assert not AT_THE_TERMINAL_STILL


def test_every_verb_is_reached_from_today_by_links_alone(
    db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL = object()  # A mail server is named, and nothing is sent to it.
    reached, wrong = set[str](), list[str]()
    for scene in SCENES:
        with the_day(scene, monkeypatch):
            for role in WALKED_BY.get(scene, BOTH):
                walk = walked(role, scene, opens_doors=(scene, role) == ("office", BOTH[0]))
                reached |= told_by(walk, role)
                wrong += [f"{scene}, {role}: {line}" for line in walk.wrong]
    reached |= {verb for verb, door in AFTER_A_DOOR.items() if door in reached}
    wanted = {verb for door in DOORS.values() for verb in door.verbs} | set(FORMS)
    assert (sorted(wanted - reached), wrong) == ([], [])


@pytest.mark.prove
def test_no_link_leads_anybody_where_they_may_not_go(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with the_day("office", monkeypatch):
        walks: dict[str, Any] = {role: walked(role, opens_doors=True) for role in ROLES if role not in BOTH}
    assert {role: walk.wrong for role, walk in walks.items() if walk.wrong} == {}
    assert {role for role, walk in walks.items() if not told_by(walk, role)} <= {"auditor"}
