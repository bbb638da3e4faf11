"""Form 10: a measure abroad (1号チ, 15 days) and a research report (2号ハ, 30 days)."""

from __future__ import annotations

from typing import Any

import pytest

from kizuki.core.facts import read_case
from kizuki.core.forms import FilledForm, fill_form, read_case_document
from kizuki.core.refusal import Refused
from kizuki.core.reporting import assess
from tests.core.forms.cases import PUMP

MEASURE = {
    "kind": "foreign_measure",
    "learned_on": "2026-06-01",
    "locus": "foreign",
    "also_in_domestic_units": False,
    "measure": {"type": "recall", "by": "Example Inc.", "for_hazard": True, "covers_identical": True},
}
RESEARCH = {
    "kind": "research",
    "learned_on": "2026-06-01",
    "locus": "domestic",
    "research": ["serious_risk", "no_effect"],
}


def form_10(matter: dict[str, Any], **parts: Any) -> FilledForm:
    event = {"device_problems": PUMP["event"]["device_problems"], "health_effects": [], "health_impacts": []}
    document = {
        **PUMP,
        "facts": {"device": {"own": True}, "matters": [matter]},
        "event": event,
        "patient": {},
        **parts,
    }
    return fill_form(10, read_case_document(document), assess(read_case(document["facts"])))


def test_a_measure_abroad_fills_its_boxes_and_asks_none_of_research() -> None:
    abroad = {"brand": "KP-300 US", "countries": ["US", "CA"], "done_on": "2026-05-28", "summary": "全数の回収"}
    form = form_10(
        MEASURE, abroad=abroad, investigation={"in_japan": "国内出荷1,200台が該当する。", "result": "調査中。"}
    )
    assert form.missing == ()
    said = {field.id: field.value for field in form.fields}
    assert said["report_class"] == "DG 措置報告"
    assert (said["section"], said["deadline"], said["type"]) == ("措置報告", "15日", "初回報告")
    assert said["measure_country"] == ("アメリカ合衆国", "カナダ")
    assert said["measure_type"] == ("回収",), "as the facts name it"
    assert said["measure_actor"] == "Example Inc."
    assert said["measure_summary"] == "全数の回収"
    assert said["japan_relevance"] == "国内出荷1,200台が該当する。"
    assert [row.cell("code") for row in said["device_problem"]] == ["A1103"]
    research = ("research_type", "publication", "publication_country", "research_summary")
    assert {form.field(box_id).state for box_id in research} == {"not_asked"}
    assert "prompt_first_report_met" in {notice.code for notice in form.notices}


def test_research_has_30_days_and_asks_nothing_of_a_measure() -> None:
    research = {"publication": "J Med Dev 2026;1:1", "country": "GB", "summary": "長期使用で危険性が示された。"}
    form = form_10(RESEARCH, research=research)
    said = {field.id: field.value for field in form.fields}
    assert (said["report_class"], said["section"], said["deadline"]) == ("DF 研究報告", "研究報告", "30日")
    assert said["research_type"] == (
        "危険性（がんその他の重大な疾病、障害、死亡のおそれ）",
        "承認を受けた効能・効果を有しない",
    )
    assert said["publication_country"] == "英国"
    measure = ("measure_country", "measure_actor", "measure_type", "measure_date", "measure_summary", "fax_date")
    assert {form.field(box_id).state for box_id in (*measure, "foreign_brand")} == {"not_asked"}


def test_the_day_of_the_first_report_comes_from_its_dispatch_alone() -> None:
    assert form_10(MEASURE, abroad={"countries": "US"}).field("fax_date").value == "記載なし"
    sent = {"sent_at": "2026-06-01T16:05:00+09:00", "way": "fax", "delivered": True}
    told = form_10(MEASURE, abroad={"countries": "US"}, dispatches=[sent]).field("fax_date")
    assert told.value == "2026年6月1日 16時05分 FAX送信（着信は未確認）"
    failed = form_10(MEASURE, abroad={"countries": "US"}, dispatches=[{**sent, "delivered": False}])
    assert failed.field("fax_date").value == "記載なし", "a transmission that failed reported nothing"


def test_a_measure_without_its_country_and_summary_is_missing_them() -> None:
    assert set(form_10(MEASURE).missing) == {"measure_country", "measure_summary"}


def test_an_event_is_told_on_no_form_10() -> None:
    with pytest.raises(Refused, match="does not call for form 10; what is met or open is on form 8"):
        fill_form(10, read_case_document(PUMP), assess(read_case(PUMP["facts"])))
