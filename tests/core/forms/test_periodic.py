"""Forms 9, 11 and 12 from typed values: rates and counts worked out by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kizuki.core.facts import read_case
from kizuki.core.forms import (
    CountedBefore,
    FilledForm,
    Period,
    PeriodDocument,
    PeriodEvent,
    Shipped,
    counts_of,
    fill_form,
    fill_period,
    printed,
    read_case_document,
    read_period_document,
)
from kizuki.core.forms.rates import figures
from kizuki.core.forms.recorded import RateKnown
from kizuki.core.refusal import Refused
from kizuki.core.reporting import assess
from tests.core.forms.cases import PUMP

YEAR: dict[str, Any] = {
    "device": {**PUMP["device"], "approved_on": "2024-04-10"},
    "company": PUMP["company"],
    "period": {"first_on": "2026-04-10", "last_on": "2027-04-09", "number": 3},
    "shipped": {"period": 1200, "total": 5400},
    "events": [
        {
            "id": "e1",
            "term": "A1402",
            "item": "3-ロ",
            "health_effect": "吐き気",
            "case": "K-1",
            "occurred_on": "2026-05-01",
        },
        {"id": "e2", "term": "A1402", "item": "3-ロ", "health_effect": "吐き気", "reported_on_form_8": True},
        {"id": "e3", "term": "表示の不良", "item": "3-ハ"},
        {"id": "e4", "term": "A1402", "item": "3-イ", "severity": "serious"},
    ],
    "report": {"reported_on": "2027-06-01", "company_no": "P-3"},
    "opinion": "使用上の注意への反映は不要と考える。",
    "measures": {"done": "なし（傾向に変化がない）", "future": "監視を続ける。"},
    "attachments": ["電子添文"],
}


def year(form: int, **changes: Any) -> FilledForm:
    return fill_period(form, read_period_document({**YEAR, **changes}))


def rows(form: FilledForm, box_id: str) -> list[dict[str, str]]:
    value = form.field(box_id).value
    assert isinstance(value, tuple)
    return [dict(row.cells) for row in value]  # type: ignore[union-attr]


def test_form_12_counts_by_term_harm_and_item_and_lists_every_event_once() -> None:
    form = year(12)
    assert form.missing == ()
    assert form.field("period").value == "2026年4月10日 ～ 2027年4月9日"
    counted = [
        (row["term"], row["health_effect"], row["item"], row["in_period"], row["in_all"])
        for row in rows(form, "events")
    ]
    assert counted == [
        ("A1402 Excess Flow or Over-Infusion", "吐き気", "3号ロ（健康被害あり）", "2", "―"),
        ("表示の不良", "―", "3号ハ（健康被害のおそれ）", "1", "―"),
    ]
    listed = rows(form, "event_list")
    assert [row["case"] for row in listed] == ["K-1", "e2 様式8報告済", "e3"]
    assert ("events_of_another_form", (("count", "1"),)) in {(n.code, n.values) for n in form.notices}


def test_what_was_counted_before_is_added_up_and_unknown_stays_unknown() -> None:
    before = [
        {"term": "A1402", "health_effect": "吐き気", "item": "3-ロ", "count": 7},
        {"term": "電池の異常", "item": "3-ハ", "count": 2},
    ]
    counted = {
        row["term"]: (row["in_period"], row["in_all"]) for row in rows(year(12, counted_before=before), "events")
    }
    assert counted == {
        "A1402 Excess Flow or Over-Infusion": ("2", "9"),
        "表示の不良": ("1", "1"),
        "電池の異常": ("0", "2"),
    }


def test_a_period_without_events_says_so() -> None:
    form = year(12, events=[])
    assert form.field("events").value == "期間中の報告対象の事象はなし"
    assert form.field("event_list").state == "not_asked"
    assert [notice.code for notice in form.notices] == ["nothing_in_the_period"]


def test_form_11_counts_deaths_serious_cases_and_their_fear_apart_and_holds_each_rate_against_the_known_one() -> None:
    events = [{"term": "A1402", "item": "3-イ", "severity": s} for s in ("death", "serious", "serious", "feared")]
    known = [
        {"term": "A1402", "rate": 3, "per": 1000, "known_on": "2024-04-10", "source": "承認申請資料"},
        {"rate": 4, "per": 1000, "source": "市販前試験"},
    ]
    form = year(11, events=events, expected=known, shipped={"period": 300, "total": 5400, "in_use": 1000})
    [counted] = rows(form, "events")
    assert [counted[key] for key in ("of_death", "of_serious", "of_feared", "in_period")] == ["1", "2", "1", "4"]
    assert counted["rate"] == "0.4 %"
    # Four events: the exact limits of the published tables are 1.090 and 10.24.
    interval = "95％信頼区間 0.109～1.02 %（Poisson 正確法）"
    compared = [(row["expected"], row["observed"], row["compared"]) for row in rows(form, "expected_rate")]
    assert compared == [
        ("3 / 1,000", f"0.4 %（4 / 1,000）\n{interval}", "上回る（様式第9）"),
        ("4 / 1,000", f"0.4 %（4 / 1,000）\n{interval}", "上回らない"),
    ]
    assert "above_the_rate_known" in {notice.code for notice in form.notices}


def test_form_11_needs_the_severity_of_each_event_and_the_rates_known_beforehand() -> None:
    form = year(11, events=[{"term": "A1402", "item": "3-イ"}])
    assert {"events", "expected_rate"} <= set(form.missing)


def test_the_same_typed_values_give_the_same_form_as_a_file() -> None:
    document = read_period_document(YEAR)
    typed = PeriodDocument(
        period=Period(date(2026, 4, 10), date(2027, 4, 9), 3),
        device=document.device,
        company=document.company,
        shipped=Shipped(1200, 5400),
        events=document.events,
        report=document.report,
        opinion=YEAR["opinion"],
        measures=document.measures,
        attachments=("電子添文",),
    )
    assert fill_period(12, typed) == year(12)
    counted = counts_of(
        PeriodDocument(Period(date(2026, 1, 1), date(2026, 12, 31)), events=(PeriodEvent("a", "3-ロ"),)), 12
    )
    assert [(row.term, row.in_period, row.in_all) for row in counted] == [("a", 1, None)]
    assert CountedBefore("a", 1, "3-ロ").count == 1
    assert RateKnown().rate is None


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"period": {"first_on": "2026-04-10", "last_on": "2026-04-09"}}, "period.last_on"),
        ({"period": {"first_on": "2026-04-10", "last_on": "2027-06-09"}}, "period.last_on"),
        ({"period": {"first_on": "2026-04-10"}}, "period.last_on"),
        ({"period": None}, "period"),
        ({"shipped": {"period": 10, "total": 9}}, "shipped.total"),
        ({"report": {"reported_on": "2027-04-09"}}, "report.reported_on"),
        ({"events": [{"term": "a", "item": "1-イ"}]}, "events.0.item"),
        ({"events": [{"item": "3-ロ"}]}, "events.0.term"),
        ({"events": [{"term": "a", "item": "3-イ", "severity": "bad"}]}, "events.0.severity"),
        ({"events": [{"term": "a", "item": "3-ロ", "occurred_on": "2027-05"}]}, "events.0.occurred_on"),
        ({"events": [{"id": "x", "term": "a", "item": "3-ロ"}] * 2}, "events.1.id"),
        ({"colour": 1}, "colour"),
    ],
)
def test_what_no_period_can_hold_is_refused_by_name(changes: dict[str, Any], place: str) -> None:
    with pytest.raises(Refused) as found:
        year(12, **changes)
    assert found.value.place == place


RATE = {
    "observed": 0.002,
    "expected": 0.001,
    "known_beforehand": True,
    "scope": "death_serious",
    "includes_deaths": False,
}


def rate_form(**changes: Any) -> FilledForm:
    matter = {"kind": "rate", "learned_on": "2026-06-01", "locus": "domestic", "rate": RATE}
    counted = {
        "first_on": "2025-06-01",
        "last_on": "2026-05-31",
        "units": 4800,
        "unit": "台",
        "deaths": 0,
        "serious": 3,
        "feared": 9,
        "known": {"rate": 1, "per": 1000, "source": "承認申請資料"},
        **changes,
    }
    document = {
        **PUMP,
        "facts": {"device": {"own": True, "designated": True}, "matters": [matter]},
        "patient": {},
        "event": {"device_problems": [{"code": "A1402", "term": "過剰送液"}]},
        "device": {**PUMP["device"], "approved_on": "2024-04-10", "designation": "指定医療機器"},
        "rate": counted,
    }
    return fill_form(9, read_case_document(document), assess(read_case(document["facts"])))


def test_form_9_computes_the_rate_from_cases_and_units() -> None:
    form = rate_form()
    assert form.missing == ()
    # Twelve events: 6.201 and 20.96 in the published tables.
    assert form.field("observed_rate").value == (
        "0.25 %（12 / 4,800）\n95％信頼区間 0.129～0.437 %（Poisson 正確法）"
    )
    assert form.field("denominator").value == "4,800 台"
    assert dict(form.field("numerator").value[0].cells)["cases"] == "12 件"  # type: ignore[index,union-attr]
    assert dict(form.field("expected_rate").value[0].cells)["rate"] == "1 / 1,000"  # type: ignore[index,union-attr]
    assert form.field("place").value == "国内"


def test_form_9_without_its_counts_or_their_unit_is_missing_them() -> None:
    assert set(rate_form(serious=None).missing) == {"numerator", "observed_rate"}
    assert rate_form(unit=None).missing == ("denominator",)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (12.3456, "12.3"), (0.25, "0.25"), (0.00012345, "0.000123"), (1234.5, "1234"), (100, "100")],
)
def test_figures_have_three_significant_digits_and_no_exponent(value: float, text: str) -> None:
    assert figures(value) == text


def test_a_count_is_printed_with_its_unit_as_the_shipments_beside_it() -> None:
    form = year(11, shipped={"period": 1200, "total": 5400, "in_use": 1840})
    assert printed(form.field("used").value, form.table.box("used")) == "1,840 台"
