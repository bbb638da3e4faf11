"""What the cases of the sample judged of findings, once these were matched: a case and a list never say two things."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kizuki.actions.findings.sets import preview
from kizuki.actions.findings.triage_findings import TriageEntry, triage_findings
from kizuki.actions.verb import Actor
from kizuki.sample.reading import read_portfolio, read_register
from kizuki.store.access.seen import seen
from kizuki.store.models import Match, ReleaseComponent, Triage, User
from kizuki.store.queries.viewer import PROGRAM

JUDGES = "psirt"
"""製品セキュリティ担当: a sign-in name of the portfolio."""


def judge_findings(on: date) -> int:
    """Say of the findings of a case's vulnerabilities on its release what the case says (`judged`). Returns of how many
    this was new; what somebody has said of a finding stands."""
    cases = [case for case in (*read_portfolio().cases, *read_register()) if "judged" in case]
    return sum(_judged(case, on) for case in cases)


def _judged(case: dict[str, Any], on: date) -> int:
    keys = _waiting(case["device"], case["release"], case["cves"])
    if not keys:
        return 0
    told = case["judged"]
    entry = TriageEntry(told["state"], told["ja"], told["justification"])
    person = Actor.user(seen(PROGRAM, User).get(sign_in_name=JUDGES).pk)
    triage_findings(keys, entry, token=preview(keys)[1], on=on, actor=person)
    return len(keys)


def _waiting(device: str, version: str, names: Sequence[str]) -> list[tuple[int, int]]:
    """The findings of these vulnerabilities on a release of which nobody has said anything."""
    held = seen(PROGRAM, ReleaseComponent).filter(release__device__key=device, release__version=version)
    releases = dict(held.values_list("component", "release"))
    matches = seen(PROGRAM, Match).filter(active=True, advisory__names__name__in=names, component__in=releases)
    keys = {(match, releases[component]) for match, component in matches.values_list("pk", "component")}
    said = set(seen(PROGRAM, Triage).filter(match__in=[match for match, _ in keys]).values_list("match", "release"))
    return sorted(keys - said)
