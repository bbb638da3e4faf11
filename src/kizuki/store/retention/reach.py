"""Every sealed word of whatever has a period of its own, by the ways that the tables declare."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from kizuki.store.access.subjects import tables
from kizuki.store.duties import Duties, Kept, declared, duties_of
from kizuki.store.models import (
    Case,
    Device,
    DeviceTraits,
    Erasure,
    IncidentMember,
    KeptText,
    Release,
    SafetyInformation,
    StoredDocument,
    TriageJudgement,
)
from kizuki.store.record.held_texts import texts_of
from kizuki.store.sealing.field import SealedTextField

Owner = str
"""What has a period of its own, as the audit calls it: `case`, `device`, `information` and `incident` that belong to no
case, and every table that says of itself where its rows end (`Duties.ends`)."""
Rows = dict[type[Any], list[Any]]

_WAYS = ("case", "device", "information", "incident")


@dataclass(frozen=True, slots=True)
class Whose:
    """One owner; with a case go the incidents (`incidents`) all of whose other cases were erased already."""

    owner: Owner
    key: Any
    incidents: tuple[int, ...] = field(default=())

    @classmethod
    def of(cls, owner: Owner, key: Any) -> Whose:
        """With what goes with it."""
        return cls(owner, key, tuple(_incidents_of(key)) if owner == "case" else ())

    def rows(self, model: type[Any], duties: Duties) -> Q | None:
        """The rows of a table that belong to it; None where no way leads there.

        What belongs to a case is nobody else's; information belongs to the case that it was joined to, what is said of
        an incident to that, and what belongs to none of them to its device.
        """
        ways = duties.belongs
        if self.owner == "case":
            found = Q()
            for way in filter(None, (ways.case, _to_case(ways.information))):
                found |= Q(**{way: self.key})
            if ways.incident and self.incidents:
                found |= Q(**{f"{ways.incident}__in": self.incidents}) & _without(ways.case, ways.information)
            return found or None
        if self.owner in _WAYS:
            way = getattr(ways, self.owner)
            before = {
                "device": (ways.case, ways.information, ways.incident),
                "incident": (ways.case, ways.information),
            }
            others = before.get(self.owner, (ways.case, _to_case(way)))
            return Q(**{way: self.key}) & _without(*others) if way and "pk" not in others else None
        if duties.subject != self.owner:
            return None
        return Q(pk=self.key) & _without(ways.case, ways.device, ways.information, ways.incident)


def words_of(owner: Owner, key: Any) -> Rows:
    """The rows of an owner that still hold sealed texts, by table; the case itself comes last, so that what was
    interrupted is found again."""
    whose = Whose.of(owner, key)
    found: Rows = {}
    holders: Rows = {}
    for model, duties in declared():
        where = whose.rows(model, duties)
        if where is None:
            continue
        rows = model._default_manager.filter(where)
        if duties.texts:
            holders[model] = list(rows.values_list("pk", flat=True))
        if sealed_texts(model):
            found[model] = sorted(rows.filter(_standing(model)).values_list("pk", flat=True))
    if owner == "device":
        found[TriageJudgement] = _judgements_of(key)
    found[KeptText] = [pk for pk in texts_of(holders) if KeptText.objects.filter(pk=pk, erased_at=None).exists()]
    last = {Case: found.pop(Case)} if Case in found else {}
    return {model: keys for model, keys in (found | last).items() if keys}


def owners_of_their_own() -> tuple[Owner, ...]:
    """Every kind of owner beside cases and devices."""
    return tuple(duties.subject for _, duties in declared() if duties.ends)


def standing_alone(owner: Owner) -> list[Any]:
    """The rows of such a kind that belong to no case and nothing else that has a period, by key, with words or not."""
    model = tables()[owner]
    ways = duties_of(model).belongs
    others = [getattr(ways, name) for name in _WAYS if getattr(ways, name) not in ("", "pk")]
    if owner == "information":
        others = [ways.case]
    rows = model._default_manager.filter(_without(*others))
    if owner == "incident":
        rows = rows.exclude(pk__in=IncidentMember.objects.filter(kind="case").values("incident"))
    return sorted(rows.values_list("pk", flat=True))


def sealed_texts(model: type[Any]) -> list[str]:
    """The columns of a table with sealed texts."""
    return [field.name for field in model._meta.concrete_fields if isinstance(field, SealedTextField)]


def says_when(model: type[Any]) -> bool:
    """Whether a row keeps the moment of its erasing; one that is derived or work in progress has none."""
    return any(field.name == "erased_at" for field in model._meta.concrete_fields)


def documents_of(owner: Owner, key: Any) -> list[str]:
    """The documents that only rows of this owner hold, or rows of cases that were erased already: printed reports,
    originals, attachments. What others published stays."""
    whose = Whose.of(owner, key)
    own: set[str] = set()
    for model, name, duties in _holders():
        where = whose.rows(model, duties)
        if where is not None and duties.kept is not Kept.COMPANY:
            own |= set(model._default_manager.filter(where).exclude(**{name: None}).values_list(name, flat=True))
    if owner == "device":
        own |= _named_by_traits(DeviceTraits.objects.filter(device_id=key))
    standing = StoredDocument.objects.filter(pk__in=own, erased_at=None).exclude(published=True)
    found = set(standing.values_list("pk", flat=True))
    return sorted(found - _held_elsewhere(found, whose))


def _held_elsewhere(documents: set[str], whose: Whose) -> set[str]:
    held: set[str] = set()
    for model, name, duties in _holders():
        rows = model._default_manager.filter(**{f"{name}__in": documents})
        where = whose.rows(model, duties)
        if where is not None:
            rows = rows.exclude(pk__in=model._default_manager.filter(where).values("pk"))
        way = duties.belongs.case
        if way:
            rows = rows.exclude(**{("" if way == "pk" else f"{way}__") + "erased_at__isnull": False})
        held |= set(rows.values_list(name, flat=True))
    traits = DeviceTraits.objects.all()
    if whose.owner == "device":
        traits = traits.exclude(device_id=whose.key)
    return held | (_named_by_traits(traits) & documents)


def _named_by_traits(traits: QuerySet[DeviceTraits]) -> set[str]:
    """A trait names its document (`risk_file`) by its digest, not by a key."""
    files = (body.get("risk_file") for body in traits.values_list("body", flat=True))
    return {one for one in files if one}


def _holders() -> list[tuple[type[Any], str, Duties]]:
    """Every column that points at a stored document."""
    return [
        (model, field.attname, duties)
        for model, duties in declared()
        for field in model._meta.local_concrete_fields
        if field.related_model is StoredDocument
    ]


def _to_case(information: str) -> str:
    """The way to the case by information that was joined to it."""
    return information and ("case" if information == "pk" else f"{information}__case")


def _without(*ways: str) -> Q:
    """Rows that none of these ways leads on from."""
    found = Q()
    for way in ways:
        if way:
            found &= Q(**{f"{way}__isnull": True})
    return found


def _standing(model: type[Any]) -> Q:
    """Rows that still say something."""
    said = Q()
    for name in sealed_texts(model):
        said |= ~Q(**{name: ""})
    return said & Q(erased_at=None) if says_when(model) else said


def _incidents_of(case_id: int) -> list[int]:
    """Incidents all of whose cases were erased already, but for this one."""
    named = IncidentMember.objects.filter(kind="case", member=case_id).values("incident")
    members: dict[int, set[int]] = defaultdict(set)
    joined: dict[int, set[int]] = defaultdict(set)
    for incident, kind, member in IncidentMember.objects.filter(incident__in=named).values_list(
        "incident", "kind", "member"
    ):
        (members if kind == "case" else joined)[incident].add(member if kind in ("case", "information") else 0)
    gone = set(Case.objects.exclude(erased_at=None).values_list("pk", flat=True)) | {case_id}
    told = set(SafetyInformation.objects.filter(case_id__in=gone).values_list("pk", flat=True)) | {0}
    return sorted(incident for incident, cases in members.items() if cases <= gone and joined[incident] <= told)


def _judgements_of(device_id: int) -> list[int]:
    """Judgements on findings of this device, and of others only where these were erased already: one reason may speak
    of findings of several."""
    lists = Erasure.objects.exclude(done_at=None).values_list("rows", flat=True)
    erased = {told["owner"] for rows in lists for told in rows}
    gone = [pk for pk in Device.objects.values_list("pk", flat=True) if pk == device_id or f"device:{pk}" in erased]
    releases = dict(Release.objects.filter(device_id__in=gone).values_list("pk", "device_id"))
    rows = TriageJudgement.objects.filter(erased_at=None).values_list("pk", "findings")
    return [
        pk
        for pk, findings in rows
        if {release for _, release in findings} <= releases.keys()
        and device_id in {releases[release] for _, release in findings}
    ]
