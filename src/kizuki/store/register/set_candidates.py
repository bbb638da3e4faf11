"""Which cases one proof could cover: about the same component, and waiting for the same conclusion."""

from __future__ import annotations

from dataclasses import dataclass

from kizuki.store.access.seen import seen
from kizuki.store.findings.vulnerability_names import vulnerability_names
from kizuki.store.models import Advisory, Case, Match
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.canonical import json_of
from kizuki.store.register.watched import linked_names

_MOST = 200


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that could be in the set."""

    case_id: int
    number: str
    title: str


def components_of(case_id: int) -> frozenset[str]:
    """The names of the components that the vulnerabilities of a case speak of: as matched on its device, and as their
    records name them."""
    case = Case.objects.get(pk=case_id)
    names = frozenset[str]().union(*(vulnerability_names(name) for name in linked_names(case_id)))
    if not names:
        return frozenset()
    records = Advisory.objects.filter(names__name__in=names).distinct()
    matched = Match.objects.filter(
        advisory__in=records.values("pk"), component__releases__release__device_id=case.device_id
    )
    found = set(matched.values_list("component__name", flat=True).distinct())
    for body in records.values_list("body", flat=True):
        for row in json_of(body).get("affected", ()):
            found.update(filter(None, (row.get("product", ""), *map(_package, row.get("packages", ())))))
    return frozenset(found)


def candidates(viewer: Viewer, case_id: int, component: str) -> tuple[Candidate, ...]:
    """The other open cases of the same device that are about this component, answer `no_report` and have no decision
    that stands."""
    own = seen(viewer, Case).filter(pk=case_id).values("device_id")
    others = seen(viewer, Case).filter(device_id__in=own, state="open", outcome="no_report")
    standing = others.filter(no_report_decisions__state__in=("proposed", "decided")).values("pk")
    rows = others.exclude(pk=case_id).exclude(pk__in=standing).exclude(vulnerabilities=None).distinct()
    wanted = component.casefold()
    return tuple(
        Candidate(row.pk, row.number, row.title)
        for row in rows.order_by("pk")[:_MOST]
        if wanted in {name.casefold() for name in components_of(row.pk)}
    )


def _package(key: str) -> str:
    """The name at the end of a package key (`pypi/jinja2`)."""
    return key.rpartition("/")[2]
