"""Shipments by month, and the question whether a month is a trend."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kizuki.actions.cases.open_case import CaseEntry, open_case
from kizuki.actions.devices.describe_device import describe_device
from kizuki.actions.devices.record_shipments import record_shipments
from kizuki.actions.loading.loading import commit_load, preview_load
from kizuki.actions.trends.judge_trend import judge_trend
from kizuki.actions.trends.watch_trends import watch_trends
from kizuki.core.devices.shipments import MonthSaid
from kizuki.core.refusal import Refused
from kizuki.store.models import Case, Obligation, Shipment, Task
from kizuki.store.queries.period_document import rate_document
from kizuki.store.queries.shipments import baselines_of, in_use_on, shipments_of
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.office import PASSWORD, person
from tests.actions.record import TESTER, company_and_pump
from tests.planted import planted

pytestmark = pytest.mark.django_db

ON = date(2026, 5, 20)
MAY = date(2026, 5, 1)
KNOWN = {"term": "A1407", "rate": 6, "per": 1000, "source": "承認申請書"}


def event(key: str, learned_on: str, *, potential: str = "serious", term: str = "A1407") -> int:
    matter: dict[str, Any] = {
        "kind": "event",
        "learned_on": learned_on,
        "locus": "domestic",
        "harms": [],
        "potential": potential,
        "malfunction_predictable": True,
        "exploited": "none_known",
    }
    parts = {"event": {"device_problems": [{"code": term}, {"code": "A14"}]}}
    return open_case(CaseEntry(key, "pump", key, {"matters": [matter]}, parts=parts), on=None, actor=TESTER)


def pump(*, in_use: int | None = 300) -> int:
    found = company_and_pump()
    describe_device("pump", {"baseline": [KNOWN]}, actor=TESTER)
    record_shipments("pump", [MonthSaid(MAY, 10, 500, in_use)], on=ON, actor=TESTER)
    return found


def asked() -> dict[str, tuple[str, ...]]:
    rows = Obligation.objects.filter(kind="trend", ended_at=None)
    return {row.item: tuple(row.because) for row in rows}


def test_what_is_said_anew_of_a_month_counts_and_what_was_said_before_stays() -> None:
    device = pump()
    assert record_shipments("pump", [MonthSaid(MAY, 10, 500, 300)], on=ON, actor=TESTER) == 0
    assert record_shipments("pump", [MonthSaid(MAY, 12, None, 310)], on=ON, actor=TESTER) == 1
    (row,) = shipments_of(PROGRAM, device)
    assert (row.shipped, row.total, row.in_use, row.said) == (12, None, 310, 2)
    assert Shipment.objects.count() == 2
    assert in_use_on([row], date(2026, 4, 30)) is None


def test_a_month_to_come_and_a_sum_below_its_month_are_refused() -> None:
    pump()
    with pytest.raises(Refused, match="month that has begun"):
        record_shipments("pump", [MonthSaid(date(2026, 6, 1), 1)], on=ON, actor=TESTER)
    with pytest.raises(Refused, match="less than what was shipped"):
        record_shipments("pump", [MonthSaid(MAY, 10, 9)], on=ON, actor=TESTER)


def test_shipments_come_from_a_list_in_the_words_of_a_company() -> None:
    device = pump()
    told = "品目略号,年月,出荷数量,出荷累計,使用中台数\npump,2026年4月,7,490,\npump,2026/5,10,500,300\n".encode()
    preview = preview_load("shipments", told, {}, on=ON)
    assert [row.what for row in preview.rows] == ["made", "stands"]
    commit_load("shipments", told, {}, token=preview.token, on=ON, actor=TESTER)
    assert [(row.month, row.in_use) for row in shipments_of(PROGRAM, device)] == [
        (date(2026, 4, 1), None),
        (MAY, 300),
    ]


def test_the_single_rate_of_before_stands_for_all_terms() -> None:
    device = company_and_pump()
    describe_device("pump", {"baseline": {"rate": 8, "per": 1000, "source": "集計"}}, actor=TESTER)
    (known,) = baselines_of(PROGRAM, device)
    assert (known.term, known.rate, known.per) == ("", 8, 1000)


def test_a_rate_above_the_known_one_asks_a_person_within_fifteen_days_of_its_last_event() -> None:
    pump()
    event("a", "2026-01-10")
    event("b", "2026-05-12")
    assert watch_trends(on=ON, actor=TESTER) == 1
    assert asked() == {"A1407@2026-05": ("count=1", "year=2", "code=above")}
    assert Obligation.objects.get(kind="trend").due_on == date(2026, 5, 27)
    assert Task.objects.get(kind="judge_trend").state == "open"
    assert watch_trends(on=ON, actor=TESTER) == 0


def test_units_in_use_that_nobody_told_are_asked_about_and_not_taken_for_none() -> None:
    pump(in_use=None)
    event("b", "2026-05-12")
    watch_trends(on=ON, actor=TESTER)
    assert asked() == {"A1407@2026-05": ("count=1", "year=1", "code=not_comparable")}


def test_what_was_judged_is_asked_again_only_where_more_was_counted() -> None:
    pump()
    safety = person("sato", "safety_manager")
    event("a", "2026-01-10")
    event("b", "2026-05-12")
    watch_trends(on=ON, actor=TESTER)
    row = Obligation.objects.get(kind="trend")
    with pytest.raises(Refused, match="goes on as a case"):
        judge_trend(row.pk, "trend", "上回る", password=PASSWORD, on=ON, actor=safety)
    judge_trend(row.pk, "no_trend", "同一施設の同一個体", password=PASSWORD, on=ON, actor=safety)
    assert Task.objects.get(kind="judge_trend").state == "done"
    assert watch_trends(on=ON, actor=TESTER) == 0
    event("c", "2026-05-18")
    assert watch_trends(on=ON, actor=TESTER) >= 1
    assert Obligation.objects.get(kind="trend", item="A1407@2026-05", ended_at=None).round == 2


def test_a_trend_goes_on_as_a_case_of_the_same_device() -> None:
    pump()
    safety = person("sato", "safety_manager")
    event("a", "2026-01-10")
    case = event("b", "2026-05-12")
    watch_trends(on=ON, actor=TESTER)
    row = Obligation.objects.get(kind="trend")
    judge_trend(row.pk, "trend", "把握した率を上回る", case=case, password=PASSWORD, on=ON, actor=safety)
    ended = Obligation.objects.get(pk=row.pk)
    assert (ended.state, ended.ended_by, ended.steps.latest("position").basis) == (
        "ended",
        "judge_trend",
        f"case:{case}",
    )


def test_the_rate_of_form_9_is_counted_over_the_year_that_ends_when_it_was_learned() -> None:
    device = pump()
    event("too-early", "2025-05-20")
    event("first-day", "2025-05-21")
    event("b", "2026-05-12")
    event("light", "2026-05-13", potential="non_serious")
    event("another", "2026-05-14", term="A0902")
    found = rate_document(PROGRAM, device, "A1407", ON)
    assert (found["first_on"], found["last_on"], found["units"], found["unit"]) == (
        "2025-05-21",
        "2026-05-20",
        300,
        "台",
    )
    assert (found["deaths"], found["serious"], found["feared"]) == (0, 0, 2)
    assert found["known"] == {"term": "A1407", "rate": 6.0, "per": 1000, "source": "承認申請書"}


def test_a_trend_does_not_go_on_as_a_case_that_is_closed() -> None:
    pump()
    safety = person("sato", "safety_manager")
    event("a", "2026-01-10")
    case = event("b", "2026-05-12")
    watch_trends(on=ON, actor=TESTER)
    with planted():
        Case.objects.filter(pk=case).update(state="closed")
    row = Obligation.objects.get(kind="trend")
    with pytest.raises(Refused, match="is closed"):
        judge_trend(row.pk, "trend", "上回る", case=case, password=PASSWORD, on=ON, actor=safety)
    assert Obligation.objects.get(pk=row.pk).state == "open"


def test_what_was_judged_is_asked_again_where_its_year_holds_more_than_was_known() -> None:
    pump()
    safety = person("sato", "safety_manager")
    event("a", "2026-01-10")
    event("b", "2026-05-12")
    watch_trends(on=ON, actor=TESTER)
    row = Obligation.objects.get(kind="trend")
    judge_trend(row.pk, "no_trend", "同一施設の同一個体", password=PASSWORD, on=ON, actor=safety)
    for key, day in (("c", "2026-02-10"), ("d", "2026-03-10"), ("e", "2026-03-12")):
        event(key, day)
    assert watch_trends(on=ON, actor=TESTER) == 1
    assert asked() == {"A1407@2026-05": ("count=1", "year=5", "code=above")}
