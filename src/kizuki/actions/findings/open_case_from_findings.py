"""Open a case from findings."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from kizuki.actions.cases.open_case import CaseEntry, PreparedCase, open_prepared, prepare_case
from kizuki.actions.embargo.secrecy import pass_on
from kizuki.actions.findings.keeping_knowledge import keep_seen
from kizuki.actions.findings.sets import of_findings, preview, unmoved
from kizuki.actions.permission import viewer_of
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.clocks.knowledge import Known
from kizuki.core.refusal import Refused
from kizuki.store.access.seen import seen
from kizuki.store.findings.filters import Key
from kizuki.store.findings.knowledge import known_vulnerabilities
from kizuki.store.findings.standing import Standing
from kizuki.store.models import AdvisoryAlias, Case, CaseVulnerability, Device, Match, Release
from kizuki.store.queries.viewer import PROGRAM


def open_case_from_findings(findings: Sequence[Key], title: str, *, token: str, on: date, actor: Actor) -> int:
    """Open a case about the vulnerabilities of these findings, all of one device. Returns its id.

    Its awareness day is the earliest day on which one of them counts as known (`kizuki.store.findings.knowledge`): where
    only the machine has found it, the day of the match, provisional until the safety manager settles it. That the
    component is present is told only where a verdict is `affected`; exploitation and everything else stays open.
    `Refused` where the findings are of several devices, have moved since `token` was given (`preview`), or a case of
    this key is open already.
    """
    standing, _ = preview(findings)
    if len({row.device for row in standing}) > 1:
        raise Refused("findings", "are of several devices; a case is about one")
    known = known_of_findings(standing)
    prepared = _prepared(standing, known, title, on, actor)
    with verb("open_case_from_findings", actor=actor, of=of_findings(findings)) as act:
        now = unmoved(findings, token)
        opened = open_prepared(act, prepared)
        advisories = Match.objects.filter(pk__in={row.match for row in now}).values_list("advisory", flat=True)
        for advisory in advisories:
            pass_on(act, f"advisory:{advisory}", [f"case:{opened.id}"])
        names = sorted(
            set(AdvisoryAlias.objects.filter(advisory__in=list(advisories)).values_list("name", flat=True))
        )
        CaseVulnerability.objects.bulk_create(CaseVulnerability(case_id=opened.id, name=name) for name in names)
        pairs = [[row.match, row.release] for row in now]
        keep_seen(act, findings, on)
        act.record(
            subjects=opened.subjects,
            payload={**opened.payload, "count": len(pairs), "findings": pairs, "known_by": known.ground},
        )
    return opened.id


def known_of_findings(standing: Sequence[Standing], days: int | None = None) -> Known:
    """From which day the first of these findings, all of one device, counts as known; `days` is the triage limit where
    the caller has it."""
    matches = Match.objects.filter(pk__in={row.match for row in standing})
    found = known_vulnerabilities(set(matches.values_list("advisory", flat=True)), standing[0].device, days)
    known = [one.known for one in found if one.known is not None]
    if not known:
        raise RuntimeError("a finding is a match, so some day of it is known")
    return min(known, key=lambda one: one.on)


def _prepared(standing: Sequence[Standing], known: Known, title: str, on: date, actor: Actor) -> PreparedCase:
    first = standing[0]
    device = find(Device, "device", actor=actor, pk=first.device)
    releases = {row.release for row in standing}
    release = find(Release, "release", actor=actor, pk=first.release).version if len(releases) == 1 else None
    matter: dict[str, Any] = {
        "kind": "vulnerability",
        "locus": "domestic",
        "learned_on": known.on.isoformat(),
    }
    if any(row.verdict == "affected" for row in standing):
        matter["component_present"] = True
    entry = CaseEntry(
        key=_key(first, actor),
        device=device.key,
        title=title,
        release=release,
        facts={"matters": [matter]},
    )
    return prepare_case(entry, on=on, actor=actor)


def _key(first: Standing, actor: Actor) -> str:
    """One case of a finding, as far as who acts can see: a case that is hidden from them stands in nobody's way, and
    that it is there is not told."""
    key = f"finding-{first.match}-{first.release}"
    viewer = viewer_of(actor.code)
    hidden = seen(PROGRAM, Case).filter(key=key).exists() and not seen(viewer, Case).filter(key=key).exists()
    return f"{key}-{secrets.token_hex(4)}" if hidden else key
