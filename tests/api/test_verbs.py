"""Verbs for programs: typed by their functions, refused as the functions refuse, held against what was read."""

from __future__ import annotations

import ast
import base64
from collections.abc import Callable
from pathlib import Path

import pytest

import kizuki.web
from kizuki.api.verbs import TOLD_DAYS, ApiVerb, api_verbs, functions, reason_not_here
from kizuki.core.people import matrix
from kizuki.store.models import Attachment, AuditEntry, Device
from tests.access.cast import GONE, World
from tests.api.conftest import Program, program

SIGNS = {"approve_report", "decide_no_report", "sign_change", "publish_statement"}


def test_a_verb_that_signs_or_lets_somebody_in_is_none_for_programs() -> None:
    assert {reason_not_here(verb) for verb in SIGNS} == {"signature"}
    assert reason_not_here("set_password") == reason_not_here("make_api_token") == "way_in"
    assert reason_not_here("anchor_chain") == reason_not_here("call_duty") == "machine"
    assert not SIGNS & set(api_verbs())


def test_every_verb_of_the_matrix_is_here_or_has_its_reason() -> None:
    assert {verb for verb in matrix() if reason_not_here(verb) is None} == set(api_verbs())
    assert len(api_verbs()) > 100


@pytest.mark.parametrize("verb", api_verbs().values(), ids=lambda verb: verb.name)
def test_a_verb_has_a_model_that_its_function_would_take(verb: ApiVerb) -> None:
    schema = verb.body.model_json_schema()
    assert set(schema.get("properties", {})) == set(verb.fields)
    assert not {"actor", "password", "now"} & set(verb.fields)
    assert schema["additionalProperties"] is False


def test_a_day_that_a_page_tells_is_told_in_a_body() -> None:
    """`on=told[...]` in a page is a day of the form; every other `on` is the day on which it is done."""
    told = set()
    for path in Path(kizuki.web.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions():
                days = [one.value for one in node.keywords if one.arg == "on"]
                told |= {node.func.id for day in days if isinstance(day, ast.Subscript)}
    assert told & set(api_verbs()) >= TOLD_DAYS
    assert {verb for verb in told & set(api_verbs()) if "on" not in api_verbs()[verb].fields} == set()


@pytest.mark.django_db
def test_a_verb_is_done_in_the_name_of_the_owner_and_stands_in_the_audit(
    world: World, of: Callable[..., Program]
) -> None:
    answer = of("writer").do("note", {"case_id": world.secret["case"], "words": "電話した"})
    assert answer.status_code == 200
    entry = AuditEntry.objects.order_by("-seq")[0]
    assert (entry.verb, entry.actor) == ("note", f"user:{world.users['writer']}")


@pytest.mark.django_db
def test_bytes_come_as_base64(world: World, of: Callable[..., Program]) -> None:
    body = {"case_id": world.secret["case"], "name": "a.txt", "content": base64.b64encode(b"abc").decode()}
    answer = of("writer").do("attach_document", body)
    assert answer.status_code == 200
    assert Attachment.objects.get(pk=answer.json()["result"]).document.content == b"abc"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "place", "code"),
    [
        ({"case_id": "7", "words": "x"}, "case_id", "int_type"),
        ({"case_id": True, "words": "x"}, "case_id", "int_type"),
        ({"case_id": 7}, "words", "missing"),
        ({"case_id": 7, "words": "x", "wrods": "y"}, "wrods", "extra_forbidden"),
    ],
)
def test_a_body_is_read_strictly_and_each_fault_is_named(
    world: World, of: Callable[..., Program], body: dict[str, object], place: str, code: str
) -> None:
    answer = of("writer").do("note", body)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [(one["place"], one["code"]) for one in answer.json()["errors"]] == [(place, code)]


@pytest.mark.django_db
def test_a_key_that_is_not_known_is_refused_however_deep_it_stands(world: World, of: Callable[..., Program]) -> None:
    entry = {"key": "x", "brand": "x", "barnd": "y"}
    answer = of("safety_manager").do("register_device", {"entry": entry})
    assert (answer.status_code, answer.json()["place"]) == (422, "entry.barnd")


@pytest.mark.django_db
def test_a_refusal_is_a_code_with_values_in_both_languages(world: World) -> None:
    said = {}
    for lang in ("ja", "en"):
        asker = program(world.users["writer"], lang=lang)
        answer = asker.do("note", {"case_id": GONE, "words": "x"})
        assert answer.headers["Content-Language"] == lang
        said[lang] = answer.json()
    assert said["ja"]["errors"][0]["values"] == said["en"]["errors"][0]["values"]
    assert str(GONE) in said["en"]["errors"][0]["values"][-1]
    assert "ありません" in said["ja"]["reason"]
    assert "there is no case" in said["en"]["reason"]


@pytest.mark.django_db
def test_a_role_that_may_not_is_refused_whatever_the_token_says(world: World, of: Callable[..., Program]) -> None:
    answer = of("writer").do("set_report_chain", {"steps": 3})
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:kizuki:problem:not_allowed")


@pytest.mark.django_db
def test_a_scope_reaches_its_own_routes_alone(world: World, of: Callable[..., Program]) -> None:
    asker = of("writer", "read_findings")
    assert asker.get("/findings").status_code == 200
    for answer in (asker.get("/cases"), asker.do("note", {"case_id": 1, "words": "x"})):
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:kizuki:problem:no_scope")


@pytest.mark.django_db
def test_who_read_before_the_last_change_writes_nothing(world: World, of: Callable[..., Program]) -> None:
    asker, case = of("writer"), world.secret["case"]
    read = asker.get(f"/cases/{case}").headers["ETag"]
    first = asker.do("note", {"case_id": case, "words": "先"}, **{"If-Match": read})
    second = asker.do("note", {"case_id": case, "words": "後"}, **{"If-Match": read})
    assert (first.status_code, second.status_code) == (200, 412)
    again = asker.get(f"/cases/{case}").headers["ETag"]
    assert asker.do("note", {"case_id": case, "words": "後"}, **{"If-Match": again}).status_code == 200


@pytest.mark.django_db
def test_a_device_is_held_against_its_tag_by_its_key(world: World, of: Callable[..., Program]) -> None:
    asker = of("safety_manager")
    body = {"device_key": Device.objects.get(pk=world.public["device"]).key, "name": "eos", "on": "2030-01-01"}
    assert asker.do("set_milestone", body, **{"If-Match": '"stale"'}).status_code == 412
    read = asker.get(f"/devices/{world.public['device']}").headers["ETag"]
    assert asker.do("set_milestone", body, **{"If-Match": read}).status_code == 200


@pytest.mark.django_db
def test_if_match_is_refused_where_the_body_names_nothing_that_has_a_route(
    world: World, of: Callable[..., Program]
) -> None:
    answer = of("approver").do("set_report_chain", {"steps": 3}, **{"If-Match": '"x"'})
    assert (answer.status_code, answer.json()["place"]) == (422, "if_match")


@pytest.mark.django_db
def test_what_is_held_already_is_not_sent_again(world: World, of: Callable[..., Program]) -> None:
    asker = of("writer")
    tag = asker.get("/devices").headers["ETag"]
    answer = asker.get("/devices", **{"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
