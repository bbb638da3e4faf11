"""Loading the sample portfolio: one verb after another, as a person would, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.actions.assessments.assess_vulnerability import assess_vulnerability
from kizuki.actions.cases.describe import describe
from kizuki.actions.cases.link_vulnerabilities import link_vulnerabilities
from kizuki.actions.cases.open_case import CaseEntry, open_case
from kizuki.actions.company.set_report_chain import set_report_chain
from kizuki.actions.devices.register_company import register_company
from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.devices.register_hospital import register_hospital
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.devices.register_units import UnitEntry, register_units
from kizuki.actions.devices.register_user import register_user
from kizuki.actions.devices.set_password import set_password
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.feeds.keep_known_exploited import keep_known_exploited
from kizuki.core.advisories import read_advisories
from kizuki.core.glossary import Lang, say
from kizuki.sample.lives import ROLES, SAMPLE, load_licences, load_lives, tell_hospitals
from kizuki.sample.reading import Portfolio, learned_on, read_portfolio
from kizuki.sample.register import load_register
from kizuki.sample.reported import send_reports
from kizuki.sample.year import load_shipments
from kizuki.store.access.seen import seen
from kizuki.store.audit.chain import head
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import Case, User
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record import clock

_IN_COLUMNS = {"brand", "generic", "jmdn", "approval_no", "model", "maker", "software_version"}
"""Entries of a device's form that have a column, or come from its release."""

Tell = Callable[[str, int], None]
"""Given the name of each part of the portfolio once it is loaded, and how many it has."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody of the sample who signs in: under which name, who they are, and their role as the record calls it."""

    sign_in: str
    name: str
    role: str

    def role_said(self, lang: Lang) -> str:
        """The role as the pages call it."""
        return say(f"record.role.{self.role}", lang)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did: `changes` counts the audited changes, 0 where everything stood already."""

    changes: int
    accounts: tuple[Account, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """The names under which its people sign in."""
        return tuple(one.sign_in for one in self.accounts)


def load_sample(tell: Tell = lambda _part, _count: None, *, password: str | None = None) -> Loaded:
    """Load the portfolio into the record; a second time changes nothing, and a load that was cut off goes on.

    Its people can sign in with `password` where one is given, and send the reports of which the sample tells; without
    one their passwords stay as they are (none, the first time). `Refused` where the record holds something else under
    a name of the sample.
    """
    before = head().seq
    portfolio = read_portfolio()
    steps: tuple[tuple[str, Callable[[Portfolio], int]], ...] = (
        ("company", _company),
        ("people", lambda read: _people(read, password)),
        ("licences", load_licences),
        ("devices", _devices),
        ("lives", load_lives),
        ("shipments", lambda _: load_shipments()),
        ("releases", _releases),
        ("hospitals", _hospitals),
        ("units", _units),
        ("notices", tell_hospitals),
        ("known_exploited", _known_exploited),
        ("advisories", _advisories),
        ("scores", _scores),
        ("cases", _cases),
        ("vulnerabilities", _vulnerabilities),
        ("register", lambda read: load_register(read, password, on=clock.today()) if password else 0),
        ("sent", lambda read: send_reports(read.cases, password, on=clock.today()) if password else 0),
    )
    for part, load in steps:
        tell(part, load(portfolio))
    accounts = (
        Account(person["sign_in"], person["name_ja"], ROLES[person["role"]]) for person in portfolio.company["people"]
    )
    return Loaded(head().seq - before, tuple(accounts))


def people_have_passwords() -> bool:
    """Whether the people of the sample stand in the record, each with a password."""
    names = [person["sign_in"] for person in read_portfolio().company["people"]]
    users = seen(PROGRAM, User).filter(sign_in_name__in=names)
    return len(users) == len(names) and all(user.has_usable_password() for user in users)


def _company(portfolio: Portfolio) -> int:
    company = portfolio.company
    contact = {key: company["contact"][key] for key in ("name", "department", "phone", "fax", "email")}
    new = register_company(
        name=company["name"]["ja"],
        representative=company["representative"]["ja"],
        address=company["address"]["ja"],
        contact=contact,
        actor=SAMPLE,
    )
    if new:
        set_report_chain(3, actor=SAMPLE)
    return 1


def _people(portfolio: Portfolio, password: str | None) -> int:
    for person in portfolio.company["people"]:
        user = register_user(
            sign_in_name=person["sign_in"], display_name=person["name_ja"], role=ROLES[person["role"]], actor=SAMPLE
        )
        if password is not None:
            set_password(user, password, actor=SAMPLE)
    return len(portfolio.company["people"])


def _devices(portfolio: Portfolio) -> int:
    for device in portfolio.devices:
        register_device(device_entry(device), actor=SAMPLE)
    return len(portfolio.devices)


def device_entry(device: dict[str, Any]) -> DeviceEntry:
    """The device of a portfolio file as the record keeps it."""
    licence, form = device["licence"], device["form"]
    return DeviceEntry(
        key=device["key"],
        brand=device["brand"]["ja"],
        generic=device["generic_name"]["ja"],
        jmdn=device["jmdn"]["code"],
        device_class=licence["class"],
        approval_no=licence["approval_no"],
        approved_on=date.fromisoformat(licence["approval_on"]),
        model=form.get("model", ""),
        maker=form.get("maker", ""),
        facts={"own": True, "reporter": "mah", **device["periodic"]},
        details={key: value for key, value in form.items() if key not in _IN_COLUMNS},
        profile={
            key: value
            for key, value in device.items()
            if key not in ("key", "licence", "form", "periodic", "releases", "jmdn", "traits")
        },
    )


def _releases(portfolio: Portfolio) -> int:
    count = 0
    for device in portfolio.devices:
        for release in device["releases"]:
            released_on = date.fromisoformat(release["released_on"])
            sbom = portfolio.sboms[release["sbom"]]
            register_release(device["key"], release["version"], sbom, released_on=released_on, actor=SAMPLE)
            count += 1
    return count


def _hospitals(portfolio: Portfolio) -> int:
    for hospital in portfolio.hospitals:
        register_hospital(
            key=hospital["key"],
            name=hospital["name"]["ja"],
            prefecture=hospital["prefecture_ja"],
            contacts=[{"role": "device_safety", **hospital["contact"]}],
            profile={key: hospital[key] for key in ("name", "beds", "network") if key in hospital},
            actor=SAMPLE,
        )
    return len(portfolio.hospitals)


def _units(portfolio: Portfolio) -> int:
    by_device: dict[str, list[UnitEntry]] = {}
    for hospital in portfolio.hospitals:
        for unit in hospital["units"]:
            entry = UnitEntry(
                serial=unit["serial"],
                hospital=hospital["key"],
                release=unit["release"],
                place=unit["ward"],
                delivered_on=date.fromisoformat(unit["installed_on"]),
            )
            by_device.setdefault(unit["device"], []).append(entry)
    for device, entries in by_device.items():
        register_units(device, entries, actor=SAMPLE)
    return sum(len(entries) for entries in by_device.values())


def _known_exploited(portfolio: Portfolio) -> int:
    keep_known_exploited(portfolio.kev, actor=SAMPLE)
    return len(read_advisories(portfolio.kev).kev)


def _advisories(portfolio: Portfolio) -> int:
    for source in portfolio.advisories.values():
        keep_advisories(source, actor=SAMPLE)
    return len(portfolio.advisories)


def _scores(portfolio: Portfolio) -> int:
    for row in portfolio.scores:
        assess_vulnerability(row["device"], row["cve"], row["input"], release=row["release"], actor=SAMPLE)
    return len(portfolio.scores)


def _cases(portfolio: Portfolio) -> int:
    standing = set(seen(PROGRAM, Case).values_list("key", flat=True))
    for case in portfolio.cases:
        if case["key"] not in standing:
            open_case(case_entry(case), on=None, actor=SAMPLE)
        _tell(case)
    return len(portfolio.cases)


def _tell(case: dict[str, Any]) -> None:
    """What a case tells of one of its matters alone, beside what is common to it."""
    for told in case.get("told", ()):
        row = seen(PROGRAM, Case).get(key=case["key"])
        matter = newest_facts(row.pk).facts["matters"][told["matter"]]["id"]
        describe(row.pk, told["parts"], matter=matter, actor=SAMPLE)


def _vulnerabilities(portfolio: Portfolio) -> int:
    ids = dict(seen(PROGRAM, Case).values_list("key", "pk"))
    told = [case for case in portfolio.cases if case.get("cves")]
    for case in told:
        link_vulnerabilities(ids[case["key"]], case["cves"], actor=SAMPLE)
    return sum(len(case["cves"]) for case in told)


def case_entry(case: dict[str, Any]) -> CaseEntry:
    """The case of a portfolio file as the record opens it, on the day on which it was learned."""
    story = {key: case[key] for key in ("title", "story", "timeline", "cves", "unit") if key in case}
    return CaseEntry(
        key=case["key"],
        device=case["device"],
        title=case["title"]["ja"],
        facts=case["facts"],
        release=case.get("release"),
        hospital=case.get("hospital"),
        parts={**case.get("record", {}), "story": story},
        opened_on=date.fromisoformat(learned_on(case)),
    )
