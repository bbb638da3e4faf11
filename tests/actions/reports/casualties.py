"""Cases with several matters and persons, and people who report on them.

The tests call matters and persons by names of their own (`m17`, `p5`); the record gives them ids, which `ids` knows.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

from kizuki.actions.cases.answer_facts import answer_facts
from kizuki.actions.cases.describe import describe
from kizuki.actions.cases.determine import determine
from kizuki.actions.cases.open_case import open_case
from kizuki.actions.devices.register_device import register_device
from kizuki.actions.reports.approve_report import approve_report
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.reports.record_receipt import Answered, record_receipt
from kizuki.actions.reports.request_review import request_review
from kizuki.actions.reports.review_report import review_report
from kizuki.actions.reports.submit_report import submit_report
from kizuki.sample.load import _company, case_entry, device_entry
from kizuki.sample.reading import read_portfolio
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import Report, ReportObligation
from tests.actions.office import PASSWORD, Office, read, sending
from tests.actions.record import TESTER

LEARNED = "2026-06-01"
SENT = date(2026, 6, 10)
"""A Wednesday, before every due day here: 15 days from 1 June are 16 June (a Tuesday), 30 are 1 July."""

SAYS: dict[str, Any] = {
    "number": 1,
    "status": "incomplete",
    "status_reason": "調査を継続しているため。",
    "reported_on": "2026-06-10",
    "next_report_on": "2026-07-31",
}
"""What a first report says of itself."""


def person(name: str, **changes: Any) -> dict[str, Any]:
    """Somebody seriously harmed, unforeseen: 1-ハ."""
    told = {"id": name, "severity": "serious", "criterion": 3, "victim": "patient", "causality": "suspected"}
    return {**told, "predictable": False, **changes}


def dead(name: str, **changes: Any) -> dict[str, Any]:
    """Somebody who died: 1-イ."""
    return {key: value for key, value in person(name, severity="death", **changes).items() if key != "criterion"}


def matter(name: str, *harms: dict[str, Any] | None, **changes: Any) -> dict[str, Any]:
    """An event in Japan that may kill (2-ロ, 30 days); harms None: nobody knows whether anybody was harmed."""
    told: dict[str, Any] = {"id": name, "kind": "event", "learned_on": LEARNED, "locus": "domestic"}
    told |= {"potential": "death", "malfunction_predictable": False, "exploited": "here", **changes}
    return told if harms == (None,) else {**told, "harms": list(harms)}


_IDS: dict[int, dict[str, str]] = {}


def ids(case_id: int) -> dict[str, str]:
    """The ids that the record has given, by the names that the test uses; nobody ('') has none."""
    return {"": "", **_IDS[case_id]}


def who_is(case_id: int, identity: str) -> str:
    """The name that the test uses for an id."""
    return next(name for name, given in ids(case_id).items() if given == identity)


def _without_names(matters: tuple[dict[str, Any], ...], known: dict[str, str]) -> list[dict[str, Any]]:
    """The matters as they are answered: with the ids of those that the record knows, the others without."""

    def row(told: dict[str, Any]) -> dict[str, Any]:
        rest = {key: value for key, value in told.items() if key != "id"}
        return rest | ({"id": known[told["id"]]} if told["id"] in known else {})

    found = []
    for told in deepcopy(matters):
        harms = {"harms": [row(harm) for harm in told["harms"]]} if "harms" in told else {}
        found.append(row(told) | harms)
    return found


def _remember(case_id: int, matters: tuple[dict[str, Any], ...]) -> None:
    names = _IDS.setdefault(case_id, {})
    for told, kept in zip(matters, newest_facts(case_id).facts["matters"], strict=True):
        names[told["id"]] = kept["id"]
        for harm, person_kept in zip(told.get("harms", ()), kept.get("harms") or (), strict=True):
            names[harm["id"]] = person_kept["id"]


def case_of(*matters: dict[str, Any], on: date = SENT, **parts: Any) -> int:
    """A case of these matters on the infusion pump of the sample, determined; all but its persons is told."""
    _IDS.clear()
    portfolio = read_portfolio()
    told = next(case for case in portfolio.cases if case["key"] == "event-4-infusion-overdose")
    _company(portfolio)
    device = next(row for row in portfolio.devices if row["key"] == told["device"])
    register_device(device_entry(device), actor=TESTER)
    entry = case_entry(told)
    told_parts = {name: part for name, part in entry.parts.items() if name not in ("patient", "report")}
    facts = {**entry.facts, "matters": _without_names(matters, {})}
    entry = replace(entry, facts=facts, parts=told_parts | parts, release=None, hospital=None)
    case_id = open_case(entry, on=None, actor=TESTER)
    determine(case_id, on=on, actor=TESTER)
    _remember(case_id, matters)
    return case_id


def answered(case_id: int, *matters: dict[str, Any], on: date = SENT) -> None:
    """The matters of the case are known anew."""
    known = newest_facts(case_id)
    facts = {**known.facts, "matters": _without_names(matters, ids(case_id))}
    answer_facts(case_id, facts, revision=known.revision, on=on, actor=TESTER)
    _remember(case_id, matters)


def described(case_id: int, of: str, who: str = "", **says: Any) -> None:
    """What is told of one person, and what their report says of itself."""
    told = {key: value for key, value in {**SAYS, **says}.items() if value is not None}
    named = ids(case_id)
    describe(case_id, {"report": told}, matter=named[of], person=named[who], actor=TESTER)
    if who:
        describe(
            case_id,
            {"patient": {"initials": who.upper(), "age": 60, "sex": "male", "weight": 60}},
            person=named[who],
            actor=TESTER,
        )


def drafted(office: Office, case_id: int, of: str | None = None, who: str | None = None) -> int:
    named = ids(case_id)
    matter_id, person_id = (None if name is None else named[name] for name in (of, who))
    return draft_form(case_id, 8, matter=matter_id, person=person_id, actor=office.ito)


def approved(office: Office, report: int, on: date = SENT) -> None:
    request_review(report, on=on, actor=office.ito)
    review_report(report, read_sha256=read(report), password=PASSWORD, on=on, actor=office.sato)
    approve_report(report, read_sha256=read(report), password=PASSWORD, on=on, actor=office.tanaka)


def sent(office: Office, report: int, on: date = SENT) -> None:
    approved(office, report, on)
    submit_report(report, sending("portal", on, read(report)), on=on, actor=office.kato)


def taken(office: Office, report: int, number: str, on: date = SENT) -> None:
    record_receipt(report, Answered(True, on, receipt_year="2026", receipt_number=number), on=on, actor=office.kato)


def rejected(office: Office, report: int, on: date = SENT) -> None:
    record_receipt(report, Answered(False, on), on=on, actor=office.kato)


def spoken_for(report: int) -> dict[tuple[str, str, str], str]:
    """The items for which a report speaks, of which matter and person, with what its own determination found."""
    rows = ReportObligation.objects.filter(report_id=report, obligation__kind="item").select_related("obligation")
    case_id = Report.objects.get(pk=report).case_id
    return {
        (
            row.obligation.item,
            who_is(case_id, row.obligation.matter),
            who_is(case_id, row.obligation.person),
        ): row.finding
        for row in rows
    }


def boxes(report: int) -> dict[str, Any]:
    """What each box of a report says."""
    return {field["id"]: field["value"] for field in Report.objects.get(pk=report).fields}
