"""What belongs to an incident, for the verbs that add or move it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Model
from django.utils import timezone

from kizuki.actions.cases.open_case import business_year
from kizuki.actions.embargo.secrecy import pass_on
from kizuki.actions.permission import viewer_of
from kizuki.actions.verb import Act, Actor
from kizuki.core.incidents.cases_wanted import CAMPAIGN, require_members
from kizuki.core.numbering import numbers_after
from kizuki.core.refusal import Refused
from kizuki.store.access.seen import seen
from kizuki.store.models import (
    Advisory,
    Case,
    Company,
    Device,
    Hospital,
    Incident,
    IncidentMember,
    SafetyInformation,
    Unit,
)
from kizuki.store.record.keeping_rows import standing as standing_rows
from kizuki.store.record.numbering import highest_number

TABLES: Mapping[str, type[Model]] = {
    "unit": Unit,
    "device": Device,
    "case": Case,
    "information": SafetyInformation,
    "hospital": Hospital,
    "incident": Incident,
    "advisory": Advisory,
}
"""What can be a member: named as the audit names it (`unit:7`, `case:12`)."""

MOST_MEMBERS = 900
"""Members that one verb may bring: a transaction is at most a thousand rows."""


def read_members(named: Sequence[str], actor: Actor) -> list[tuple[str, int]]:
    """The members as kind and id. `Refused` names one that is malformed, comes twice, or is not there for the actor."""
    if len(named) > MOST_MEMBERS:
        raise Refused("members", f"are {len(named)}; at most {MOST_MEMBERS} at a time")
    found: list[tuple[str, int]] = []
    for place, subject in enumerate(named):
        kind, _, identity = subject.partition(":")
        if kind not in TABLES or not identity.isdecimal():
            raise Refused(f"members.{place}", f"{subject!r} is not like unit:7 ({', '.join(TABLES)})")
        if (kind, int(identity)) in found:
            raise Refused(f"members.{place}", f"{subject} comes twice")
        found.append((kind, int(identity)))
    for kind, table in TABLES.items():
        wanted = {member for of, member in found if of == kind}
        standing = seen(viewer_of(actor.code), table).filter(pk__in=wanted)
        missing = wanted - set(standing.values_list("pk", flat=True))
        if missing:
            raise Refused("members", f"there is no {kind}:{min(missing)}")
    return found


def add_members(incident: Incident, members: Sequence[tuple[str, int]]) -> int:
    """Write the members that are not there yet; returns how many. `Refused` where an incident of its kind links none of
    these."""
    named = [pk for kind, pk in members if kind == "incident"]
    campaigns = set(standing_rows(Incident, pk__in=named, kind=CAMPAIGN).values_list("pk", flat=True))
    require_members(incident.kind, members, campaigns)
    new = _written(incident.pk, [*members, *_carried(named)])
    if incident.kind != CAMPAIGN:
        above = standing_rows(IncidentMember, kind="incident", member=incident.pk, incident__kind=CAMPAIGN)
        carried = [(kind, pk) for kind, pk in members if kind in _CARRIED]
        for campaign in above.values_list("incident", flat=True):
            _written(campaign, carried)
    return new


_CARRIED = ("case", "information")
"""What of an incident a campaign links with it: by these it is hidden, and its story is told."""


def _carried(incidents: Sequence[int]) -> list[tuple[str, int]]:
    """The cases and the information of these incidents."""
    rows = standing_rows(IncidentMember, incident__in=incidents, kind__in=_CARRIED).order_by("pk")
    return list(dict.fromkeys(rows.values_list("kind", "member")))


def _written(incident_id: int, members: Sequence[tuple[str, int]]) -> int:
    there = set(standing_rows(IncidentMember, incident=incident_id).values_list("kind", "member"))
    new = [
        IncidentMember(incident_id=incident_id, kind=kind, member=pk)
        for kind, pk in dict.fromkeys(members)
        if (kind, pk) not in there
    ]
    IncidentMember.objects.bulk_create(new)
    return len(new)


def devices_of(members: Sequence[tuple[str, int]]) -> list[int]:
    """The devices that members are of, so that the audit and the product scope know them."""
    ids: dict[str, set[int]] = {}
    for kind, pk in members:
        ids.setdefault(kind, set()).add(pk)
    found = set(ids.get("device", ()))
    found |= set(Unit.objects.filter(pk__in=ids.get("unit", ())).values_list("device_id", flat=True))
    found |= set(Case.objects.filter(pk__in=ids.get("case", ())).values_list("device_id", flat=True))
    told = SafetyInformation.objects.filter(pk__in=ids.get("information", ())).exclude(device=None)
    found |= {pk for pk in told.values_list("device_id", flat=True) if pk is not None}
    return sorted(found)


def keep_as_secret(act: Act, incident: Incident, members: Sequence[tuple[str, int]]) -> None:
    """The cases and the information that come into an incident under embargo are as secret as it is; a campaign only
    links: it is hidden with any of them, and hides none."""
    if incident.kind == CAMPAIGN:
        return
    within = [f"{kind}:{pk}" for kind, pk in members if kind in ("case", "information")]
    pass_on(act, f"incident:{incident.pk}", within)


def open_row(incident_id: int) -> Incident:
    """The incident, locked; `Refused` where it is not open."""
    row = Incident.objects.select_for_update().get(pk=incident_id)
    if row.state != "open":
        raise Refused("incident", f"{row.number} is {row.state} and takes nothing more")
    return row


def next_number(act: Act) -> str:
    """The next number of an incident in the business year. The company's row is the turnstile."""
    if not Company.objects.select_for_update().filter(id=1).exists():
        raise Refused("company", "the company is registered before its first incident")
    prefix = f"E-{business_year(timezone.localdate(act.at))}-"
    return numbers_after(highest_number(Incident.objects.all(), prefix), prefix, width=4)[0]
