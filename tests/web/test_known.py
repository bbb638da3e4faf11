"""The page of a finding keeps who saw it first; the page of its day settles and signs since when it counts as known."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from kizuki.actions.findings.see_finding import see_finding
from kizuki.core.clocks.knowledge import Known
from kizuki.store.models import Advisory, KnowledgeDay, User
from tests.actions.findings.test_days_of_knowledge import FRI, TUE, keys, known, pump
from tests.actions.office import PASSWORD, Office, person

pytestmark = pytest.mark.django_db

__all__ = ["pump"]


@pytest.fixture(autouse=True)
def friday(monkeypatch: pytest.MonkeyPatch) -> date:
    """The day that the pages believe in."""
    for page in ("findings", "known", "new_vulnerability", "triage"):
        monkeypatch.setattr(f"kizuki.web.pages.{page}.today", lambda: FRI)
    return FRI


def test_who_opens_the_page_has_seen_it_who_asks_for_its_head_has_not_and_neither_has_an_auditor(
    pump: int, client: Client
) -> None:
    ((match, release),) = keys()
    address = f"/findings/{match}-{release}"
    client.force_login(User.objects.get(pk=int(person("kansa", "auditor").code[5:])))
    assert client.get(address).status_code == 200
    client.force_login(User.objects.get(pk=int(person("ito", "safety_officer").code[5:])))
    assert client.head(address).status_code == 200
    assert not KnowledgeDay.objects.exists()
    page = client.get(address).content.decode()
    assert KnowledgeDay.objects.filter(kind="seen", device=pump).exists()
    assert "暫定（照合日）" in page
    assert client.get(address).status_code == 200
    assert KnowledgeDay.objects.count() == 1


def test_the_page_of_the_day_settles_and_signs_it(pump: int, client: Client) -> None:
    office = Office()
    see_finding(*keys()[0], on=TUE, actor=office.ito)
    address = f"/vulnerabilities/{Advisory.objects.get().pk}/known/{pump}"
    client.force_login(User.objects.get(sign_in_name="sato"))
    assert (
        client.post(address, {"step": "settle", "known_on": "2026-06-02", "reason": "火曜に開いた"}).status_code
        == 302
    )
    assert client.post(address, {"step": "settle", "known_on": "2026-06-05", "reason": "A"}).status_code == 422
    (waiting,) = KnowledgeDay.objects.filter(kind="proposed")
    client.force_login(User.objects.get(sign_in_name="tanaka"))
    page = client.get(address).content.decode()
    assert "火曜に開いた" in page
    assert "二人目の確認を待つ提案" in page
    told = {"step": "agree", "proposal": waiting.pk, "password": PASSWORD}
    assert client.post(address, told).status_code == 302
    assert known(pump) == Known(TUE, "settled")
    assert client.get("/vulnerabilities/1/known").status_code == 404


def test_a_vulnerability_of_our_own_is_entered_with_its_day_of_knowledge_and_corrected_on_its_page(
    pump: int, client: Client
) -> None:
    Office()
    client.force_login(User.objects.get(sign_in_name="sato"))
    told = {"summary": "初期パスワード", "sort": "default_password", "known_on": "2026-05-20", "published_on": ""}
    assert client.post("/vulnerabilities/new", told).status_code == 302
    row = Advisory.objects.get(kind="entered")
    listed = client.get("/vulnerabilities/new").content.decode()
    assert f"/vulnerabilities/{row.pk}/known" in listed
    address = f"/vulnerabilities/{row.pk}/known"
    assert "品目を問わない" in client.get(address).content.decode()
    earlier = {"step": "settle", "known_on": "2026-05-18", "reason": "開発会議"}
    assert client.post(address, earlier).status_code == 302
    assert (
        "2026年5月18日" in client.get(address).content.decode()
        or "2026-05-18" in client.get(address).content.decode()
    )


def test_the_form_that_opens_a_case_says_since_when_it_would_count(pump: int, client: Client) -> None:
    Office()
    client.force_login(User.objects.get(sign_in_name="sato"))
    ((match, release),) = keys()
    page = client.get(f"/findings/triage?finding={match}-{release}").content.decode()
    assert "この案件の情報入手日" in page
    assert "暫定（照合日）" in page
