"""A small office with cases of every kind, opened through the verbs as a person would; days count from `today`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

SATO = "sato"
PASSWORD = "kenshin-0472-hibari"


def move_in(today: date, *, printed: bool = False) -> dict[str, int]:
    """Register everything and determine every case but one. Returns the id of each case by its key.

    `printed`: the report of the case `overdose` is drafted too, which takes a second, and the pump has findings.
    """
    from kizuki.actions.cases.determine import determine
    from kizuki.actions.cases.note import note
    from kizuki.actions.devices.register_user import register_user
    from kizuki.actions.reports.draft_form import draft_form
    from kizuki.actions.verb import Actor

    user = register_user(
        sign_in_name=SATO,
        display_name="佐藤 恵",
        role="safety_manager",
        password=PASSWORD,
        actor=Actor.program("sample"),
    )
    actor = Actor.user(user)
    _register(actor)
    ids = _open_cases(today, actor)
    for key, case_id in ids.items():
        if key != "just_opened":
            determine(case_id, on=today, actor=actor)
    note(ids["overdose"], "病院の臨床工学技士に電話で確認。<b>ログ</b>を受領予定。", actor=actor)
    if printed:
        draft_form(ids["overdose"], 8, actor=actor)
        _match_the_pump(today, actor)
    return ids


def _register(actor: Any) -> None:
    from kizuki.actions.devices.register_company import register_company
    from kizuki.actions.devices.register_device import DeviceEntry, register_device
    from kizuki.actions.devices.register_hospital import register_hospital

    register_company(name="葵メディカル株式会社", representative="田中 一郎", address="東京都文京区", actor=actor)
    facts = {"own": True, "designated": False, "cycle_anchor_on": "2020-04-10"}
    for key, brand, generic in (
        ("pump", "輸液ポンプ FLOW-3", "汎用輸液ポンプ"),
        ("ventilator", "ベンチレータ VX-9", "成人用人工呼吸器"),
        ("viewer", "画像診断ワークステーション Argos 5", ""),
    ):
        register_device(
            DeviceEntry(key=key, brand=brand, generic=generic, approval_no="30600BZX00012000", facts=facts),
            actor=actor,
        )
    register_hospital(key="takadai", name="高台市立中央病院", prefecture="青森県", actor=actor)


def _match_the_pump(today: date, actor: Any) -> None:
    from kizuki.actions.devices.register_release import register_release
    from kizuki.actions.feeds.keep_advisories import keep_advisories
    from kizuki.actions.findings.match_release import match_release
    from tests.actions.record import advisory, library, sbom

    for number in (1, 2):
        keep_advisories(advisory(number, "jinja2", "2.0", "2.11", summary="A template runs code"), actor=actor)
    nameless = {"type": "library", "bom-ref": "x", "name": "Jinja2", "version": "2.10"}
    release = register_release("pump", "1.0", sbom(library("jinja2", "2.10"), nameless), actor=actor).release
    match_release(release, on=today - timedelta(days=7), actor=actor)


def _open_cases(today: date, actor: Any) -> dict[str, int]:
    from kizuki.actions.cases.open_case import CaseEntry, open_case

    def learned(days_ago: int) -> str:
        return (today - timedelta(days=days_ago)).isoformat()

    serious = {"severity": "serious", "criterion": 3, "victim": "patient", "causality": "suspected"}
    event = {"kind": "event", "locus": "domestic", "potential": "death", "malfunction_predictable": False}
    bug = {"kind": "vulnerability", "locus": "domestic", "exploited": "none_known"}
    entries = (
        ("overdose", "pump", "輸液ポンプの無線モジュールの脆弱性の悪用による過量投与", "takadai",
         [{**event, "learned_on": learned(13), "exploited": "here", "harms": [{**serious, "predictable": False}]}]),
        ("death", "ventilator", "人工呼吸器の遠隔操作ポートからの侵入により換気が停止し患者が死亡", "takadai",
         [{**event, "learned_on": learned(17), "harms": [{"severity": "death"}]}]),
        ("unclear", "pump", "輸液ポンプの停止（原因を調査中）", "takadai",
         [{"kind": "event", "locus": "domestic", "learned_on": learned(15)}]),
        ("abroad", "ventilator", "外国での販売中止（危害防止以外の目的とされるもの）", None,
         [{"kind": "foreign_measure", "locus": "foreign", "learned_on": learned(5), "also_in_domestic_units": False,
           "measure": {"type": "stop", "for_hazard": False, "covers_identical": True}}]),
        ("unused", "viewer", "使用していないTLSライブラリの脆弱性", None,
         [{**bug, "learned_on": learned(3), "component_present": False}]),
        ("just_opened", "viewer", "画像サーバへのDDoSによる検査の遅延", None,
         [{"kind": "event", "locus": "domestic", "learned_on": learned(0)}]),
    )  # fmt: skip
    return {
        key: open_case(
            CaseEntry(key=key, device=device, title=title, hospital=hospital, facts={"matters": matters}),
            on=today,
            actor=actor,
        )
        for key, device, title, hospital, matters in entries
    }
