"""Under which of its records a vulnerability was assessed on a device."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from kizuki.core.advisories.naming import is_cve
from kizuki.store.access.hidden import EVERYBODY, hidden_advisories
from kizuki.store.access.seen import seen
from kizuki.store.findings.vulnerability_names import vulnerabilities
from kizuki.store.models import Advisory, Assessment
from kizuki.store.queries.viewer import Viewer


def assessed_as(viewer: Viewer, device_id: int, about: Advisory) -> Advisory:
    """The record of the same vulnerability that was assessed on the device; this one where none was, where it was
    itself, or where it speaks of several. What is under embargo stays by itself."""
    made = seen(viewer, Assessment).filter(device_id=device_id, current=True)
    if made.filter(advisory=about).exists():
        return about
    meant = vulnerabilities([about.identifier], viewer)
    if len(meant) != 1 or (is_cve(meant[0].name) and about.names.filter(name__startswith="CVE-").count() > 1):
        return about
    others = made.filter(advisory__names__name__in=meant[0].names)
    found = (
        others.exclude(advisory__in=hidden_advisories(EVERYBODY))
        .order_by("-made_at")
        .select_related("advisory")
        .defer("advisory__body")
        .first()
    )
    return found.advisory if found is not None else about


def not_assessed_otherwise(
    viewer: Viewer, made: list[str], found: QuerySet[Advisory], drafts: Collection[int]
) -> QuerySet[Advisory]:
    """Those of these records of which no other record of the same vulnerability was assessed (`made`: the records that
    were); what somebody has begun (`drafts`) stays."""
    if not made:
        return found
    assessed = frozenset[str]().union(*(one.names for one in vulnerabilities(made, viewer)))
    return found.filter(Q(pk__in=drafts) | ~Q(identifier__in=assessed))
