"""What the cast has beside its cases: a device with its life and units, an incident with its tasks, information."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any


def move_in_portfolio(today: date) -> dict[str, int]:
    """Register it through the verbs; the cast has moved in before. Returns ids by name."""
    from kizuki.actions.verb import Actor
    from kizuki.store.models import Device, User

    actor = Actor.user(User.objects.get().pk)
    pump = Device.objects.get(key="pump").pk
    units = _pump(today, actor)
    return {"pump": pump, "information": _information(today, actor), "incident": _incident(today, actor, units)}


def _pump(today: date, actor: Any) -> list[str]:
    from kizuki.actions.devices.describe_device import describe_device
    from kizuki.actions.devices.judge_legacy import LegacyEntry, judge_legacy
    from kizuki.actions.devices.move_patch import move_patch
    from kizuki.actions.devices.record_patch_on_units import record_patch_on_units
    from kizuki.actions.devices.record_precaution import record_precaution
    from kizuki.actions.devices.register_release import register_release
    from kizuki.actions.devices.register_units import UnitEntry, register_units
    from kizuki.actions.devices.set_milestone import set_milestone
    from kizuki.actions.devices.start_patch import start_patch
    from kizuki.store.models import Unit

    register_release("pump", "3.2.1", None, actor=actor)
    register_release("pump", "3.2.2", None, actor=actor)
    entries = [UnitEntry(f"IP3-{number}", "takadai", "3.2.1", "5階西病棟", "leased") for number in range(1, 5)]
    register_units("pump", [*entries, UnitEntry("IP3-9")], actor=actor)
    traits = {"approval_kind": "approval", "connectable": True, "implant": False, "body_site": {"ja": "静脈"}}
    describe_device("pump", traits, actor=actor)
    set_milestone("pump", "sale", date(2020, 9, 1), actor=actor)
    set_milestone("pump", "eol", None, actor=actor)
    judge_legacy("pump", LegacyEntry(True, None, update_reason="3.2.2で修正できる"), on=today, actor=actor)
    record_precaution("pump", "重要な基本的注意", "流量を二名で確認する。", dated_on=date(2020, 5, 14), actor=actor)
    patch = start_patch("pump", "3.2.2", fixes=["CVE-2026-0001"], release="3.2.2", on=today, actor=actor)
    move_patch(patch, "validated", on=today, actor=actor)
    move_patch(patch, "shipped", on=today, actor=actor)
    record_patch_on_units(patch, ["IP3-1", "IP3-2"], "applied", on=today, actor=actor)
    record_patch_on_units(patch, ["IP3-3"], "refused", on=today, remark="診療に支障", actor=actor)
    return [f"unit:{pk}" for pk in Unit.objects.order_by("serial").values_list("pk", flat=True)]


def _information(today: date, actor: Any) -> int:
    from kizuki.actions.information.receive_information import receive_information
    from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry

    receipts = [ReceiptEntry(today - timedelta(days=4), name="営業　太郎")]
    texts = {"summary": "輸液ポンプの画面に<b>覚えのない</b>設定が出たとの連絡", "reporter": "臨床工学科　山田"}
    entry = InformationEntry("hospital", receipts, texts, device="pump", hospital="takadai")
    return receive_information(entry, on=today, actor=actor)


def _incident(today: date, actor: Any, units: list[str]) -> int:
    from kizuki.actions.incidents.open_incident import IncidentEntry, open_incident
    from kizuki.actions.incidents.start_playbook import start_playbook

    learned_on = today - timedelta(days=1)
    entry = IncidentEntry(
        "event", "高台市立中央病院のランサムウェア被害", learned_on, units, "takadai", other_makers="他社の監視装置"
    )
    incident = open_incident(entry, on=today, actor=actor)
    start_playbook(incident, "ransomware", on=today, actor=actor)
    return incident
