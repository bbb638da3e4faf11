"""The first load: previewed by line, kept as a whole, and an old clock is never taken for the law's."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.actions.devices.describe_device import describe_device
from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.loading.loading import LoadPreview, commit_load, preview_load
from kizuki.actions.loading.planned import Remark
from kizuki.core.refusal import Refused
from kizuki.store.audit.chain import head
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import (
    Case,
    Device,
    EarlierDecision,
    Hospital,
    KeptText,
    RunningPeriod,
    TakenOverCase,
    Task,
    Unit,
)
from kizuki.store.queries.device_life import device_life
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.record import TESTER, TODAY, company_and_pump

pytestmark = pytest.mark.django_db

DEVICES = """品目略号,販売名,JMDNコード,承認番号,承認日,植込み型,接続可能,EOS,メモ
pump,ポンプ改,01234567,22800BZX00001000,令和2年5月14日,いいえ,はい,2030/9/30,x
icd,ICD,00000001,,,はい,不明,,y
"""
MEMO = {"-": "メモ"}


def previewed(kind: str, text: str, mapping: dict[str, str] | None = None) -> LoadPreview:
    return preview_load(kind, text.encode("cp932"), mapping or {}, on=TODAY)


def kept(kind: str, text: str, mapping: dict[str, str] | None = None) -> LoadPreview:
    token = previewed(kind, text, mapping).token
    return commit_load(kind, text.encode("cp932"), mapping or {}, token=token, on=TODAY, actor=TESTER)


def told(preview: LoadPreview) -> list[tuple[int, str, str]]:
    return [(row.line, row.what, row.key) for row in preview.rows]


def test_a_preview_says_what_each_line_would_do_and_writes_nothing() -> None:
    company_and_pump()
    before = head().seq
    assert told(previewed("devices", DEVICES, MEMO)) == [(2, "changed", "pump"), (3, "made", "icd")]
    assert head().seq == before


def test_devices_come_in_with_leading_zeros_traits_and_milestones_and_the_unknown_stays_unknown() -> None:
    pump = company_and_pump()
    kept("devices", DEVICES, MEMO)
    device = Device.objects.get(pk=pump)
    assert (device.brand, device.jmdn, device.approved_on) == ("ポンプ改", "01234567", date(2020, 5, 14))
    life = device_life(PROGRAM, pump, TODAY)
    assert life is not None
    assert (life.traits["implant"], life.scope.state, life.milestones) == (False, "yes", {"eos": date(2030, 9, 30)})
    icd = device_life(PROGRAM, Device.objects.get(key="icd").pk, TODAY)
    assert icd is not None
    assert "connectable" not in icd.traits
    assert icd.scope.state == "not_confirmed"
    assert [row.what for row in previewed("devices", DEVICES, MEMO).rows] == ["stands", "stands"]


def test_what_a_list_does_not_say_is_not_wiped_out() -> None:
    company_and_pump()
    register_device(
        DeviceEntry(key="pump", brand="ポンプ", model="MIP", facts={"own": True}, profile={"a": 1}), actor=TESTER
    )
    describe_device("pump", {"samd": False}, actor=TESTER)
    kept("devices", "key,brand,implant\npump,ポンプ,はい\n")
    device = Device.objects.get()
    assert (device.model, device.profile) == ("MIP", {"a": 1})
    assert device.traits.latest("revision").body == {"samd": False, "implant": True}


def test_one_line_that_cannot_be_kept_keeps_every_line_out() -> None:
    company_and_pump()
    text = (
        "key,brand,jmdn,EOL,EOS\nnew,新,12345678,2030-01-01,2029-01-01\nnew2,新,123,,\npump,ポンプ,,,\npump,重複,,,\n"
    )
    found = previewed("devices", text)
    assert [row.what for row in found.rows] == ["refused", "refused", "stands", "refused"]
    assert "line 2" in found.rows[0].why
    assert "eight digits" in found.rows[1].why
    assert "stands on line 4 already" in found.rows[3].why
    with pytest.raises(Refused, match="3 rows cannot be kept; nothing was"):
        kept("devices", text)
    assert Device.objects.count() == 1


def test_the_commit_refuses_when_the_list_or_the_record_moved() -> None:
    company_and_pump()
    text = "key,brand\npump,ポンプ改\n"
    token = previewed("devices", text).token
    with pytest.raises(Refused, match="has changed since the preview"):
        commit_load("devices", text.replace("改", "新").encode(), {}, token=token, on=TODAY, actor=TESTER)
    describe_device("pump", {"implant": True}, actor=TESTER)
    with pytest.raises(Refused, match="has changed since the preview"):
        commit_load("devices", text.encode("cp932"), {}, token=token, on=TODAY, actor=TESTER)
    assert Device.objects.get().brand == "ポンプ"


def test_hospitals_have_their_two_contacts_and_units_stand_in_them() -> None:
    company_and_pump()
    register_release("pump", "1.0", None, actor=TESTER)
    header = "医療機関略号,医療機関名,医療機器安全管理責任者,医療情報システム安全管理責任者"
    kept("hospitals", f"{header}\nkakuu,架空病院,臨床　花子,情報　次郎\n")
    assert [row["role"] for row in Hospital.objects.get().contacts] == ["device_safety", "information_system"]
    units = "品目略号,製造番号,医療機関略号,版,納入日\npump,0001,kakuu,1.0,2024/5/20\npump,0002,kakuu,,\n"
    kept("units", units)
    assert [(unit.serial, unit.release_id is None) for unit in Unit.objects.order_by("serial")] == [
        ("0001", False),
        ("0002", True),
    ]
    wrong = "品目略号,製造番号,医療機関略号,版\npump,0003,nowhere,\npump,0004,kakuu,9.9\nother,0005,,\n"
    assert [row.what for row in previewed("units", wrong).rows] == ["refused"] * 3
    assert [row.what for row in previewed("units", units).rows] == ["stands", "stands"]


CASES = """旧管理番号,品目略号,件名,事項の種類,情報入手日,報告期限,健康被害,症例の予測可能性,提出済み報告回数
A-0012,pump,停止,event,2026-06-01,2026-06-16,death,いいえ,
A-0013,pump,脆弱性,vulnerability,2026-05-01,2026-06-30,,,1
"""


def test_a_running_case_keeps_its_old_number_and_its_clock_is_counted_from_its_own_day() -> None:
    company_and_pump()
    found = previewed("cases", CASES)
    days = {"old": "2026-06-30", "counted": "2026-05-16"}
    assert [row.remarks for row in found.rows] == [(), (Remark("another_due_day", days),)]
    kept("cases", CASES)
    first, second = TakenOverCase.objects.order_by("number")
    assert (first.number, first.due_on, second.reports_sent) == ("A-0012", date(2026, 6, 16), 1)
    assert first.case.planning_due_on == date(2026, 6, 16)
    assert second.case.planning_due_on == date(2026, 5, 16)
    (harm,) = newest_facts(first.case_id).facts["matters"][0]["harms"]
    assert (harm["predictable"], harm["severity"]) == (False, "death")
    task = Task.objects.get(kind="look_at_old_clock")
    assert (task.case_id, task.due_on) == (second.case_id, date(2026, 5, 16))


def test_a_case_that_was_taken_over_is_never_overwritten_by_a_list() -> None:
    company_and_pump()
    kept("cases", CASES)
    again = CASES.replace("death", "none")
    assert [row.what for row in previewed("cases", again).rows] == ["stands", "stands"]
    kept("cases", again)
    assert Case.objects.count() == 2


def test_facts_that_cannot_be_or_lie_ahead_are_refused_by_line() -> None:
    company_and_pump()
    header = "旧管理番号,品目略号,件名,事項の種類,情報入手日,健康被害"
    text = (
        f"{header}\nA,pump,x,vulnerability,2026-06-01,death\nB,pump,x,event,2026-07-01,\nC,none,x,event,2026-06-01,\n"
    )
    rows = previewed("cases", text).rows
    assert [row.what for row in rows] == ["refused"] * 3
    assert "somebody was harmed" in rows[0].why


def test_a_running_period_is_due_on_the_laws_day_where_the_companys_is_later() -> None:
    company_and_pump()
    header = "品目略号,様式,期間開始日,期間終了日,報告期限"
    text = f"{header}\npump,12,2025-05-14,2026-05-13,2026-07-31\npump,11,2025-05-14,2026-05-13,\n"
    found = previewed("periods", text)
    days = {"old": "2026-07-31", "counted": "2026-07-13"}
    assert [row.remarks for row in found.rows] == [(Remark("another_due_day", days),), ()]
    kept("periods", text)
    assert sorted(RunningPeriod.objects.values_list("form", "due_on")) == [
        ("11", date(2026, 7, 13)),
        ("12", date(2026, 7, 31)),
    ]
    assert {task.due_on for task in Task.objects.filter(kind="report_period")} == {date(2026, 7, 13)}
    assert [row.what for row in previewed("periods", text).rows] == ["stands", "stands"]
    longer = text.replace("2026-05-13", "2026-05-14")
    assert [row.what for row in previewed("periods", longer).rows] == ["refused", "refused"]


def test_an_old_no_report_decision_stands_with_its_persons_apart_and_waits_to_be_decided_anew() -> None:
    company_and_pump()
    kept("cases", CASES)
    text = (
        "台帳番号,品目略号,脆弱性,旧管理番号,理由,判断日,判断者,確認者,再検討日\n"
        "D-1,pump,CVE-2024-0001,,使用していない部品,2024-04-01,安全　花子,品質　次郎,2026-09-01\n"
        "D-2,pump,,A-0013,機能に影響なし,2026-06-01,安全　花子,,\n"
    )
    found = previewed("decisions", text)
    assert [row.remarks for row in found.rows] == [(), (Remark("no_second_person"),)]
    kept("decisions", text)
    first, second = EarlierDecision.objects.order_by("number")
    assert (first.vulnerability, first.review_on) == ("CVE-2024-0001", date(2026, 9, 1))
    assert (second.case_id, second.review_on) == (
        TakenOverCase.objects.get(number="A-0013").case_id,
        date(2026, 8, 30),
    )
    texts = {(row.subject, row.kind): row.body for row in KeptText.objects.all()}
    assert texts[f"earlier_decision:{first.pk}", "second_by"] == "品質　次郎"
    assert Task.objects.filter(kind="review_earlier_decision").count() == 2
    nothing = "台帳番号,品目略号,理由,判断日,判断者\nD-3,pump,理由,2026-06-01,花子\n"
    assert "name one" in previewed("decisions", nothing).rows[0].why


def test_a_kind_that_is_none_is_refused() -> None:
    with pytest.raises(Refused, match="'patients' is not one of"):
        previewed("patients", "a\n1\n")
