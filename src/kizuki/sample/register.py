"""The sample's register: no-report decisions proposed, signed and reopened by its people, days counted from loading."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from kizuki.actions.cases.determine import determine
from kizuki.actions.cases.link_vulnerabilities import link_vulnerabilities
from kizuki.actions.cases.open_case import CaseEntry, open_case
from kizuki.actions.findings.match_release import match_release
from kizuki.actions.register.decide_no_report import decide_no_report
from kizuki.actions.register.propose_no_report import Proof, Proposal, propose_no_report
from kizuki.actions.register.reopen_no_report import reopen_no_report
from kizuki.actions.verb import Actor
from kizuki.core.glossary import Lang, day_said
from kizuki.sample.lives import SAMPLE
from kizuki.sample.reading import Portfolio, read_register
from kizuki.store.access.seen import seen
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import Case, NoReportDecision, Release, User
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.register.shown_decision import shown_sha256

LANGS: tuple[Lang, ...] = ("ja", "en")


def load_register(portfolio: Portfolio, password: str, *, on: date) -> int:
    """Tell the stories of the register as of the day `on`; a story that stands is left as it was told, whatever the day.
    Returns how many decisions there are. Signing asks for the password of the sample's people."""
    devices = {row["key"]: row for row in portfolio.devices}
    stories = read_register()
    _matched({story["device"] for story in stories}, on)
    for story in stories:
        _told(story, devices[story["device"]]["periodic"], password, on)
    return len(stories)


def _matched(devices: Iterable[str], on: date) -> None:
    """A decision rests on which findings there are: what the worker would find a minute later would reopen it."""
    waiting = seen(PROGRAM, Release).filter(device__key__in=devices, state="kept", matched_at=None).order_by("pk")
    for release in waiting.values_list("pk", flat=True):
        match_release(release, on=on, actor=SAMPLE)


def story_case(story: dict[str, Any], periodic: dict[str, Any], on: date) -> CaseEntry:
    """The case of a story as it is opened, with its days counted from `on`."""
    known = {"component_present": False, "evidence": story["proof"]}
    return _entry(story, story, days_of(story, on), "learned", periodic, known)


def news_case(story: dict[str, Any], periodic: dict[str, Any], on: date) -> CaseEntry:
    """The case that what was found later became: on the same device, about the same vulnerabilities."""
    return _entry(story["found"], story, days_of(story, on), "found", periodic, {})


def days_of(story: dict[str, Any], on: date) -> dict[str, date]:
    """The days of a story, counted from `on`."""
    return {name: on + timedelta(days=offset) for name, offset in story["days"].items()}


def _entry(
    told: dict[str, Any],
    story: dict[str, Any],
    days: dict[str, date],
    learned: str,
    periodic: dict[str, Any],
    known: dict[str, Any],
) -> CaseEntry:
    said = {
        group: {lang: told[group][lang].format(**_said(days, lang)) for lang in LANGS} for group in ("title", "story")
    }
    matter = {
        "kind": "vulnerability",
        "learned_on": days[learned].isoformat(),
        "locus": "domestic",
        **known,
        "exploited": "none_known",
        "references": story["cves"],
    }
    return CaseEntry(
        key=told["key"],
        device=story["device"],
        title=told["title"]["ja"],
        facts={"device": {"own": True, "reporter": "mah", "combination": False, **periodic}, "matters": [matter]},
        release=story["release"],
        parts={"story": {**said, "cves": story["cves"]}},
        opened_on=days[learned],
    )


def _said(days: dict[str, date], lang: Lang) -> dict[str, str]:
    return {name: day_said(day, lang) for name, day in days.items()}


def _told(story: dict[str, Any], periodic: dict[str, Any], password: str, on: date) -> None:
    case_id = _opened(story_case(story, periodic, on), story["cves"], on)
    # A story that stands keeps the days on which it was told first.
    began = date.fromisoformat(newest_facts(case_id).facts["matters"][0]["learned_on"])
    told_on = began - timedelta(days=story["days"]["learned"])
    days = days_of(story, told_on)
    made = seen(PROGRAM, NoReportDecision).filter(case_id=case_id).first()
    if made is None:
        determine(case_id, on=days["checked"], actor=SAMPLE)
        propose_no_report(case_id, _proposal(story), on=days["proposed"], actor=_person(story["proposal"]["by"]))
        made = seen(PROGRAM, NoReportDecision).get(case_id=case_id)
    if made.state == "proposed" and "decided" in days:
        _sign(made.pk, story["proposal"], password, days["decided"])
    if "found" in story and not seen(PROGRAM, Case).filter(key=story["found"]["key"]).exists():
        determine(_opened(news_case(story, periodic, told_on), story["cves"], on), on=on, actor=SAMPLE)
        reopen_no_report(made.pk, on=on, actor=SAMPLE)


def _opened(entry: CaseEntry, cves: list[str], on: date) -> int:
    case = seen(PROGRAM, Case).filter(key=entry.key).first()
    case_id = int(case.pk) if case else open_case(entry, on=on, actor=SAMPLE)
    link_vulnerabilities(case_id, cves, actor=SAMPLE)
    return case_id


def _proposal(story: dict[str, Any]) -> Proposal:
    told = story["proposal"]
    papers = [Proof(one["proves"], one["words"].encode(), "text/plain") for one in story["documents"]]
    return Proposal(told["reason"], told["explanation"], papers)


def _sign(decision: int, told: dict[str, Any], password: str, on: date) -> None:
    decide_no_report(
        decision,
        agreed=True,
        read_sha256=shown_sha256(decision),
        password=password,
        comment=told["comment"],
        on=on,
        actor=_person(told["decided_by"]),
    )


def _person(sign_in: str) -> Actor:
    return Actor.user(seen(PROGRAM, User).get(sign_in_name=sign_in).pk)
