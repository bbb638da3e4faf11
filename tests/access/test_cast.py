"""Those who are named see what is secret; for everybody else it is not counted, and what is public stays."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kizuki.store.queries.overview import our_devices
from tests.access.asking import page, routes, signed_in
from tests.access.cast import GONE, SEES, World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", SEES)
def test_those_who_are_named_see_it(world: World, name: str) -> None:
    """The doors that tell the others nothing tell them: what the others do not get is really there."""
    client = signed_in(world, name)
    telling = set()
    for route, places, fixed in routes():
        known = {place.removesuffix("_id"): place for place in places if place not in fixed}
        values = {place: world.secret.get(kind, world.public.get(kind, GONE)) for kind, place in known.items()}
        named = {
            "advisory": "KZK-2026-0001",
            "kind": "case",
            "number": world.secret["case"],
            "token": "9~x",
            "key": "x",
        }
        values |= {place: value for place, value in named.items() if place in places}
        status, body = page(client, reverse(route, kwargs=values | fixed))
        if status == 200 and any(word in body for word in world.words):
            telling.add(route)
    assert telling >= {
        "home",
        "case",
        "report",
        "finding",
        "information",
        "information-page",
        "incidents",
        "incident",
    }
    if name in ("writer", "safety_manager"):
        assert telling >= {"case-door", "information-door"}
    assert telling >= {
        "findings",
        "case-documents",
        "device-assessments",
        "desk",
        "hazards",
        "known",
        "embargo",
        "statement",
    }


def test_what_is_secret_is_counted_for_nobody_else(world: World) -> None:
    """The counts of the home page and of devices are those of a record in which it is not."""
    (seen,) = [row for row in our_devices(world.viewer("not_named")) if row.device.id == world.public["device"]]
    assert (seen.device.open_cases, len(seen.cases), len(seen.reports)) == (0, 0, 0)
    assert seen.device.affected == 1, "the public finding alone"
    (named,) = [row for row in our_devices(world.viewer("writer")) if row.device.id == world.public["device"]]
    assert (named.device.open_cases, len(named.cases)) == (2, 2)


def test_a_public_finding_stays_visible_and_names_no_secret_case(world: World) -> None:
    client = signed_in(world, "not_named")
    status, body = page(client, reverse("finding", args=[world.public["match"], world.public["release"]]))
    assert status == 200
    assert not [word for word in world.words if word in body]
