"""What home and the page of a case say, as a person reads them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest

from tests.web.cast import PASSWORD
from tests.web.conftest import TODAY


def words(response: Any) -> str:
    """The page as its text, one space between words."""
    assert response.status_code == 200
    text = re.sub(r"<[^>]*>", " ", response.content.decode())
    return re.sub(r"\s+", " ", unescape(text))


def test_home_lists_cases_by_what_is_most_urgent(sato: Any, office: dict[str, int]) -> None:
    """Late by the law; what is asked today, a first report before deaths; within three days; the rest."""
    page = words(sato.get("/"))
    titles = ["患者が死亡", "外国での販売中止", "輸液ポンプの停止", "検査の遅延", "過量投与", "TLSライブラリ"]
    places = [page.index(title) for title in titles]
    assert places == sorted(places)


def test_days_left_are_said_with_the_absolute_day_and_its_weekday(sato: Any) -> None:
    page = words(sato.get("/"))
    assert "超過17日 2026-05-30（土） 第一報" in page, "a Saturday moves no first report"
    assert "期限まで残り2日 2026-06-18（木） 不具合等報告" in page
    assert "2026-06-28（日） 報告不要の判断" in page


def test_home_in_english_says_the_same(sato: Any) -> None:
    sato.post("/language", {"language": "en", "next": "/"})
    page = words(sato.get("/"))
    assert "17 days overdue 2026-05-30 (Sat) Prompt first report" in page
    assert "2 days left 2026-06-18 (Thu) Malfunction report" in page
    assert "Judgement required" in page


def test_a_death_in_japan_carries_the_mark_of_the_first_report(sato: Any) -> None:
    row = words(sato.get("/")).split("患者が死亡")[1].split("外国での販売中止")[0]
    assert "第1号イ" in row
    assert "第一報" in row


def test_an_unknown_harm_leaves_the_first_report_open(sato: Any) -> None:
    row = words(sato.get("/")).split("輸液ポンプの停止")[1].split("過量投与")[0]
    assert "未確定" in row
    assert "第一報の要否未確定" in row


def test_a_case_is_determined_when_it_is_opened_and_stands_at_awareness_plus_15(
    sato: Any, office: dict[str, int]
) -> None:
    planned = (TODAY + timedelta(days=15)).isoformat()
    row = words(sato.get("/")).split("画像サーバへのDDoS")[0].split("輸液ポンプの停止")[1]
    assert planned in row
    assert "死亡者の有無の確認、作業期限" in row
    page = words(sato.get(f"/cases/{office['just_opened']}"))
    assert "死亡した人がいるかを本日確認する" in page
    assert planned in page


def test_a_working_day_that_has_passed_is_a_premise_and_never_late(sato: Any, office: dict[str, int]) -> None:
    from kizuki.store.queries.viewer import Viewer
    from kizuki.web.pages.case import case_page
    from kizuki.web.pages.home import home_page

    later = TODAY + timedelta(days=2)
    home = home_page(Viewer(None, "program", "ja"), later)
    (line,) = (row for row in home.cases if row.id == office["unclear"])
    assert (line.clock, line.premise_passed) == ("death_question", True)
    assert line.countdown.kind == "past"
    assert home.over == sum(row.countdown.kind == "over" for row in home.cases)
    page = case_page(Viewer(None, "program", "ja"), office["unclear"], later)
    assert page is not None
    assert page.past_working_day


def test_nobody_is_late_for_a_question_whether_anybody_died(sato: Any, office: dict[str, int]) -> None:
    page = words(sato.get(f"/cases/{office['unclear']}"))
    asked = page.split("死亡した人がいるかを本日確認する")[1].split("法68条の9第1項")[0]
    assert "超過" not in asked


def test_a_device_that_was_never_matched_shows_no_zero(sato: Any) -> None:
    strip = words(sato.get("/")).split("医療機器の状況")[1]
    assert "照合前" in strip
    assert "評価前" in strip


def test_a_case_shows_every_duty_with_address_days_and_reasons(sato: Any, office: dict[str, int]) -> None:
    page = words(sato.get(f"/cases/{office['overdose']}"))
    for part in (
        "報告が必要です。",
        "主たる号 第1号ハ",
        "施行規則第228条の20第2項第1号ハ",
        "15日、様式8",
        "報告期限 2026-06-18（木）",
        "健康被害の程度（患者等1）：重篤",
        "施行規則第228条の20第2項第2号ロ",
        "第1号ハの報告とあわせて行います。",
    ):
        assert part in page


def test_a_case_shows_what_is_not_met_and_why(sato: Any, office: dict[str, int]) -> None:
    not_met = words(sato.get(f"/cases/{office['overdose']}")).split("該当しない号とその理由")[1]
    assert "第1号イ 健康被害の程度（患者等1）：重篤" in not_met


def test_open_facts_are_asked_for_by_name_with_what_an_answer_brings(sato: Any, office: dict[str, int]) -> None:
    page = words(sato.get(f"/cases/{office['unclear']}"))
    asked = page.split("次に確認すること")[1].split("把握している事実")[0]
    assert "健康被害を受けた人がいるか" in asked
    assert "死亡 第2号ロに該当" in asked
    assert "死亡 第1号イ、第2号ロ、第一報に該当" in asked
    facts = page.split("把握している事実")[1].split("判定と理由")[0]
    assert "健康被害を受けた人がいるか 未確認" in facts


def test_a_case_shows_what_is_known(sato: Any, office: dict[str, int]) -> None:
    facts = words(sato.get(f"/cases/{office['overdose']}")).split("把握している事実")[1].split("判定と理由")[0]
    for part in (
        "情報入手日 2026-06-03（水）",
        "事項の種類 不具合の発生",
        "悪用の実績 当該機器で実績あり",
        "疑われる",
    ):
        assert part in facts
    assert "未確認" not in facts


def test_a_judgement_shows_its_question_its_default_and_who_decides(sato: Any, office: dict[str, int]) -> None:
    page = words(sato.get(f"/cases/{office['abroad']}"))
    assert "条文だけでは決まりません" in page
    assert "第1号チの措置に当たりますか。" in page
    assert "決まるまでの扱い 措置に当たるものとして報告します" in page
    assert "判断する人 安全管理責任者" in page


def test_a_case_that_is_not_reportable_keeps_being_watched(sato: Any, office: dict[str, int]) -> None:
    page = words(sato.get(f"/cases/{office['unused']}"))
    assert "報告対象外・監視継続" in page
    assert "監視を続けます" in page


def test_an_answer_is_determined_at_once_and_names_what_ended(sato: Any, office: dict[str, int]) -> None:
    from kizuki.actions.cases.answer_facts import answer_facts
    from kizuki.actions.verb import Actor
    from kizuki.store.cases.facts import newest_facts

    known = newest_facts(office["unclear"])
    known.facts["matters"][0]["harms"] = []
    answer_facts(office["unclear"], known.facts, revision=known.revision, on=TODAY, actor=Actor.program("worker"))
    page = words(sato.get(f"/cases/{office['unclear']}"))
    ended = page.split("完了した事項")[1]
    assert "死亡した人がいるかを本日確認する 終了、事実の回答により終了" in ended


def test_the_rules_and_the_text_are_named_in_small_print(sato: Any, office: dict[str, int]) -> None:
    page = words(sato.get(f"/cases/{office['overdose']}"))
    assert "2026-05-01 施行の条文" in page
    assert re.search(r"規則の識別値 \S{16,}", page)


def test_what_a_person_wrote_stays_text(sato: Any, office: dict[str, int]) -> None:
    body = sato.get(f"/cases/{office['overdose']}").content.decode()
    assert "&lt;b&gt;ログ&lt;/b&gt;" in body
    assert "<b>" not in body


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_no_template_asks_for_a_value_that_is_not_there(
    sato: Any, office: dict[str, int], settings: Any, lang: str
) -> None:
    templates = settings.TEMPLATES[0]
    options = {**templates["OPTIONS"], "string_if_invalid": "INVALID(%s)"}
    settings.TEMPLATES = [{**templates, "OPTIONS": options}]
    sato.post("/language", {"language": lang})
    for path in ("/", *(f"/cases/{case_id}" for case_id in office.values()), "/sign-in"):
        assert "INVALID(" not in sato.get(path, follow=True).content.decode()


def test_an_unknown_case_is_not_found(sato: Any) -> None:
    response = sato.get("/cases/999999")
    assert response.status_code == 404
    assert "ページが見つかりません" in response.content.decode()


def test_the_number_of_queries_of_a_case_does_not_grow_with_its_history(sato: Any, office: dict[str, int]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from kizuki.actions.cases.note import note
    from kizuki.actions.verb import Actor

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert sato.get(f"/cases/{office['overdose']}").status_code == 200
        return len(queries)

    note(office["overdose"], "メモ", actor=Actor.program("worker"))
    asked()
    before = asked()
    for number in range(5):
        note(office["overdose"], f"メモ{number}", actor=Actor.program("worker"))
    assert asked() == before
    assert before <= 57


def test_every_case_of_the_sample_has_a_page_in_both_languages(db: None, today: date, client: Any) -> None:
    from kizuki.actions.cases.determine import determine
    from kizuki.sample.load import SAMPLE, load_sample
    from kizuki.store.models import Case
    from kizuki.store.queries.viewer import Viewer
    from kizuki.web.pages.case import case_page

    people = load_sample(password=PASSWORD).people
    assert client.post("/sign-in", {"name": people[0], "password": PASSWORD}).status_code == 302
    for case in Case.objects.all():
        determine(case.pk, on=today, actor=SAMPLE)
        page = words(client.get(f"/cases/{case.pk}"))
        assert case.title in page
        assert case_page(Viewer(None, "auditor", "en"), case.pk, today) is not None
    assert all(case.title in words(client.get("/")) for case in Case.objects.filter(state="open"))


def test_every_page_says_loudly_that_the_clock_is_shifted(sato: Any, settings: Any) -> None:
    assert "ずらしています" not in words(sato.get("/"))
    settings.CLOCK_SHIFT = timedelta(days=30, hours=2)
    for page in ("/", "/register", "/feeds", "/findings"):
        assert "時計を30日2時間先にずらしています" in words(sato.get(page)), page
    assert "時計を30日2時間先にずらしています" in sato.get("/nowhere").content.decode()
    sato.logout()
    assert "時計を30日2時間先にずらしています" in words(sato.get("/sign-in"))
