"""第一報連絡票: of those who are named, from device, day and one sentence; what is not known says 確認中."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from kizuki.core.facts import read_case
from kizuki.core.forms import FilledForm, fill_first, read_case_document
from kizuki.core.forms.first_named import age_band
from kizuki.core.refusal import Refused
from kizuki.core.reporting import assess

DEATH = {"severity": "death", "victim": "patient", "causality": "unknown"}
LEAST: dict[str, Any] = {
    "facts": {
        "device": {"own": True},
        "matters": [{"kind": "event", "learned_on": "2026-11-19", "locus": "domestic"}],
    },
    "device": {"brand": "輸液ポンプ KP-300"},
    "event": {"situation": "ICUで輸液ポンプが警報なく停止した。"},
}
"""Device, day and one sentence: what somebody knows ten minutes after the call."""


def sheet(document: dict[str, Any], *persons: str, matters: tuple[str, ...] = ()) -> FilledForm:
    read = read_case_document(document)
    return fill_first(read, assess(read_case(document["facts"])), matters=matters, persons=persons)


def with_harms(*harms: dict[str, Any], **more: Any) -> dict[str, Any]:
    document = {**deepcopy(LEAST), **more}
    document["facts"]["matters"][0] |= {"id": "m1", "harms": list(harms)}
    return document


def test_device_day_and_one_sentence_are_enough() -> None:
    form = sheet(LEAST)
    assert form.missing == ()
    assert form.field("learned_at").value == "2026年11月19日（時刻は確認中）"
    assert form.field("facts").value == "ICUで輸液ポンプが警報なく停止した。"
    open_boxes = {field.id: field.value for field in form.fields if field.state == "may_follow"}
    not_known = ("submitter", "contact", "supposed", "connection", "attack", "evidence", "units_in_japan")
    assert {open_boxes[box_id] for box_id in not_known} == {"確認中"}
    assert "調査中" not in open_boxes.values()


@pytest.mark.parametrize("lacking", ["device", "event"])
def test_without_the_device_or_the_sentence_the_sheet_says_what_it_lacks(lacking: str) -> None:
    form = sheet({key: value for key, value in LEAST.items() if key != lacking})
    assert form.missing == ({"device": "brand", "event": "facts"}[lacking],)


def test_two_who_died_are_never_both_on_the_sheet_by_default() -> None:
    both = with_harms({**DEATH, "id": "p1"}, {**DEATH, "id": "p2"})
    with pytest.raises(Refused, match=r"matter m1, person p1 \(met\); matter m1, person p2 \(met\)"):
        sheet(both)
    with pytest.raises(Refused, match="name those"):
        sheet(both, matters=("m1",))
    one = sheet(both, "p2")
    assert [row.cell("who") for row in one.field("persons").value] == ["患者等2"]  # type: ignore[union-attr]
    assert [notice.code for notice in one.notices] == ["others_need_a_sheet"]
    assert dict(one.notices[0].values)["others"] == "患者等1"
    together = sheet(both, "p1", "p2")
    assert [row.cell("who") for row in together.field("persons").value] == ["患者等1", "患者等2"]  # type: ignore[union-attr]
    assert together.notices == ()


def test_whoever_is_learned_of_later_has_a_second_sheet_that_names_the_first() -> None:
    sent = {"sent_at": "2026-11-19T14:20:00+09:00", "way": "fax", "delivered": True, "of": ["p1"]}
    later = {**DEATH, "id": "p2", "learned_on": "2026-11-21"}
    document = with_harms({**DEATH, "id": "p1"}, later, dispatches=[sent])
    second = sheet(document, "p2")
    assert second.notices == (), "p1 has a sheet that went through"
    assert second.field("earlier_sheets").value == "2026年11月19日 14時20分 FAX送信（着信は未確認）　患者等1"
    assert second.field("sent").value == "（送信後に記録）"
    assert second.field("persons").value[0].cell("learned_on") == "2026年11月21日"  # type: ignore[index,union-attr]
    first = sheet(document, "p1")
    assert first.field("sent").value == "2026年11月19日 14時20分 FAX：送信済"
    assert first.field("arrived").value == "（確認後に記録）", "sent is not arrived"


def test_a_sheet_that_failed_says_so_and_the_arrival_stands_apart() -> None:
    failed = {"sent_at": "2026-11-19T05:20:00+00:00", "way": "fax", "delivered": False, "of": ["p1"]}
    again = {**failed, "sent_at": "2026-11-19T05:40:00+00:00", "delivered": True}
    arrived = again | {"arrived_at": "2026-11-19T06:00:00+00:00"}
    form = sheet(with_harms({**DEATH, "id": "p1"}, dispatches=[failed, arrived]))
    assert form.field("sent").value == "2026年11月19日 14時20分 FAX：送信失敗\n2026年11月19日 14時40分 FAX：送信済"
    assert form.field("arrived").value == "2026年11月19日 15時00分"


def test_a_person_has_an_age_band_and_no_age() -> None:
    document = with_harms({**DEATH, "id": "p1"}, patient={"age": 76, "sex": "male", "died_on": "2026-11-18"})
    row = sheet(document).field("persons").value[0]  # type: ignore[index]
    cells = dict(row.cells)  # type: ignore[union-attr]
    assert (cells["age_band"], cells["sex"], cells["died_on"], cells["harm"]) == (
        "70代",
        "男",
        "2026年11月18日",
        "死亡",
    )
    assert "76" not in "".join(cells.values())


def test_whoever_reads_the_sheet_meets_no_key_of_the_record() -> None:
    first = {"sent_at": "2026-11-19T05:20:00+00:00", "way": "fax", "delivered": True, "of": ["p11-1"]}
    form = sheet(with_harms({**DEATH, "id": "p11-1"}, {**DEATH, "id": "p11-2"}, dispatches=[first]), "p11-2")
    assert [row.cell("who") for row in form.field("persons").value] == ["患者等2"]  # type: ignore[union-attr]
    assert form.field("earlier_sheets").value == "2026年11月19日 14時20分 FAX送信（着信は未確認）　患者等1"


@pytest.mark.parametrize(
    ("age", "band"),
    [(0, "10歳未満"), (9.9, "10歳未満"), (10, "10代"), ("89歳", "80代"), (101, "90歳以上"), ("不明", "不明")],
)
def test_ages_fall_into_bands(age: float | str, band: str) -> None:
    assert age_band(age) == band


def test_nobody_for_whom_no_first_report_is_asked_can_be_put_on_it() -> None:
    light = {"severity": "non_serious", "predictable": True, "causality": "suspected", "id": "p9"}
    with pytest.raises(Refused, match="no first report is asked for of 'p9'"):
        sheet(with_harms({**DEATH, "id": "p1"}, light), "p9")
    with pytest.raises(Refused, match="no first report is asked for"):
        sheet(with_harms(light))


def test_a_foreign_measure_tells_country_by_whom_kind_reason_versions_and_whether_japan_is_hit() -> None:
    measure = {
        "id": "m1",
        "kind": "foreign_measure",
        "learned_on": "2026-10-13",
        "locus": "foreign",
        "also_in_domestic_units": True,
        "measure": {"type": "recall", "by": "Example Inc.", "for_hazard": True, "covers_identical": True},
    }
    abroad = {
        "countries": ["US"],
        "reason": "登録手順を回避できる。",
        "versions": "1.4.0以前",
        "done_on": "2026-10-09",
    }
    form = sheet({**LEAST, "facts": {"device": {"own": True}, "matters": [measure]}, "abroad": abroad})
    cells = dict(form.field("measures").value[0].cells)  # type: ignore[index,union-attr]
    assert cells == {
        "who": "事項1",
        "country": "アメリカ合衆国",
        "by": "Example Inc.",
        "kind_of_measure": "回収",
        "done_on": "2026年10月9日",
        "learned_on": "2026年10月13日",
    }
    assert form.field("measure_reason").value == "登録手順を回避できる。"
    assert form.field("measure_versions").value == "1.4.0以前"
    assert form.field("hit_in_japan").value == "該当あり"
    assert form.field("persons").state == "not_asked"
    assert form.field("full_report").value == "様式第10　期限 2026年10月28日"
