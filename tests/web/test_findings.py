"""The pages of findings: the list and its filters, judging a set, spread, and what cannot be matched."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.actions.record import advisory, library, sbom
from tests.asked_work import asked_of
from tests.web.cast import PASSWORD
from tests.web.conftest import TODAY
from tests.web.test_pages import words

REASON = "ログインの前に届く経路がある"


@pytest.fixture
def matched(sato: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """佐藤's browser; the pump has jinja2 in two releases, one of them on a unit, and something without identifier."""
    from kizuki.actions.devices.register_release import register_release
    from kizuki.actions.devices.register_units import UnitEntry, register_units
    from kizuki.actions.feeds.keep_advisories import keep_advisories
    from kizuki.actions.findings.match_release import match_release
    from kizuki.actions.verb import Actor
    from kizuki.store.models import Release

    for page in ("findings", "triage", "unmatchable"):
        monkeypatch.setattr(f"kizuki.web.pages.{page}.today", lambda: TODAY)
    actor = Actor.program("test")
    for number in (1, 2):
        keep_advisories(advisory(number, "jinja2", "2.0", "2.11", summary=f"Flaw {number}"), actor=actor)
    nameless = {"type": "library", "bom-ref": "x", "name": "Jinja2", "version": "2.10"}
    for version, parts in (("1.0", [library("jinja2", "2.10")]), ("2.0", [library("jinja2", "2.10"), nameless])):
        release = register_release("pump", version, sbom(*parts), actor=actor).release
        match_release(release, on=TODAY - timedelta(days=7), actor=actor)
    Release.objects.update(registered_at=datetime(2026, 6, 1, 3, tzinfo=UTC))
    register_units(
        "pump",
        [UnitEntry(serial="A1", hospital="takadai", release="1.0"), UnitEntry(serial="A2", hospital="takadai")],
        actor=actor,
    )
    return sato


def _chosen(page: Any, address: str) -> dict[str, str]:
    """The hidden fields of the form that judges a set."""
    import re

    text = page.get(address).content.decode()
    return {name: re.search(f'name="{name}" value="([^"]*)"', text)[1] for name in ("findings", "token", "back")}  # type: ignore[index]


def test_the_list_shows_each_finding_with_its_verdict_and_its_triage_day(matched: Any) -> None:
    page = words(matched.get("/findings"))
    # Jinja2 without an identifier is found by its name alone, in one release.
    assert "6件" in page
    assert "PYSEC-2026-1 CVE-2026-0001 Flaw 1" in page
    assert "4日経過" in page
    assert "未トリアージ" in page


def test_a_filter_stands_in_the_address_and_narrows_the_list(matched: Any) -> None:
    assert "4件" in words(matched.get("/findings?verdict=affected"))
    assert "2件" in words(matched.get("/findings?verdict=undetermined"))
    assert "この条件に合う該当候補はありません" in words(matched.get("/findings?exploited=1"))
    assert "3件" in words(matched.get("/findings?advisory=CVE-2026-0002"))
    assert "6件" in words(matched.get("/findings?overdue=1&triage=to_do"))
    # A filter that nobody knows narrows nothing: an old link never shows an empty list for it.
    assert "6件" in words(matched.get("/findings?verdict=nonsense&device=x&before=1;2"))


@pytest.mark.parametrize("asked", ["CVE-2026-0001", "PYSEC-2026-1"])
def test_the_findings_of_a_vulnerability_are_found_by_the_search_and_lead_to_their_pages(
    matched: Any, asked: str
) -> None:
    shown = (
        matched.get("/search", {"q": asked})
        .content.decode()
        .partition('id="found-finding"')[2]
        .partition("</section>")[0]
    )
    listed = matched.get("/findings", {"advisory": asked}).content.decode()
    links = set(re.findall(r"/findings/\d+-\d+", shown))
    assert len(links) == 3
    assert links == set(re.findall(r"/findings/\d+-\d+", listed))


def test_the_spread_of_a_vulnerability_leads_to_its_devices_hospitals_and_cases(matched: Any) -> None:
    shown = matched.get("/spread", {"cve": "CVE-2026-0001"}).content.decode()
    assert re.search(r'<h3><a href="/devices/\d+">', shown)
    assert re.search(r'<a href="/hospitals/\d+">', shown)
    assert 'href="/search?q=CVE-2026-0001"' in shown


def _scored(number: int, score: float) -> None:
    from kizuki.store.models import StoredDocument
    from kizuki.store.record import clock
    from kizuki.store.signals.standing import write_signals
    from tests.planted import planted

    document = StoredDocument.objects.order_by("sha256")[0]
    told = {"score": score, "percentile": 0.9, "model": "v4", "scored_on": "2026-06-09"}
    with planted():
        write_signals("epss", {f"CVE-2026-000{number}": told}, {}, document, clock.now())


def test_a_list_is_put_in_order_by_epss_and_keeps_the_order_while_it_is_narrowed(matched: Any) -> None:
    _scored(1, 0.913)
    asked = matched.get("/findings?verdict=affected&sort=epss")
    page = words(asked)
    assert page.index("PYSEC-2026-1") < page.index("91.3%") < page.index("PYSEC-2026-2")
    assert "（EPSSの高い順）" in page
    text = asked.content.decode()
    assert '<input type="hidden" name="sort" value="epss">' in text
    assert "?verdict=affected&amp;triage=to_do&amp;sort=waiting" in text
    # The newest first is what the list is by itself.
    assert "PYSEC-2026-2" in words(matched.get("/findings?sort=nonsense")).partition("PYSEC-2026-1")[0]


@pytest.mark.parametrize(
    ("hours", "said"),
    [(None, "KEV 未取得"), (2, "KEV 掲載なし（2026-06-15 取得）"), (500, "（古い情報）")],
)
def test_not_listed_says_when_it_was_fetched_and_stands_out_where_that_is_long_ago_or_never(
    matched: Any, monkeypatch: pytest.MonkeyPatch, hours: int | None, said: str
) -> None:
    from kizuki.store.models import FeedSource

    now = datetime(2026, 6, 15, 3, tzinfo=UTC)
    monkeypatch.setattr("kizuki.web.pages.findings.clock.now", lambda: now)
    if hours is not None:
        FeedSource.objects.create(
            code="kev", every_hours=24, stale_after_hours=72, last_success_at=now - timedelta(hours=hours)
        )
    answer = matched.get(_first(matched, "/findings"))
    assert said in words(answer)
    row = re.search(r"<dt>KEV</dt><dd>.*?</dd>", answer.content.decode(), re.DOTALL)
    assert row is not None
    assert ("doubtful" in row[0]) is (hours != 2)
    listed = re.search(r'<span>KEV <span class="(\w+)">', matched.get("/findings").content.decode())
    assert listed is not None
    assert (listed[1] == "doubtful") is (hours != 2)


def test_a_catalogue_that_came_as_a_file_is_as_old_as_it_says(matched: Any) -> None:
    from kizuki.store.models import StoredDocument
    from kizuki.store.queries.feeds import freshness
    from kizuki.store.queries.viewer import PROGRAM
    from kizuki.store.record import clock
    from kizuki.store.signals.standing import keep_source
    from tests.planted import planted

    document = StoredDocument.objects.order_by("sha256")[0]
    now = datetime(2026, 6, 15, 3, tzinfo=UTC)
    with planted():
        keep_source("kev", document, clock.now(), version="1", dated_on=date(2026, 5, 1), rows=1)
        keep_source("epss", document, now, version="v4", dated_on=None, rows=1)
    told = freshness(PROGRAM, now)
    assert (told["kev"].day, told["kev"].doubtful) == ("2026-05-01", True)
    assert (told["epss"].day, told["epss"].doubtful) == ("2026-06-15", False)


def test_a_finding_shows_evidence_days_and_what_every_source_says(matched: Any) -> None:
    from kizuki.actions.feeds.keep_advisories import keep_advisories
    from kizuki.actions.verb import Actor

    other = advisory(9, "unrelated", "0", "1", aliases=["CVE-2026-0001"], published="2026-06-01T16:00:00Z")
    keep_advisories(other, actor=Actor.program("test"))
    href = _first(matched, "/findings?advisory=PYSEC-2026-1&verdict=affected")
    page = words(matched.get(href))
    for part in ("< 2.11", "pypi", "照合日 2026-06-09（火）", "報告を要すると判断した日 未記録", "PYSEC-2026-9"):
        assert part in page
    assert "公表日 2026-06-02（火）" in page
    assert "影響がないことを意味しません" in page
    assert matched.get("/findings/1-999999").status_code == 404


def _first(page: Any, address: str) -> str:
    import re

    return re.findall(r'href="(/findings/\d+-\d+)"', page.get(address).content.decode())[0]


def test_a_set_is_shown_and_then_judged_with_one_reason(matched: Any) -> None:
    address = "/findings/triage?all=1&verdict=affected"
    assert "対象 4 件" in words(matched.get(address))
    values = _chosen(matched, address) | {
        "act": "triage",
        "state": "affected",
        "reason": REASON,
        "reportable_on": "2026-06-15",
    }
    answer = matched.post("/findings/triage", values)
    assert (answer.status_code, answer["Location"]) == (302, "/findings?verdict=affected")
    assert "4件" in words(matched.get("/findings?triage=affected"))
    page = words(matched.get(_first(matched, "/findings?triage=affected")))
    assert REASON in page
    assert "佐藤 恵" in page
    assert "報告を要すると判断した日 2026-06-15（月）" in page


def test_a_set_that_moved_is_said_to_have_moved_and_nothing_is_kept(matched: Any) -> None:
    from kizuki.store.models import Triage

    values = _chosen(matched, "/findings/triage?all=1") | {"act": "triage", "state": "fixed", "reason": REASON}
    assert matched.post("/findings/triage", values | {"token": "0" * 64}).status_code == 422
    assert "表示の後に対象が変わりました" in _text(matched.post("/findings/triage", values | {"token": "0" * 64}))
    assert "根拠を選んでください" in _text(matched.post("/findings/triage", values | {"state": "not_affected"}))
    assert "理由を記入してください" in _text(matched.post("/findings/triage", values | {"reason": " "}))
    assert not Triage.objects.exists()
    assert "選ばれていません" in _text(matched.get("/findings/triage"))


def _text(answer: Any) -> str:
    assert answer.status_code == 422
    return answer.content.decode()


def test_what_is_suppressed_leaves_the_list_and_can_be_brought_back(matched: Any) -> None:
    from kizuki.store.models import User

    owner = User.objects.get().pk
    values = _chosen(matched, "/findings/triage?all=1&verdict=undetermined") | {"reason": "試験用の部品"}
    until = (TODAY + timedelta(days=30)).isoformat()
    matched.post("/findings/triage", values | {"act": "suppress", "owner": owner, "expires_on": until})
    assert "4件" in words(matched.get("/findings"))
    page = words(matched.get("/findings?suppressed=1"))
    assert f"{until}（木） まで除外" in page
    values = _chosen(matched, "/findings/triage?all=1&suppressed=1") | {"act": "lift", "reason": "再検討"}
    assert matched.post("/findings/triage", values).status_code == 302
    assert "6件" in words(matched.get("/findings"))


def test_who_only_reads_sees_findings_and_may_not_judge_them(matched: Any, client: Any) -> None:
    from kizuki.actions.devices.register_user import register_user
    from kizuki.actions.verb import Actor

    register_user(
        sign_in_name="kansa", display_name="監査", role="auditor", password=PASSWORD, actor=Actor.program("test")
    )
    client.post("/sign-out")
    client.post("/sign-in", {"name": "kansa", "password": PASSWORD})
    page = client.get("/findings")
    assert "選んだものを判断する" not in words(page)
    assert client.get("/findings/triage?all=1").status_code == 403


def test_spread_names_devices_units_and_sites_and_counts_units_of_unknown_release(matched: Any) -> None:
    from kizuki.actions.devices.note_on_site import note_on_site
    from kizuki.actions.verb import Actor

    note_on_site("takadai", "connected_system", "電子カルテ", "同じ部品を使う", actor=Actor.program("test"))
    page = words(matched.get("/spread?cve=CVE-2026-0001"))
    for part in (
        "該当する設置台 1",
        "版が未登録の設置台（該当の可能性） 1",
        "高台市立中央病院",
        "接続先システム 電子カルテ",
    ):
        assert part in page
    assert "1.0" in words(matched.get("/spread?component=jinja2"))
    assert "輸液ポンプ" in words(matched.get("/spread?component=pkg:pypi/jinja2"))


def test_spread_of_what_is_not_known_does_not_say_that_nothing_is_affected(matched: Any) -> None:
    assert "影響がないことを意味しません" in words(matched.get("/spread?cve=CVE-1999-0001"))
    assert "別の名称で登録されている場合があります" in words(matched.get("/spread?component=nothing"))


def test_what_cannot_be_matched_has_a_suggestion_that_only_a_person_accepts(matched: Any) -> None:
    from kizuki.store.models import ConfirmedAlias, Unmatchable

    page = words(matched.get("/unmatchable"))
    assert "Jinja2" in page
    assert "pkg:pypi/jinja2" in page
    assert not ConfirmedAlias.objects.exists()
    values = {
        "line": str(Unmatchable.objects.get().pk),
        "name": "Jinja2",
        "maker": "",
        "product": "pkg:pypi/jinja2\n",
    }
    assert "確定の理由を記入してください" in _text(matched.post("/unmatchable", values | {"reason": " "}))
    assert matched.post("/unmatchable", values | {"reason": "供給者に確認"}).status_code == 302
    assert ConfirmedAlias.objects.get().confirmed_by == "佐藤 恵"
    assert len(asked_of("match_alias")) == 1


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/findings", 23),
        ("/findings?device=1&verdict=affected&overdue=1", 23),
        ("/findings/triage?all=1", 29),
        ("/spread?cve=CVE-2026-0001", 30),
        ("/spread?component=jinja2", 12),
        ("/unmatchable", 15),
    ],
)
def test_a_list_asks_the_database_as_often_for_many_as_for_few(matched: Any, address: str, most: int) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from kizuki.actions.devices.register_release import register_release
    from kizuki.actions.findings.match_release import match_release
    from kizuki.actions.verb import Actor

    actor = Actor.program("test")
    for version in ("3.0", "4.0", "5.0"):
        nameless = {"type": "library", "bom-ref": "y", "name": "Jinja2", "version": version}
        release = register_release("pump", version, sbom(library("jinja2", "2.10"), nameless), actor=actor).release
        match_release(release, on=date(2026, 6, 9), actor=actor)
    with CaptureQueriesContext(connection) as asked:
        assert matched.get(address).status_code == 200
    # PostgreSQL is told how to plan a walk before it and after it, which reads nothing.
    read = [one["sql"] for one in asked.captured_queries if "set_config(" not in one["sql"]]
    assert len(read) <= most, "\n".join(read)
