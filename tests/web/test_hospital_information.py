"""The page of a hospital: no account, its own and nobody else's, and its word on it becomes an act."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kizuki.actions.hospitals.revoke_hospital_link import revoke_hospital_link
from kizuki.store.models import HospitalAcknowledgement, HospitalLink, Obligation, Release
from tests.actions.hospital_cast import ON, Told
from tests.actions.office import PASSWORD
from tests.actions.test_hospital_information import told_by_measure
from tests.web.test_pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def it(monkeypatch: pytest.MonkeyPatch) -> Told:
    for module in ("door", "hospitals", "hospital_information", "hospital_telling"):
        monkeypatch.setattr(f"kizuki.web.pages.{module}.today", lambda: ON)
    return Told()


def signed_in(name: str = "sato") -> Client:
    found = Client()
    assert found.login(username=name, password=PASSWORD)
    return found


def address(token: str, more: str = "") -> str:
    return f"/hospital-information/{token}{more}"


def test_the_page_is_read_without_an_account_in_both_languages(it: Told) -> None:
    told_by_measure(it, it.case(), "north")
    it.agreed()
    visitor, token = Client(), it.link()
    page = words(visitor.get(address(token)))
    for what in (
        "北病院 様",
        "N-1",
        "CVE-2026-0007",
        "調査中",
        "サポート終了（EOS）",
        "医療機関への情報提供",
        "未定",
        "第1版",
    ):
        assert what in page, what
    for what in ("南病院", "S-1", "sato"):
        assert what not in page, what
    visitor.post("/language", {"language": "en", "next": address(token)})
    english = words(visitor.get(address(token)))
    for what in ("Medical device cybersecurity information", "under investigation", "not agreed", "Edition 1"):
        assert what in english, what


def test_every_address_of_a_wrong_over_or_revoked_token_is_the_same_page_that_is_not_there(it: Told) -> None:
    token = it.link()
    release = Release.objects.get(version="1.0").pk
    paths = ("", "/vex.cdx.json", f"/sbom/{release}.cdx.json", "/letters/1.pdf", "/advisories/1.json")
    visitor = Client()
    assert [visitor.get(address(token, path)).status_code for path in paths[:3]] == [200, 200, 200]
    wrong = visitor.get(address("1~" + "A" * 43)).content
    revoke_hospital_link(HospitalLink.objects.get().pk, actor=it.office.sato)
    for path in paths:
        assert visitor.get(address(token, path)).status_code == 404
    assert visitor.get(address(token)).content.replace(token.encode(), b"") == wrong.replace(b"1~" + b"A" * 43, b"")
    assert visitor.post(address(token), {"name": "山田", "sha256": ""}).status_code == 404


def test_a_link_takes_out_no_list_of_another_hospitals_release(it: Told) -> None:
    other = Release.objects.get(version="2.0").pk
    assert Client().get(address(it.link(), f"/sbom/{other}.cdx.json")).status_code == 404
    assert Client().get(address(it.link("south"), f"/sbom/{other}.cdx.json")).status_code == 200


def test_the_hospitals_word_is_kept_by_name_and_day_and_the_form_is_gone(it: Told) -> None:
    sha256, token = it.agreed(), it.link()
    visitor = Client()
    told = {"name": "山田 花子", "post": "医療情報部", "remark": "", "sha256": sha256}
    refused = visitor.post(address(token), told | {"name": ""})
    assert refused.status_code == 422
    assert not HospitalAcknowledgement.objects.exists()
    assert visitor.post(address(token), told).status_code == 302
    page = words(visitor.get(address(token)))
    assert "確認済み：山田 花子" in page
    assert "名前と本日" not in page
    assert Obligation.objects.get(kind="responsibility_acknowledgement").ended_by == "acknowledge_as_hospital"
    inside = words(signed_in().get(f"/hospitals/{it.north}/telling"))
    assert "山田 花子" in inside


def test_a_measure_is_answered_on_the_page(it: Told) -> None:
    told_by_measure(it, it.case(), "north")
    token, visitor = it.link(), Client()
    form = visitor.get(address(token)).content.decode()
    target = form.partition('name="target" value="')[2].partition('"')[0]
    assert visitor.post(address(token), {"target": target, "state": "", "name": "山田"}).status_code == 422
    told = {"target": target, "state": "read", "name": "山田", "words": "院内に周知した"}
    assert visitor.post(address(token), told).status_code == 302
    assert "確認（了知）" in words(visitor.get(address(token)))


def test_a_post_without_its_form_token_is_refused(it: Told) -> None:
    it.agreed()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address(it.link()), {"name": "山田"}).status_code == 403


def test_a_link_is_made_at_its_page_shown_once_and_revoked_at_its_door(it: Told) -> None:
    sato = signed_in()
    here = f"/hospitals/{it.north}/telling"
    made = sato.post(here, {"ends_on": (ON + timedelta(days=90)).isoformat()})
    token = made.content.decode().partition("/hospital-information/")[2].partition("<")[0]
    assert made.status_code == 200
    assert Client().get(address(token)).status_code == 200
    assert token not in sato.get(here).content.decode()
    assert sato.post(here, {"ends_on": (ON + timedelta(days=900)).isoformat()}).status_code == 422
    pk = HospitalLink.objects.get().pk
    assert sato.post(f"/hospitals/{it.north}/do/revoke_hospital_link", {"link": str(pk)}).status_code == 302
    assert Client().get(address(token)).status_code == 404


def test_who_is_responsible_is_set_at_its_door_and_nobody_needs_words(it: Told) -> None:
    sato, door = signed_in(), f"/hospitals/{it.north}/do/set_responsibilities"
    told = {
        "backup_before": "hospital",
        "backup_after": "hospital",
        "updates_before": "maker",
        "updates_after": "nobody",
    }
    refused = sato.post(door, told)
    assert refused.status_code == 422
    assert "第三者が誰か" in refused.content.decode() or "行わない" in refused.content.decode()
    assert sato.post(door, told | {"updates_words": "EOS後は提供しない"}).status_code == 302
    page = words(sato.get(f"/hospitals/{it.north}/telling"))
    assert "回答待ち" in page
    assert "EOS後は提供しない" in page


def test_what_came_by_telephone_is_recorded_at_its_door(it: Told) -> None:
    sha256 = it.agreed()
    told = {"way": "telephone", "said_on": ON.isoformat(), "name": "院長 鈴木", "sha256": sha256}
    door = f"/hospitals/{it.north}/do/record_hospital_acknowledgement"
    assert signed_in("ito").post(door, told).status_code == 302
    assert HospitalAcknowledgement.objects.get().way == "telephone"


def test_the_list_shows_the_silent_ones_and_the_preview_is_the_page_without_forms(it: Told) -> None:
    it.agreed()
    sato = signed_in()
    assert "回答待ち 1 施設" in words(sato.get("/hospitals/told"))
    preview = sato.get(f"/hospitals/{it.north}/preview")
    assert "N-1" in words(preview)
    assert 'name="name"' not in preview.content.decode()
    assert Client().get(f"/hospitals/{it.north}/preview").status_code == 302
    assert Client().get("/hospitals/told").status_code == 302


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_the_queries_of_the_page_do_not_grow_with_its_units_measures_and_findings(it: Told) -> None:
    from kizuki.actions.devices.register_units import UnitEntry, register_units
    from kizuki.actions.feeds.keep_advisories import keep_advisories
    from kizuki.actions.findings.match_advisories import match_advisories
    from kizuki.store.models import Advisory
    from tests.actions.record import TESTER, advisory

    case, visitor, token = it.case(), Client(), it.link()
    told_by_measure(it, case, "north")
    before = queries(visitor, address(token))
    for number in range(20, 25):
        keep_advisories(advisory(number, "jinja2", "0", "2.11"), actor=TESTER)
    match_advisories(list(Advisory.objects.values_list("pk", flat=True)), on=ON, actor=TESTER)
    register_units("pump", [UnitEntry(f"N-{n}", "north", "1.0") for n in range(3, 9)], actor=TESTER)
    told_by_measure(it, case, "north")
    assert queries(visitor, address(token)) <= before
    assert before <= 45
    assert queries(signed_in(), "/hospitals/told") <= 30


def test_a_link_that_is_over_opens_nothing(it: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    token = it.link(ends_on=ON)
    monkeypatch.setattr("kizuki.web.pages.hospital_information.today", lambda: ON + timedelta(days=1))
    assert Client().get(address(token)).status_code == 404
