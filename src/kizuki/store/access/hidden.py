"""What a person does not see of the five things that rows belong to: each as a subquery of few ids, never a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db.models import CharField, Exists, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from kizuki.store.duties import Belongs, declared
from kizuki.store.models import (
    Advisory,
    Case,
    Device,
    Embargo,
    EmbargoReader,
    Incident,
    IncidentMember,
    KnowledgeDay,
    Matter,
    ProductScope,
    SafetyInformation,
    Unit,
)

EVERYBODY = 0
"""A person who is named nowhere and has no product scope: what they see, everybody sees who works on all devices."""

Hidden = QuerySet[Any, Any]
"""Ids, to stand behind NOT IN: embargoes and scopes are few, so the subquery is small where the table is not."""


def under_embargo(kind: str, user_id: int) -> Hidden:
    """The subjects of this kind that are under an embargo of their own which does not name the person: rows of the
    embargo, whose one value is the subject's id. What is asked of them further is asked of that column, never of pk."""
    named = EmbargoReader.objects.filter(user_id=user_id).values("embargo_id")
    rows = Embargo.objects.filter(**{"lifted_at": None, f"{kind}__isnull": False}).exclude(pk__in=named)
    hidden: Hidden = rows.values(f"{kind}_id")
    return hidden


def hidden_devices(user_id: int) -> Hidden:
    """The devices outside the product scope of a person; none for somebody without a scope."""
    scope = ProductScope.objects.filter(user_id=user_id)
    return Device.objects.filter(Exists(scope)).exclude(pk__in=scope.values("device_id")).values("pk")


def hidden_cases(user_id: int) -> Hidden:
    """Cases under embargo, and those of other devices."""
    secret = Q(pk__in=under_embargo("case", user_id))
    return Case.objects.filter(secret | Q(device__in=hidden_devices(user_id))).values("pk")


def hidden_information(user_id: int) -> Hidden:
    """Information under embargo, of a case that is hidden, or of another device."""
    elsewhere = Q(case__in=hidden_cases(user_id)) | Q(device__in=hidden_devices(user_id))
    return SafetyInformation.objects.filter(Q(pk__in=under_embargo("information", user_id)) | elsewhere).values("pk")


def hidden_incidents(user_id: int) -> Hidden:
    """Incidents under embargo, those to which a case or information under embargo belongs, campaigns that link one of
    these or a vulnerability that is hidden, and those that touch other devices only: an incident that touches one of
    theirs too is seen, without the members of the others."""
    cases = under_embargo("case", user_id)
    information = under_embargo("information", user_id)
    within = SafetyInformation.objects.filter(Q(pk__in=information) | Q(case__in=cases)).values("pk")
    # A campaign has the cases and the information of its incidents as members too (`actions/incidents/members.py`): what
    # it links is asked for at one depth, because SQLite reads so many brackets in one another and no more.
    own, secret = under_embargo("incident", user_id), _members({"case": cases, "information": within})
    came = KnowledgeDay.objects.filter(information__in=information).values("advisory_id")
    linked = [_members({"incident": own}), _members({"advisory": under_embargo("advisory", user_id)})]
    linked.append(_members({"advisory": came}))
    return Incident.objects.filter(
        Q(pk__in=own)
        | Q(pk__in=secret)
        | Q(pk__in=linked[0])
        | Q(pk__in=linked[1])
        | Q(pk__in=linked[2])
        | (Q(pk__in=_of_devices(hidden_devices(user_id))) & ~Q(pk__in=_in_scope(user_id)))
    ).values("pk")


def hidden_advisories(user_id: int) -> Hidden:
    """Vulnerabilities that were marked so, or that came by information that was; a public one never is."""
    came = KnowledgeDay.objects.filter(information__in=under_embargo("information", user_id)).values("advisory_id")
    return Advisory.objects.filter(Q(pk__in=under_embargo("advisory", user_id)) | Q(pk__in=came)).values("pk")


HIDDEN: Mapping[str, Callable[[int], Hidden]] = {
    "case": hidden_cases,
    "device": hidden_devices,
    "information": hidden_information,
    "incident": hidden_incidents,
    "advisory": hidden_advisories,
}
"""By what a way leads to (`Belongs.ways`)."""


def told_of(belongs: Belongs, user_id: int) -> Q:
    """The rows of a table that tell of a hidden case, by what they were computed of or by their matter; none where the
    table declares neither."""
    about = Q()
    if belongs.tells:
        about |= Q(**{f"{belongs.tells}__in": hidden_cases(user_id)})
    if belongs.matter:
        matters = Matter.objects.filter(case__in=hidden_cases(user_id)).values("key")
        about |= Q(**{f"{belongs.matter}__in": matters})
    return about


def named_telling(user_id: int) -> Iterator[Hidden]:
    """What the audit calls the rows that were computed of a hidden case: of each table that keeps of which."""
    for model, duties in declared():
        if duties.belongs.tells.count("__") == 1:
            said = Concat(Value(f"{duties.subject}:"), Cast("pk", CharField()))
            rows = model._default_manager.filter(told_of(duties.belongs, user_id)).order_by()
            yield rows.annotate(said=said).values("said")


def _in_scope(user_id: int) -> Hidden:
    return _of_devices(ProductScope.objects.filter(user_id=user_id).values("device_id"))


def _of_devices(devices: Hidden) -> Hidden:
    """The incidents that touch one of these devices."""
    return _members(
        {
            "device": devices,
            "unit": Unit.objects.filter(device__in=devices).values("pk"),
            "case": Case.objects.filter(device__in=devices).values("pk"),
            "information": SafetyInformation.objects.filter(device__in=devices).values("pk"),
        }
    )


def _members(named: Mapping[str, Hidden]) -> Hidden:
    """The incidents to which one of these belongs."""
    about = Q()
    for kind, ids in named.items():
        about |= Q(kind=kind, member__in=ids)
    return IncidentMember.objects.filter(about).values("incident_id")
