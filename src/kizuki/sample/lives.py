"""The sample through time: licence and offices of the company; traits, precautions and lifecycle of its devices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from kizuki.actions.company.appoint import appoint
from kizuki.actions.company.register_addressee import AddresseeEntry, register_addressee
from kizuki.actions.company.register_licence import register_licence
from kizuki.actions.devices.describe_device import describe_device
from kizuki.actions.devices.judge_legacy import LegacyEntry, judge_legacy
from kizuki.actions.devices.record_milestone_notice import Noticed, record_milestone_notice
from kizuki.actions.devices.record_precaution import record_precaution
from kizuki.actions.devices.set_milestone import set_milestone
from kizuki.actions.verb import Actor
from kizuki.core.devices.listed import term_told
from kizuki.core.lifecycle.device import ANNOUNCED
from kizuki.sample.reading import Portfolio
from kizuki.store.access.seen import seen
from kizuki.store.models import LegacyJudgement, User
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record import clock

SAMPLE = Actor.program("sample")

ROLES = {
    "safety_manager": "safety_manager",
    "psirt_engineer": "psirt",
    "approver": "general_manager",
    "regulatory": "regulatory",
}
"""Roles as the portfolio names them, and as the record does."""

_MILESTONES = {"launched_on": "sale", "eol_on": "eol", "limited_support_on": "limited_support", "eos_on": "eos"}


def load_licences(portfolio: Portfolio) -> int:
    """The licence of the company, to whom its papers go, and who holds which office."""
    licence = portfolio.company["licence"]
    register_licence(
        licence["number"], licence["mah_class"], from_on=date.fromisoformat(licence["from_on"]), actor=SAMPLE
    )
    for to in portfolio.company["addressees"]:
        entry = AddresseeEntry(**{name: words for name, words in to.items() if name != "from_on"})
        register_addressee(entry, from_on=date.fromisoformat(to["from_on"]), actor=SAMPLE)
    ids = dict(seen(PROGRAM, User).values_list("sign_in_name", "pk"))
    for person in portfolio.company["people"]:
        appoint(
            ids[person["sign_in"]],
            ROLES[person["role"]],
            from_on=date.fromisoformat(person["appointed_on"]),
            actor=SAMPLE,
        )
    return 1 + len(portfolio.company["addressees"]) + len(portfolio.company["people"])


def load_lives(portfolio: Portfolio) -> int:
    """Traits, precautions, milestones and the judgement on legacy of every device."""
    for device in portfolio.devices:
        describe_device(device["key"], _traits(device), actor=SAMPLE)
        for entry in device.get("precautions", ()):
            record_precaution(
                device["key"],
                entry["section"],
                entry["ja"],
                dated_on=date.fromisoformat(entry["dated_on"]),
                edition=entry["edition"],
                terms=tuple(term_told(line) for line in entry.get("terms", ())),
                actor=SAMPLE,
            )
        lifecycle = device["lifecycle"]
        for key, name in _MILESTONES.items():
            if key in lifecycle:
                set_milestone(device["key"], name, date.fromisoformat(lifecycle[key]), actor=SAMPLE)
        if lifecycle["legacy"] and not seen(PROGRAM, LegacyJudgement).filter(device__key=device["key"]).exists():
            _judge(device["key"], lifecycle)
    return len(portfolio.devices)


def tell_hospitals(portfolio: Portfolio) -> int:
    """Every hospital was told when sale and support of its devices end: by the letter of which the device tells, or by
    the papers that came with its first unit."""
    first: dict[tuple[str, str], str] = {}
    for hospital in portfolio.hospitals:
        for unit in hospital["units"]:
            at = (unit["device"], hospital["key"])
            first[at] = min(first.get(at, unit["installed_on"]), unit["installed_on"])
    return sum(_tell(device, first) for device in portfolio.devices)


def _tell(device: dict[str, Any], first: Mapping[tuple[str, str], str]) -> int:
    lifecycle, told = device["lifecycle"], 0
    letter = lifecycle.get("customer_notice", {"announced_on": "", "ja": "納入時の文書で案内した。"})
    by_day: dict[str, list[str]] = defaultdict(list)
    for (key, hospital), installed_on in sorted(first.items()):
        if key == device["key"]:
            by_day[max(letter["announced_on"], installed_on)].append(hospital)
    for key, name in _MILESTONES.items():
        for day, hospitals in by_day.items() if key in lifecycle and name in ANNOUNCED else ():
            noticed = Noticed(hospitals, date.fromisoformat(day), "paper", f"{letter['ja']}\n".encode(), "text/plain")
            told += record_milestone_notice(device["key"], name, noticed, on=clock.today(), actor=SAMPLE)
    return told


def _traits(device: dict[str, Any]) -> dict[str, Any]:
    told = {key: device[key] for key in ("intended_use", "body_site") if key in device}
    return {"approval_kind": device["licence"]["kind"], **told, **device["traits"]}


def _judge(key: str, lifecycle: dict[str, Any]) -> None:
    reason = lifecycle["legacy_reason"]["ja"]
    judge_legacy(
        key,
        LegacyEntry(False, False, update_reason=reason, control_reason=reason),
        on=date.fromisoformat(lifecycle["eos_on"]),
        actor=SAMPLE,
    )
