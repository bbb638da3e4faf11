"""Case documents of the sample portfolio as `kizuki form` would read them, put together without a database."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib import resources
from typing import Any

from kizuki.core.facts import read_case
from kizuki.core.forms import CaseDocument, read_case_document
from kizuki.core.reporting import Determination, assess

SIX = (
    "event-1-exploited-vulnerability",
    "event-2-legacy-upgrade-not-applied",
    "event-3-ddos-imaging-stopped",
    "event-4-infusion-overdose",
    "event-5-insulin-hypoglycaemia",
    "event-6-icd-settings-changed",
)
"""The six examples of the notification 4(2)."""
FOREIGN = "foreign-measure-insulin-pump"
DEATH = "death-infusion-pump-icu"
_ROOT = resources.files("kizuki.sample") / "portfolio"
CONTACT = {"name": "見本　花子", "department": "安全管理部", "phone": "03-0000-0000"}
COMPANY = {
    "name": "見本医療機器株式会社",
    "representative": "見本　太郎",
    "address": "東京都見本区1-2-3",
    "contact": CONTACT,
}


def example(key: str, matter: int | None = None) -> dict[str, Any]:
    """The document of a case; with `matter`, as it is told of that matter alone."""
    case, device = _toml(f"cases/{key}.toml"), None
    device = _toml(f"devices/{case['device']}.toml")
    told = next((row["parts"] for row in case.get("told", ()) if row["matter"] == matter), {})
    parts = {**case["record"], **told}
    licence, form = device["licence"], device.get("form", {})
    registered = {
        "brand": device["brand"]["ja"],
        "generic": device["generic_name"]["ja"],
        "jmdn": device["jmdn"]["code"],
        "approval_no": licence["approval_no"],
        "approved_on": licence["approval_on"],
        **form,
        **parts.get("device", {}),
    }
    return {**parts, "facts": case["facts"], "company": COMPANY, "device": registered}


def judged(document: dict[str, Any]) -> tuple[CaseDocument, Determination]:
    """The document read, and what the rules say of its facts."""
    return read_case_document(document), assess(read_case(document["facts"]))


def _toml(path: str) -> dict[str, Any]:
    read: dict[str, Any] = _plain(tomllib.loads(_ROOT.joinpath(path).read_text(encoding="utf-8")))
    return read


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
