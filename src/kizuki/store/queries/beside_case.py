"""What a case rests on beside its own rows: information, vulnerabilities, readings, patches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kizuki.store.access.seen import seen
from kizuki.store.findings.vulnerability_names import vulnerabilities
from kizuki.store.models import Advisory, Assessment, CaseVulnerability, Patch, SafetyInformation, Triage
from kizuki.store.queries.viewer import Viewer

MACHINE = ("match_advisories", "match_release", "match_components", "match_everything", "reevaluate_assessments")
"""Verbs that the program runs by itself over everything: what they came to stands where a person said something of it."""

MOST = 200
"""Subjects of a case beside itself, of each kind: the newest."""


def beside_case(viewer: Viewer, case_id: int, device_id: int) -> tuple[str, ...]:
    """The subjects, as the audit names them, whose entries belong to the story of a case; of those that the viewer sees.

    Of vulnerabilities only those that we entered ourselves: what a feed says of others is told where it changed anything.
    """
    told = seen(viewer, SafetyInformation).filter(case_id=case_id).order_by("-pk")[:MOST]
    found = [f"information:{pk}" for pk in told.values_list("pk", flat=True)]
    linked = list(seen(viewer, CaseVulnerability).filter(case_id=case_id).values_list("name", flat=True))
    if not linked:
        return tuple(found)
    names = sorted({name for one in vulnerabilities(linked) for name in one.names})
    records = dict(seen(viewer, Advisory).filter(names__name__in=names).values_list("pk", "kind"))
    found += [f"advisory:{pk}" for pk, kind in records.items() if kind == "entered"]
    found += _readings(viewer, list(records), device_id)
    return (*found, *_patches(viewer, names, device_id))


def _readings(viewer: Viewer, records: list[int], device_id: int) -> Iterator[str]:
    """What people read of them for the clinic, and what they said of the findings."""
    read = seen(viewer, Assessment).filter(device=device_id, advisory__in=records).order_by("-pk")[:MOST]
    yield from (f"assessment:{pk}" for pk in read.values_list("pk", flat=True))
    said = seen(viewer, Triage).filter(match__advisory__in=records, release__device=device_id)
    judged = said.order_by("-judgement").values_list("judgement", flat=True).distinct()[:MOST]
    yield from (f"judgement:{pk}" for pk in judged)


def _patches(viewer: Viewer, names: Iterable[str], device_id: int) -> Iterator[str]:
    closed = set(names)
    for row in seen(viewer, Patch).filter(device=device_id).order_by("-pk")[:MOST]:
        if closed & set(row.fixes):
            yield f"patch:{row.pk}"
