"""Attachments on the page of a case: sent, listed, and opened by who sees the case."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kizuki.actions.cases.attach_document import attach_document
from kizuki.store.models import Attachment, User
from tests.actions.record import TESTER, company_and_pump, opened_case

pytestmark = pytest.mark.django_db


def _client(role: str) -> Client:
    user = User.objects.create(sign_in_name=role, display_name=role, role=role)
    client = Client()
    client.force_login(user)
    return client


def test_a_document_is_attached_listed_and_taken_out_as_a_file() -> None:
    company_and_pump()
    case = opened_case()
    client = _client("safety_officer")
    sent = SimpleUploadedFile("患者の記録.html", b"%PDF-1.7 x", content_type="text/html")
    assert client.post(f"/cases/{case}/attachments", {"file": sent}).status_code == 302
    page = client.get(f"/cases/{case}").content.decode()
    assert "患者の記録.html" in page
    address = f"/documents/attachment/{Attachment.objects.get().pk}/document"
    assert f'href="{address}"' in page
    found = client.get(f"{address}/file")
    assert found.content == b"%PDF-1.7 x"
    assert found["Content-Type"] == "application/pdf"
    assert found["Content-Disposition"].startswith("attachment;")
    assert (found["X-Content-Type-Options"], "sandbox" in found["Content-Security-Policy"]) == ("nosniff", True)


def test_a_refused_file_is_answered_with_its_reason() -> None:
    company_and_pump()
    case = opened_case()
    client = _client("psirt")
    sent = SimpleUploadedFile("a.pdf", b"<svg onload=alert(1)>")
    answer = client.post(f"/cases/{case}/attachments", {"file": sent})
    assert (answer.status_code, "browser would run" in answer.content.decode()) == (422, True)
    assert client.post(f"/cases/{case}/attachments", {}).status_code == 422
    assert not Attachment.objects.exists()


def test_who_only_reads_sees_no_form_and_cannot_attach() -> None:
    company_and_pump()
    case = opened_case()
    made = attach_document(case, "a.pdf", b"%PDF-1", actor=TESTER)
    client = _client("auditor")
    assert 'type="file"' not in client.get(f"/cases/{case}").content.decode()
    sent = SimpleUploadedFile("b.pdf", b"%PDF-2")
    assert client.post(f"/cases/{case}/attachments", {"file": sent}).status_code == 422
    assert client.get(f"/documents/attachment/{made}/document").status_code == 200
    assert Client().get(f"/documents/attachment/{made}/document").status_code == 302
