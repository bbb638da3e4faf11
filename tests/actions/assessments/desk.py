"""A pump with an advisory, two people, and a sheet that every question of the base is answered on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kizuki.actions.assessments.sheet import Sheet, answered
from kizuki.actions.devices.register_user import register_user
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.verb import Actor
from kizuki.core.scoring.rubric import IMPACT_CODES
from tests.actions.record import TESTER, advisory, company_and_pump

ON = date(2026, 6, 20)
PASSWORD = "kenshin-0472-hibari"

BASE = {"XAVN": "Y", "XAVT": "Y", "XACL": "Y", "XPRL": "N", "XUI": "N", "XS": "N"}
NONE = {code: "N" for codes in IMPACT_CODES.values() for code in codes}


@dataclass(frozen=True)
class Desk:
    """Ids of what stands."""

    device: int
    advisory: int
    author: Actor
    second: Actor


def furnished() -> Desk:
    """The pump, CVE-2026-0001, a PSIRT member and a safety manager."""
    device = company_and_pump()
    (number,) = keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER).changed
    return Desk(device, number, person("suzuki", "psirt"), person("sato", "safety_manager"))


def person(name: str, role: str) -> Actor:
    """Somebody who signs in."""
    return Actor.user(register_user(sign_in_name=name, display_name=name, role=role, password=PASSWORD, actor=TESTER))


def sheet(**answers: str) -> Sheet:
    """The base answered, impacts None but those given."""
    return answered(Sheet(), {**BASE, **NONE, **answers})
