"""The page of feeds, and the form for what no feed has."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kizuki.actions.devices.register_hospital import register_hospital
from kizuki.actions.devices.register_units import UnitEntry, register_units
from kizuki.actions.feeds.configure_feeds import configure_feeds
from kizuki.actions.feeds.record_feed_run import Tally, record_feed_run
from kizuki.settings.feeds import feeds_of
from kizuki.store.models import Advisory, FeedSource, HoleBound, Unit
from tests.actions.record import TESTER, company_and_pump
from tests.web.test_pages import words


@pytest.fixture
def stale(office: dict[str, int]) -> None:
    """NVD a month old and behind, KEV failed, CVE in order."""
    configure_feeds(feeds_of({"KIZUKI_FEEDS": "nvd,kev,cve"}), actor=TESTER)
    now = datetime.now(UTC)
    for code in ("nvd", "cve"):
        FeedSource.objects.filter(code=code).update(complete=True)
        record_feed_run(code, "fetch", Tally(now - timedelta(minutes=5), changed=3), ended_at=now, actor=TESTER)
    FeedSource.objects.filter(code="nvd").update(last_success_at=now - timedelta(days=30), announced=319_971, held=7)
    record_feed_run("kev", "fetch", Tally(now), ended_at=now, error=("tls", "https://kev.example"), actor=TESTER)


def test_the_page_says_what_is_wrong_first_and_on_which_terms_data_is_used(sato: Any, stale: None) -> None:
    page = words(sato.get("/feeds"))
    assert "異常のある情報源：2件" in page
    nvd = page.split("NVD (National")[1].split("Known Exploited")[0]
    for part in (
        "情報が古くなっています",
        "30日前",
        "7 / 319,971",
        "不足 319,964件",
        "not endorsed or certified by the NVD",
    ):
        assert part in nvd
    assert "証明書を確認できません" in page
    assert page.index("Known Exploited") < page.index("CVE List") < page.index("JVN iPedia")


def test_the_page_in_english_says_the_same(sato: Any, stale: None) -> None:
    sato.post("/language", {"language": "en", "next": "/"})
    page = words(sato.get("/feeds"))
    for part in ("Feeds with problems: 2", "The data is outdated.", "30 d old", "319,964 missing", "not in use"):
        assert part in page


def test_a_record_that_never_fetched_says_what_to_do(sato: Any) -> None:
    assert "KIZUKI_FEEDS" in words(sato.get("/feeds"))


def test_the_page_asks_the_database_as_often_for_many_runs_as_for_few(
    sato: Any, stale: None, django_assert_max_num_queries: Any
) -> None:
    now = datetime.now(UTC)
    for _ in range(8):
        record_feed_run("nvd", "fetch", Tally(now), ended_at=now, actor=TESTER)
    with django_assert_max_num_queries(9):
        sato.get("/feeds")


ENTRY = {"summary": "診断ポートが開いたまま", "sort": "open_port", "known_on": "2026-06-01"}


def test_a_vulnerability_that_no_feed_has_gets_a_number_of_our_own(sato: Any) -> None:
    answer = sato.post("/vulnerabilities/new", ENTRY)
    assert answer.status_code == 302
    assert "KZK-2026-0001 として登録しました" in words(sato.get(answer["Location"]))
    row = Advisory.objects.get()
    assert (row.identifier, row.kind, row.summary) == ("KZK-2026-0001", "entered", ENTRY["summary"])
    sato.post("/vulnerabilities/new", ENTRY | {"product": "Pump", "versions": "< 2.0"})
    assert Advisory.objects.filter(identifier="KZK-2026-0002").exists()


@pytest.mark.parametrize(
    ("change", "words_of_refusal"),
    [
        ({"summary": " "}, "概要"),
        ({"known_on": "2026-06-17"}, "知った日"),
        ({"known_on": "soon"}, "知った日"),
        ({"versions": "< 2"}, "製品・部品の名称"),
        ({"vector": "AV:N"}, "CVSSベクタ"),
    ],
)
def test_what_cannot_be_kept_is_said_by_field_and_what_was_typed_stays(
    sato: Any, change: dict[str, str], words_of_refusal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.web.conftest import TODAY

    monkeypatch.setattr("kizuki.web.pages.new_vulnerability.today", lambda: TODAY)
    answer = sato.post("/vulnerabilities/new", {**ENTRY, "details": "そのまま", **change})
    assert answer.status_code == 422
    page = answer.content.decode()
    refusal = page.split('role="alert"')[1].split("</p>")[0]
    assert words_of_refusal in refusal
    assert "そのまま" in page
    assert Advisory.objects.count() == 0


def hospitals(count: int) -> None:
    for number in range(1, count + 1):
        register_hospital(key=f"h{number}", name=f"第{number:02}病院", prefecture="青森県", actor=TESTER)


def test_where_a_vulnerability_is_only_is_ticked_in_a_list_and_no_key_is_typed(sato: Any) -> None:
    company_and_pump()
    hospitals(2)
    register_units("pump", [UnitEntry("SN-1", "h1", None, place="ICU")], actor=TESTER)
    form = sato.get("/vulnerabilities/new")
    assert "第01病院 青森県 この医療機関のすべての装置" in words(form)
    assert "SN-1 ICU" in words(form)
    assert 'name="find"' not in form.content.decode(), "two hospitals need no search"
    assert sato.post("/vulnerabilities/new", ENTRY | {"sites": ["h2"], "units": ["pump/SN-1"]}).status_code == 302
    unit = Unit.objects.get().pk
    assert sorted(HoleBound.objects.values_list("hospital__key", "unit"), key=str) == [("h2", None), (None, unit)]


def test_one_of_many_hospitals_is_found_by_its_name_and_nothing_typed_or_ticked_is_lost(sato: Any) -> None:
    hospitals(40)
    assert "30施設まで表示しています" in words(sato.get("/vulnerabilities/new"))
    asked = ENTRY | {"details": "そのまま", "sites": ["h3"], "find": "第39", "step": "find"}
    found = sato.post("/vulnerabilities/new", asked)
    page = found.content.decode()
    assert found.status_code == 200
    assert Advisory.objects.count() == 0
    assert "そのまま" in page
    assert re.findall(r'name="sites" value="(h[0-9]+)"( checked)?', page) == [("h3", " checked"), ("h39", "")]


def test_whatever_many_places_are_ticked_stay_ticked_through_a_search(sato: Any) -> None:
    """A place that is lost here would make a vulnerability of fewer places than somebody said."""
    hospitals(40)
    ticked = [f"h{number}" for number in range(1, 38)]
    page = sato.post(
        "/vulnerabilities/new", ENTRY | {"sites": ticked, "find": "第39", "step": "find"}
    ).content.decode()
    assert set(re.findall(r'name="sites" value="(h[0-9]+)" checked', page)) == set(ticked)
    assert sato.post("/vulnerabilities/new", ENTRY | {"sites": ticked}).status_code == 302
    assert HoleBound.objects.count() == len(ticked)
