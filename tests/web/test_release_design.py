"""The page of a release's design information, through its doors; the doors of a number of our own."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kizuki.actions.devices.register_release import register_release
from kizuki.actions.feeds.enter_vulnerability import VulnerabilityEntry, enter_vulnerability
from kizuki.store.models import Advisory, DesignEntry, DesignQuote, Task, User
from tests.actions.office import person
from tests.actions.record import TESTER, company_and_pump, library, opened_case, sbom

pytestmark = pytest.mark.django_db

ON = date(2026, 6, 2)
PORT = {"kind": "interfaces", "title": "DICOM受信", "dated_on": "2026-06-01", "holds": "yes", "body": "104/tcp"}


@pytest.fixture
def safety(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    for page in ("release_design", "door", "known", "new_vulnerability"):
        monkeypatch.setattr(f"kizuki.web.pages.{page}.today", lambda: ON)
    person("sato", "safety_manager")
    client.force_login(User.objects.get(sign_in_name="sato"))
    return client


def test_design_information_is_entered_quoted_compared_and_asked_again(safety: Client) -> None:
    device = company_and_pump()
    one = register_release("pump", "1.0", sbom(library("jinja2", "2.10")), actor=TESTER).release
    two = register_release("pump", "2.0", sbom(library("jinja2", "3.0")), actor=TESTER).release
    case_id = opened_case()
    assert f"/releases/{one}/design" in safety.get(f"/devices/{device}").content.decode()
    sheet = SimpleUploadedFile("tm.pdf", b"%PDF-1.7", "application/pdf")
    door = f"/releases/{one}/do/enter_design"
    assert safety.post(door, PORT | {"file": sheet}).status_code == 302
    assert safety.post(door, PORT | {"body": ""}).status_code == 422
    entry = DesignEntry.objects.get()
    page = safety.get(f"/releases/{one}/design").content.decode()
    assert "DICOM受信" in page
    assert "104/tcp" in page
    file = safety.get(f"/documents/design-entry/{entry.pk}/document/file")
    assert (file.content, file["X-Content-Type-Options"]) == (b"%PDF-1.7", "nosniff")
    told = {"entry": str(entry.pk), "fact": "attackable", "of": f"case:{case_id}", "matter": ""}
    assert safety.post(f"/releases/{one}/do/quote_design", told).status_code == 302
    assert DesignQuote.objects.get().case_id == case_id
    assert "DICOM受信" in safety.get(f"/cases/{case_id}").content.decode()
    assert "追加" not in safety.get(f"/releases/{one}/design?against={one}").content.decode()
    assert "追加" in safety.get(f"/releases/{one}/design?against={two}").content.decode()
    assert safety.post(door, PORT | {"holds": "no", "body": ""}).status_code == 302
    assert Task.objects.filter(kind="design_changed", subject=f"case:{case_id}").exists()
    assert "設計情報 1 件が改められました" in safety.get("/work").content.decode()
    assert "改められています" in safety.get(f"/cases/{case_id}").content.decode()
    assert safety.get("/releases/9999/design").status_code == 404


def test_a_number_of_our_own_is_joined_to_its_cve_on_its_page(safety: Client) -> None:
    company_and_pump()
    told = {
        "summary": "既定のパスワード",
        "sort": "default_password",
        "known_on": "2026-06-01",
        "details": "",
        "maker": "",
    }
    told |= dict.fromkeys(("product", "versions", "vector", "references", "published_on", "sites"), "")
    refused = safety.post("/vulnerabilities/new", told | {"units": "pump/none"})
    assert refused.status_code == 422
    number = enter_vulnerability(VulnerabilityEntry("既定のパスワード", "default_password", ON), on=ON, actor=TESTER)
    own = Advisory.objects.get(identifier=number).pk
    door = f"/vulnerabilities/{own}/do/join_own_number"
    assert door in safety.get(f"/vulnerabilities/{own}/known").content.decode()
    assert safety.post(door, {"cve": "none"}).status_code == 422
    assert safety.post(door, {"cve": "CVE-2026-0001"}).status_code == 302
    page = safety.get(f"/vulnerabilities/{own}/known").content.decode()
    assert "CVE-2026-0001 と同じ脆弱性です" in page
    assert door not in page
    assert safety.post(f"/vulnerabilities/{own}/do/part_own_number", {}).status_code == 302
    assert door in safety.get(f"/vulnerabilities/{own}/known").content.decode()
