"""No door leads past the gate: not a program's, not a command, not the worker, not a tab that was opened before."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from kizuki.actions.cases.link_vulnerabilities import link_vulnerabilities
from kizuki.actions.devices.move_patch import move_patch
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.devices.start_patch import start_patch
from kizuki.actions.disclosure.publish_statement import Drafted, draft_statement, publish_statement
from kizuki.actions.tasks import HANDLERS
from kizuki.api.verbs import api_verbs, reason_not_here
from kizuki.core.refusal import Refused
from kizuki.store.models import Case, Statement
from kizuki.store.queries.disclosure import newest_document
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record import clock
from tests.actions.disclosure.test_publishing import Told, read
from tests.actions.office import ON, PASSWORD
from tests.actions.record import TESTER

pytestmark = pytest.mark.django_db

PASS_THE_GATE = ("publish_statement", "sign_letter")
SIGN_BESIDE_IT = ("sign_override", "decide_measure")


def csaf(told: Told) -> int:
    """A drawn-up CSAF document that says `affected`."""
    content = json.dumps({"document": {"tracking": {"status": "draft"}}}).encode()
    drafted = Drafted(content, "application/json", "csaf", "public", ("affected",))
    return draft_statement(told.id, drafted, actor=told.psirt)


def shipped(told: Told) -> int:
    """A patch that closes the only vulnerability of the case, and is all that protects."""
    case = Case.objects.get(pk=told.it.case)
    link_vulnerabilities(told.it.case, ["CVE-2026-1000"], actor=told.psirt)
    register_release(case.device.key, "9.9", None, actor=TESTER)
    patch = start_patch(case.device.key, "p", fixes=["CVE-2026-1000"], release="9.9", on=ON, actor=TESTER)
    for state in ("validated", "shipped"):
        move_patch(patch, state, on=ON, actor=TESTER)
    return patch


def test_no_program_passes_the_gate_or_signs_what_opens_it(client: Client) -> None:
    for verb in (*PASS_THE_GATE, *SIGN_BESIDE_IT):
        assert reason_not_here(verb) == "signature"
        assert verb not in api_verbs()
        answer = client.post(f"/api/v1/verbs/{verb}", b"{}", content_type="application/json")
        assert answer.status_code in (401, 404)


def test_a_command_writes_what_was_published_and_nothing_before() -> None:
    told = Told()
    csaf(told)
    number = Case.objects.get(pk=told.it.case).number
    assert newest_document(PROGRAM, number, "ja", draft=False) is None
    assert newest_document(PROGRAM, number, "ja", draft=True) is not None, "a draft, which says draft of itself"


def test_the_worker_publishes_nothing_though_the_embargo_ends_and_a_mitigation_stands() -> None:
    told = Told()
    statement = told.drafted()
    told.protected()
    told.held("accepted")
    with clock.standing_at(datetime(2099, 9, 1, tzinfo=UTC)):
        for handler in (HANDLERS["daily"], HANDLERS["watch_register"], HANDLERS["watch_triage"]):
            handler({}, lambda: None)
    assert Statement.objects.get(pk=statement).published_at is None


def test_the_gate_is_asked_when_it_is_published_and_not_when_the_page_was_opened() -> None:
    told = Told()
    patch = shipped(told)
    first, second = told.drafted(), told.drafted()
    opened = {one: read(one) for one in (first, second)}
    signed: dict[str, Any] = {"password": PASSWORD, "on": ON, "actor": told.it.office.tanaka}
    assert publish_statement(first, read_sha256=opened[first], **signed).because == (f"patch:{patch}",)
    move_patch(patch, "withdrawn", on=ON, actor=TESTER)
    with pytest.raises(Refused, match="neither a mitigation"):
        publish_statement(second, read_sha256=opened[second], **signed)
    told.protected()
    told.held("accepted")
    with pytest.raises(Refused, match="held back until"):
        publish_statement(second, read_sha256=opened[second], **signed)


def test_a_draft_says_draft_to_who_sees_the_case_and_is_not_there_for_anybody_else(client: Client) -> None:
    told = Told()
    statement = csaf(told)
    path = f"/cases/{told.it.case}/disclosure/{statement}.json"
    assert client.get(path).status_code == 302, "nobody takes it out without a sign-in"
    client.post("/sign-in", {"name": "tanaka", "password": PASSWORD})
    taken = json.loads(client.get(path).content)
    assert taken["document"]["tracking"]["status"] == "draft"
