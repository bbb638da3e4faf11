"""A device through time: traits, events, precautions, milestones, legacy."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.actions.devices.describe_device import describe_device
from kizuki.actions.devices.judge_legacy import LegacyEntry, judge_legacy
from kizuki.actions.devices.record_device_event import record_device_event
from kizuki.actions.devices.record_precaution import record_precaution
from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.devices.set_milestone import set_milestone
from kizuki.core.refusal import Refused
from kizuki.store.audit.chain import head
from kizuki.store.models import AuditEntry, DeviceTraits, KeptText
from kizuki.store.queries.device_life import DeviceLife, device_life, precautions_on
from kizuki.store.queries.devices import devices
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.record import TESTER, TODAY, company_and_pump

pytestmark = pytest.mark.django_db


def life(device: int, on: date = TODAY) -> DeviceLife:
    found = device_life(PROGRAM, device, on)
    assert found is not None
    return found


def test_a_device_of_which_nothing_is_told_is_not_confirmed_in_any_respect() -> None:
    found = life(company_and_pump())
    assert (found.scope.state, found.legacy.verdict.verdict, found.stage.settled) == (
        "not_confirmed",
        "undetermined",
        False,
    )


def test_traits_are_kept_in_revisions_and_the_same_ones_make_none() -> None:
    pump = company_and_pump()
    assert describe_device("pump", {"connectable": True}, actor=TESTER) == 1
    before = head().seq
    assert describe_device("pump", {"connectable": True, "samd": None}, actor=TESTER) == 1
    assert head().seq == before
    assert describe_device("pump", {"connectable": True, "implant": False}, actor=TESTER) == 2
    assert life(pump).scope.state == "yes"
    assert DeviceTraits.objects.count() == 2


def test_a_risk_file_is_a_kept_document() -> None:
    company_and_pump()
    with pytest.raises(Refused, match="risk_file: names no kept document"):
        describe_device("pump", {"risk_file": "0" * 64}, actor=TESTER)


def test_a_wrong_jmdn_code_is_refused() -> None:
    with pytest.raises(Refused, match=r"device\.jmdn.*eight digits"):
        register_device(DeviceEntry(key="pump", brand="P", jmdn="123"), actor=TESTER)


def test_an_approval_passes_to_another_holder_and_is_given_up_and_the_device_stays() -> None:
    pump = company_and_pump()
    with pytest.raises(Refused, match="names from_holder and to_holder"):
        record_device_event("pump", "succession", date(2024, 4, 1), actor=TESTER)
    about = {"from_holder": "旧社", "to_holder": "見本メディカル株式会社"}
    record_device_event("pump", "succession", date(2024, 4, 1), about=about, actor=TESTER)
    wrong = record_device_event("pump", "abolition", date(2026, 3, 1), actor=TESTER)
    record_device_event("pump", "abolition", date(2026, 4, 1), replaces=wrong, actor=TESTER)
    assert [row.kind for row in life(pump).events] == ["succession", "abolition"]
    assert life(pump, date(2026, 3, 31)).abolished_on is None
    assert life(pump).abolished_on == date(2026, 4, 1)
    assert [row.id for row in devices(PROGRAM)] == [pump]


def test_whether_a_malfunction_was_predictable_is_asked_of_the_words_that_stood_on_that_day() -> None:
    pump = company_and_pump()
    first = record_precaution("pump", "重要な基本的注意", "流量を確認", dated_on=date(2020, 5, 14), actor=TESTER)
    record_precaution(
        "pump", "重要な基本的注意", "流量を二名で確認", dated_on=date(2024, 3, 18), replaces=first, actor=TESTER
    )
    assert [row.body for row in precautions_on(PROGRAM, pump, date(2024, 3, 17))] == ["流量を確認"]
    assert [row.body for row in precautions_on(PROGRAM, pump, date(2024, 3, 18))] == ["流量を二名で確認"]
    assert precautions_on(PROGRAM, pump, date(2020, 5, 13)) == ()


def test_a_withdrawn_precaution_stood_until_it_was_withdrawn() -> None:
    pump = company_and_pump()
    first = record_precaution("pump", "警告", "使用しない", dated_on=date(2020, 5, 14), actor=TESTER)
    record_precaution(
        "pump",
        "警告",
        "使用しない",
        dated_on=date(2020, 5, 14),
        withdrawn_on=date(2023, 1, 1),
        replaces=first,
        actor=TESTER,
    )
    assert len(precautions_on(PROGRAM, pump, date(2022, 12, 31))) == 1
    assert precautions_on(PROGRAM, pump, date(2023, 1, 1)) == ()


def test_a_day_of_end_of_support_that_was_moved_counts_as_last_told_and_shows_in_the_list() -> None:
    pump = company_and_pump()
    set_milestone("pump", "sale", date(2020, 1, 1), actor=TESTER)
    set_milestone("pump", "eol", None, actor=TESTER)
    set_milestone("pump", "eos", date(2026, 6, 1), actor=TESTER)
    assert life(pump).stage.code == "after_eos"
    set_milestone("pump", "eos", date(2028, 6, 1), noticed_on=date(2026, 6, 2), actor=TESTER)
    assert life(pump).stage.code == "on_sale"
    assert devices(PROGRAM)[0].eos_on == date(2028, 6, 1)
    before = head().seq
    assert set_milestone("pump", "eol", None, actor=TESTER) is None
    assert head().seq == before
    with pytest.raises(Refused, match="is before eol"):
        set_milestone("pump", "eol", date(2029, 1, 1), actor=TESTER)


def test_legacy_needs_both_halves_each_with_its_reason_and_the_reasons_stay_out_of_the_audit() -> None:
    pump = company_and_pump()
    with pytest.raises(Refused, match=r"legacy\.control_reason"):
        judge_legacy("pump", LegacyEntry(False, False, update_reason="OSの更新終了"), on=TODAY, actor=TESTER)
    judge_legacy("pump", LegacyEntry(False, None, update_reason="OSの更新終了"), on=TODAY, actor=TESTER)
    assert life(pump).legacy.verdict.verdict == "undetermined"
    entry = LegacyEntry(False, False, update_reason="OSの更新終了", control_reason="分離できない")
    judge_legacy("pump", entry, on=TODAY, actor=TESTER)
    found = life(pump).legacy
    assert (found.verdict.verdict, found.control_reason) == ("legacy", "分離できない")
    assert not AuditEntry.objects.filter(payload__contains="分離").exists()
    KeptText.objects.update(body="", erased_at="2030-01-01T00:00:00Z")
    assert life(pump).legacy.control_reason != "分離できない"
