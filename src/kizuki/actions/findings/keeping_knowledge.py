"""What the verbs on days of knowledge share: first sights, and the cases that a settled day concerns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kizuki.actions.verb import Act
from kizuki.actions.waiting import Waiting
from kizuki.core.facts.awareness import awareness_day
from kizuki.store.cases.facts import newest_facts
from kizuki.store.findings.filters import Key
from kizuki.store.findings.knowledge import known_vulnerabilities
from kizuki.store.models import Advisory, Case, Device, KnowledgeDay, Match, Release

Finding = tuple[int, int]
"""An advisory and a device."""


def keep_seen(act: Act, keys: Iterable[Key], on: date) -> int:
    """Keep that a person had these findings before them, once for each vulnerability record and device; nothing where a
    part of the program acts. Returns how many were first sights."""
    if act.person is None:
        return 0
    new = _unseen(_pairs(keys))
    KnowledgeDay.objects.bulk_create(
        [
            KnowledgeDay(
                advisory_id=advisory,
                device_id=device,
                kind="seen",
                known_on=on,
                person_id=act.person,
                recorded_at=act.at,
            )
            for advisory, device in new
        ],
        ignore_conflicts=True,
    )
    return len(new)


def seen_already(keys: Iterable[Key]) -> bool:
    """Whether somebody has had all of these findings before them."""
    return not _unseen(_pairs(keys))


def _pairs(keys: Iterable[Key]) -> set[Finding]:
    found = set(keys)
    matches = Match.objects.filter(pk__in={match for match, _ in found}).values_list("pk", "advisory_id")
    releases = Release.objects.filter(pk__in={release for _, release in found}).values_list("pk", "device_id")
    advisory_of, device_of = dict(matches), dict(releases)
    return {(advisory_of[match], device_of[release]) for match, release in found}


def _unseen(pairs: set[Finding]) -> list[Finding]:
    rows = KnowledgeDay.objects.filter(kind="seen", advisory__in={advisory for advisory, _ in pairs})
    return sorted(pairs - set(rows.values_list("advisory_id", "device_id")))


def tell_cases(act: Act, advisory: Advisory, device: Device | None, known_on: date) -> None:
    """A task for every case that counts from a later day than the one now settled; before the verb records."""
    vulnerabilities = known_vulnerabilities([advisory.pk], device.pk if device else None)
    names = {name for one in vulnerabilities for name in one.names}
    cases = Case.objects.filter(vulnerabilities__name__in=names).distinct().order_by("pk")
    for case in cases.filter(device=device) if device else cases:
        if awareness_day(newest_facts(case.pk).facts) > known_on:
            act.wait_for(
                Waiting(
                    "knowledge_moved",
                    f"case:{case.pk}",
                    f"advisory:{advisory.pk}",
                    "safety_manager",
                    case=case.pk,
                    due_on=known_on,
                    values={"name": advisory.identifier, "known_on": known_on.isoformat()},
                )
            )
