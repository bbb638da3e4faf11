"""Case documents that the tests of the forms start from."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from kizuki.core.facts import read_case
from kizuki.core.forms import FilledForm, fill_form, read_case_document
from kizuki.core.reporting import assess

TERM = {"code": "A1103", "term": "不正アクセス", "known": False, "causality": "suspected", "risk": False}

PUMP: dict[str, Any] = {
    "facts": {
        "device": {"own": True, "designated": False},
        "matters": [
            {
                "kind": "event",
                "learned_on": "2026-06-01",
                "locus": "domestic",
                "harms": [
                    {
                        "severity": "serious",
                        "criterion": 3,
                        "victim": "patient",
                        "causality": "suspected",
                        "predictable": False,
                        "trend_unpredictable": False,
                        "trend_hazard": False,
                    }
                ],
                "potential": "serious",
                "malfunction_predictable": False,
            }
        ],
    },
    "report": {
        "number": 1,
        "status": "incomplete",
        "status_reason": "侵入経路の特定が完了していないため。",
        "reported_on": "2026-06-12",
        "next_report_on": "2026-07-31",
        "company_no": "KZ-2026-0017",
    },
    "company": {
        "name": "気づき医療機器株式会社",
        "representative": "佐藤　一郎",
        "address": "東京都千代田区霞が関一丁目2番3号",
        "contact": {"name": "鈴木　花子", "department": "安全管理部", "phone": "03-1234-5678"},
    },
    "device": {
        "brand": "キヅキ輸液ポンプ KP-300",
        "generic": "汎用輸液ポンプ",
        "jmdn": "13215000",
        "approval_no": "22900BZX00123000",
        "model": "KP-300N",
        "serial_lot": "2403-00817",
        "software_version": "2.4.1",
        "manufactured_on": "2024-03",
        "maker": "気づき医療機器 川崎工場",
        "similar": "同種の報告なし。",
        "class1": "high_iii",
        "class2": "other",
        "class3": "repeated_use",
    },
    "event": {
        "occurred_on": "2026-05-31",
        "situation": "流量が不正に変更された。",
        "treatment": "投与を中止した。",
        "usage": "病棟の無線LANに接続。",
        "use_continuing": False,
        "current_state": "returned",
        "concomitant": [],
        "device_problems": [TERM],
        "health_effects": [{"code": "E060106", "term": "低血圧", "risk": "occurred"}],
        "health_impacts": [{**TERM, "code": "F08", "term": "入院期間の延長"}],
    },
    "patient": {"initials": "T.Y.", "age": 67, "sex": "male", "weight": 58.5, "outcome": "recovered"},
    "investigation": {"result": "ログを解析した。経路は調査中。", "terms": [{"code": "B24", "term": "ログの解析"}]},
    "measures": {
        "done": "ポートを閉止した。",
        "categories": ["information"],
        "future": "結果が出次第、追加報告予定。",
    },
    "remarks": "JVN 調整中。",
    "attachments": ["電子添文 第5版"],
}
"""An infusion pump in Japan whose rate was changed from the network; a stay in hospital was prolonged."""


def document(**changes: Any) -> dict[str, Any]:
    """The pump with changes by dotted key, `report__number=2`; None takes the key away."""
    changed = deepcopy(PUMP)
    for path, value in changes.items():
        *parents, key = (int(part) if part.isdigit() else part for part in path.split("__"))
        place: Any = changed
        for parent in parents:
            place = place[parent]
        if value is None:
            place.pop(key, None)
        else:
            place[key] = value
    return changed


def filled(value: dict[str, Any]) -> FilledForm:
    """Form 8 from a document, judged by the rules themselves."""
    return fill_form(8, read_case_document(value), assess(read_case(value["facts"])))


def pump(**changes: Any) -> FilledForm:
    """Form 8 of the pump with changes."""
    return filled(document(**changes))


COMPLETE = {"report__status": "complete", "report__status_reason": None, "report__next_report_on": None}
"""Changes that make the report 完了."""
FOLLOW_UP = {"report__number": 2, "report__previous_year": 2026, "report__previous_number": "1234AB"}
"""Changes that make it the second report of the case."""
