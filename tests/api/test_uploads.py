"""A list that a build pipeline hands in is a job, taken once, in the name of whose token it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from kizuki.actions.people.set_product_scope import set_product_scope
from kizuki.actions.tasks import HANDLERS
from kizuki.store.models import AuditEntry, Device, Release, Unit
from tests.access.cast import World
from tests.actions.record import TESTER, library, sbom
from tests.api.conftest import API, Program
from tests.asked_work import asked_of

pytestmark = pytest.mark.django_db

LIST = sbom(library("jinja2", "3.1.0"))


def key(world: World) -> str:
    return str(Device.objects.get(pk=world.public["device"]).key)


def worked() -> None:
    """As the worker does it."""
    for args in asked_of("take_upload"):
        HANDLERS["take_upload"](args, lambda: None)


def handed_in(asker: Program, device: str, content: bytes = LIST, version: str = "10.0") -> Any:
    return asker.post(f"/uploads/sbom?device={device}&version={version}", content, "application/octet-stream")


def test_a_component_list_becomes_a_release_in_the_name_of_the_owner(
    world: World, of: Callable[..., Program]
) -> None:
    asker = of("safety_manager", "upload")
    answer = handed_in(asker, key(world))
    assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
    assert not Release.objects.filter(version="10.0").exists()
    worked()
    job = asker.get(answer.headers["Location"].removeprefix(API)).json()
    assert (job["state"], job["kept"]) == ("done", Release.objects.get(version="10.0").pk)
    entry = AuditEntry.objects.filter(verb="register_release").order_by("-seq")[0]
    assert entry.actor == f"user:{world.users['safety_manager']}"


def test_the_same_list_twice_is_one_release_and_a_job_taken_twice_is_done_once(
    world: World, of: Callable[..., Program]
) -> None:
    asker = of("safety_manager", "upload")
    for _ in range(2):
        handed_in(asker, key(world))
    worked()
    worked()
    assert Release.objects.filter(version="10.0").count() == 1
    assert [job["state"] for job in asker.get("/uploads").json()["items"]] == ["done", "done"]
    assert AuditEntry.objects.filter(verb="end_upload").count() == 2


def test_units_are_kept_and_a_key_that_no_unit_has_refuses_all_of_them(
    world: World, of: Callable[..., Program]
) -> None:
    asker, path = of("safety_manager", "upload"), f"/uploads/units?device={key(world)}"
    asker.post(path, msgspec.json.encode([{"serial": "SN-901"}, {"serial": "SN-902", "place": "ICU"}]))
    asker.post(path, msgspec.json.encode([{"serial": "SN-903"}, {"serial": "SN-904", "ward": "ICU"}]))
    worked()
    good, bad = asker.get("/uploads").json()["items"]
    assert (good["state"], good["kept"]) == ("done", 2)
    assert (bad["state"], bad["place"]) == ("refused", "units.1.ward")
    assert not Unit.objects.filter(serial="SN-903").exists()


def test_what_is_no_component_list_ends_with_its_reason(world: World, of: Callable[..., Program]) -> None:
    asker = of("safety_manager", "upload")
    handed_in(asker, key(world), b"\x00 no list")
    worked()
    (job,) = asker.get("/uploads").json()["items"]
    assert job["state"] == "refused"
    assert job["reason"]


def test_units_that_are_no_text_end_with_their_reason(world: World, of: Callable[..., Program]) -> None:
    asker = of("safety_manager", "upload")
    asker.post(f"/uploads/units?device={key(world)}", b'[{"serial": "\xff"}]', "application/octet-stream")
    worked()
    (job,) = asker.get("/uploads").json()["items"]
    assert (job["state"], job["kept"]) == ("refused", None)


def test_who_lost_the_device_meanwhile_is_refused_when_it_is_taken(world: World, of: Callable[..., Program]) -> None:
    handed_in(of("safety_manager", "upload"), key(world))
    set_product_scope(world.users["safety_manager"], ["another"], actor=TESTER)
    worked()
    (job,) = of("writer", "upload").get("/uploads").json()["items"]
    assert job["state"] == "refused"
    assert not Release.objects.filter(version="10.0").exists()


def test_a_device_of_another_product_is_not_there(world: World, of: Callable[..., Program]) -> None:
    asker = of("other_product", "upload")
    there, gone = handed_in(asker, key(world)), handed_in(asker, "zz9")
    assert there.status_code == gone.status_code == 404
    assert there.content.decode().replace(key(world), "zz9") == gone.content.decode()
    assert asker.get("/uploads").json()["items"] == []


def test_nothing_and_a_list_without_its_version_are_refused(world: World, of: Callable[..., Program]) -> None:
    asker = of("safety_manager", "upload")
    assert handed_in(asker, key(world), b"").status_code == 422
    assert handed_in(asker, key(world), version="").status_code == 422
    assert asked_of("take_upload") == []
