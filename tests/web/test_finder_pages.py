"""Where finders report, as anybody sees it: one form, one kind of answer, and nothing of the record in it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kizuki.actions.disclosure.set_finder_desk import Desk, set_finder_desk
from kizuki.store.models import SafetyInformation
from kizuki.web.throttle import MOST_REPORTS
from tests.actions.disclosure.story import MAIL
from tests.actions.disclosure.test_finders import Desked
from tests.actions.office import ON, PASSWORD

pytestmark = pytest.mark.django_db

PATH = "/report-a-vulnerability"
SECURITY = "/.well-known/security.txt"
TOLD = {"title": "ポンプの無線", "product": "MIP-300", "body": "既定の鍵で入れる。", "contact": ""}


@pytest.fixture
def desk() -> Desked:
    it = Desked()
    words = Desk(it.readers, "psirt@mihon.example", "当社は報告者を訴えません。", "We take no legal action.")
    set_finder_desk(words, on=ON, actor=it.office.tanaka)
    return it


def test_before_a_list_is_set_there_is_no_form_and_no_security_txt(client: Client, settings: Any) -> None:
    settings.ADDRESS = "https://kizuki.mihon.example"
    assert client.get(PATH).status_code == client.get(SECURITY).status_code == 404
    assert client.post(PATH, TOLD).status_code == 404


def test_security_txt_says_where_in_the_fields_of_rfc_9116(client: Client, settings: Any, desk: Desked) -> None:
    settings.ADDRESS = "https://kizuki.mihon.example"
    answer = client.get(SECURITY)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = [line.partition(": ") for line in answer.content.decode().splitlines()]
    told = [(name, value) for name, _, value in lines]
    form = "https://kizuki.mihon.example/report-a-vulnerability"
    assert [value for name, value in told if name == "Contact"] == [form, "mailto:psirt@mihon.example"]
    assert {name for name, _ in told} == {"Contact", "Expires", "Policy", "Canonical", "Preferred-Languages"}
    assert dict(told)["Canonical"] == f"https://kizuki.mihon.example{SECURITY}"
    settings.ADDRESS = "http://localhost:8000"
    assert client.get(SECURITY).status_code == 404, "a contact of security.txt is an address with https"


def test_a_stranger_reports_in_either_language_and_learns_a_code_drawn_by_lot(client: Client, desk: Desked) -> None:
    first = client.get(PATH).content.decode()
    assert "脆弱性の報告窓口" in first
    assert "7日以内" in first
    assert "当社は報告者を訴えません。" in first
    client.post("/language", {"language": "en", "next": PATH})
    assert "We take no legal action." in client.get(PATH).content.decode()
    answer = client.post(PATH, TOLD)
    row = SafetyInformation.objects.get()
    said = answer.content.decode()
    assert answer.status_code == 200
    assert row.source_no in said
    for word in (row.number, "sato", "tanaka", TOLD["body"]):
        assert word not in said


def test_what_is_asked_and_answered_is_the_same_whatever_the_record_holds(client: Client, desk: Desked) -> None:
    known = client.post(PATH, TOLD).content.decode()
    unknown = client.post(PATH, TOLD | {"product": "存在しない製品"}).content.decode()
    codes = SafetyInformation.objects.order_by("pk").values_list("source_no", flat=True)
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    assert token.sub("", known.replace(codes[0], "")) == token.sub("", unknown.replace(codes[1], ""))


def test_a_form_that_lacks_something_says_so_and_keeps_what_was_typed(client: Client, desk: Desked) -> None:
    answer = client.post(PATH, TOLD | {"title": ""})
    assert answer.status_code == 422
    assert TOLD["body"] in answer.content.decode()
    assert client.post(PATH, TOLD | {"body": "あ" * 6_001}).status_code == 422
    assert client.post(PATH, TOLD | {"body": "a\x00b"}).status_code == 422
    answer = client.post(PATH, TOLD | {"body": "既定の鍵\x01で入れる"})
    assert answer.status_code == 422, "what the record refuses is said beside the form too"
    assert "既定の鍵" in answer.content.decode()
    assert not SafetyInformation.objects.exists()


def test_so_many_come_from_one_address_and_then_a_pause(client: Client, desk: Desked) -> None:
    for _ in range(MOST_REPORTS):
        assert client.post(PATH, TOLD).status_code == 200
    answer = client.post(PATH, TOLD)
    assert answer.status_code == 429
    assert SafetyInformation.objects.count() == MOST_REPORTS
    assert client.post(PATH, TOLD, REMOTE_ADDR="203.0.113.9").status_code == 200, "others are not kept waiting"


def test_the_form_asks_for_its_token(desk: Desked) -> None:
    assert Client(enforce_csrf_checks=True).post(PATH, TOLD).status_code == 403


def test_a_mail_is_taken_in_by_one_of_the_list_and_offered_to_nobody_else(client: Client, desk: Desked) -> None:
    door = "/do/import_finder_mail"
    client.post("/sign-in", {"name": "ito", "password": PASSWORD})
    assert client.get(door).status_code == 409
    sent = client.post(door, {"mail": SimpleUploadedFile("a.eml", MAIL)})
    assert sent.status_code == 422
    client.post("/sign-out")
    client.post("/sign-in", {"name": "sato", "password": PASSWORD})
    assert door in client.get("/information").content.decode()
    sent = client.post(door, {"mail": SimpleUploadedFile("a.eml", MAIL)})
    assert sent.status_code == 302
    page = client.get(sent["Location"]).content.decode()
    assert "輸液ポンプの通信部品の脆弱性" in page
    assert "発見者への受領の連絡期限" in page
    company = client.get("/company").content.decode()
    assert "security.txt は配信されません" in company
