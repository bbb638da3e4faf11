"""A small office: people in their roles, and a case of the sample whose form is filled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from kizuki.actions.cases.describe import describe
from kizuki.actions.cases.determine import determine
from kizuki.actions.cases.open_case import open_case
from kizuki.actions.company.set_report_chain import set_report_chain
from kizuki.actions.devices.register_device import register_device
from kizuki.actions.devices.register_user import register_user
from kizuki.actions.reports.sending import Proof, Sending
from kizuki.actions.verb import Actor
from kizuki.sample.load import _company, case_entry, device_entry
from kizuki.sample.reading import read_portfolio
from kizuki.store.models import Report
from kizuki.store.queries.cases import parts_of
from kizuki.store.record.clock import JAPAN
from tests.actions.record import TESTER

PASSWORD = "kenshin-0472-hibari"
ON = date(2026, 8, 3)
"""A Monday: event 1 of the sample was learned on 6 July and is due on 5 August 2026."""


def person(name: str, role: str) -> Actor:
    return Actor.user(register_user(sign_in_name=name, display_name=name, role=role, password=PASSWORD, actor=TESTER))


class Office:
    """Who works here: `ito` writes, `sato` reviews, `tanaka` approves, `kato` sends."""

    def __init__(self) -> None:
        self.ito = person("ito", "safety_officer")
        self.sato = person("sato", "safety_manager")
        self.tanaka = person("tanaka", "general_manager")
        self.kato = person("kato", "regulatory")


def filled_case(key: str = "event-1-exploited-vulnerability", *, on: date = ON, steps: int = 3) -> int:
    """A case of the sample as it is told there, determined; its form 8 has every required box. The sample
    company signs reports in three steps; in two where two are asked for."""
    portfolio = read_portfolio()
    told = next(case for case in portfolio.cases if case["key"] == key)
    _company(portfolio)
    if steps != 3:
        set_report_chain(steps, actor=TESTER)
    register_device(
        device_entry(next(row for row in portfolio.devices if row["key"] == told["device"])), actor=TESTER
    )
    case_id = open_case(replace(case_entry(told), release=None, hospital=None), on=None, actor=TESTER)
    determine(case_id, on=on, actor=TESTER)
    return case_id


def investigated(case_id: int, actor: Actor) -> None:
    """What a complete report needs beyond an incomplete one: every term judged, and a term for the person's state."""
    event = parts_of(case_id)["event"]
    judged = {"known": False, "causality": "related", "risk": "occurred"}
    event.setdefault("health_effects", [{"code": "E2403", "term": "臨床徴候なし"}])
    for name in ("device_problems", "health_effects", "health_impacts"):
        event[name] = [{**judged, **row} for row in event.get(name, [])]
    describe(case_id, {"event": event}, actor=actor)


def read(report_id: int) -> str:
    """The digest of the document as somebody reads it now."""
    return str(Report.objects.get(pk=report_id).document_id)


def sending(way: str, on: date, read_sha256: str) -> Sending:
    """A report that left by a way on a day, at ten in the morning, with the number of its transmission."""
    at = datetime(on.year, on.month, on.day, 10, tzinfo=JAPAN)
    return Sending(way, on, read_sha256, Proof(at, reference="20260803-0001"))
