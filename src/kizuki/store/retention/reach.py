"""Every sealed word of a case or device, by the ways that the tables declare."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Literal

from django.db.models import Q

from kizuki.store.duties import Duties, Kept, declared
from kizuki.store.models import (
    Case,
    Device,
    Incident,
    IncidentMember,
    KeptText,
    Release,
    SafetyInformation,
    StoredDocument,
    TriageJudgement,
)
from kizuki.store.record.held_texts import texts_of
from kizuki.store.sealing.field import SealedTextField

Owner = Literal["case", "device"]
Rows = dict[type[Any], list[Any]]

_KEPT: dict[Owner, tuple[Kept, ...]] = {"case": (Kept.CASE, Kept.WORK), "device": (Kept.DEVICE, Kept.WORK)}


def words_of(owner: Owner, key: int) -> Rows:
    """The rows of a case or device that still hold sealed texts, by table; the case itself comes last, so that what
    was interrupted is found again."""
    found: Rows = {}
    holders: Rows = {}
    for model, duties in declared():
        where = where_of(owner, duties, key)
        if where is None or duties.kept not in _KEPT[owner]:
            continue
        rows = model._default_manager.filter(where)
        if duties.texts:
            holders[model] = list(rows.values_list("pk", flat=True))
        if sealed_texts(model):
            found[model] = sorted(rows.filter(_standing(model)).values_list("pk", flat=True))
    if owner == "case":
        holders[Incident] = _incidents_of(key)
    else:
        found[TriageJudgement] = _judgements_of(key)
    found[KeptText] = [pk for pk in texts_of(holders) if KeptText.objects.filter(pk=pk, erased_at=None).exists()]
    last = {Case: found.pop(Case)} if Case in found else {}
    return {model: keys for model, keys in (found | last).items() if keys}


def where_of(owner: Owner, duties: Duties, key: int) -> Q | None:
    """The rows of a table that belong to a case or device; None where no way leads there. What belongs to a case is
    not its device's too, and information belongs to the case that it was joined to."""
    ways = duties.belongs
    found = Q()
    if owner == "case":
        for way in filter(None, (ways.case, _joined(ways.information))):
            found |= Q(**{way: key})
    elif ways.device:
        found = Q(**{ways.device: key})
        if ways.case:
            found &= Q(**{f"{ways.case}__isnull": True})
    return found or None


def sealed_texts(model: type[Any]) -> list[str]:
    """The columns of a table with sealed texts."""
    return [field.name for field in model._meta.concrete_fields if isinstance(field, SealedTextField)]


def says_when(model: type[Any]) -> bool:
    """Whether a row keeps the moment of its erasing; one that is derived or work in progress has none."""
    return any(field.name == "erased_at" for field in model._meta.concrete_fields)


def documents_of(owner: Owner, key: int) -> list[str]:
    """The documents that only rows of this case or device hold, or rows of cases that were erased already: printed
    reports, originals, attachments. What others published stays."""
    own: set[str] = set()
    for model, field, duties in _holders():
        where = where_of(owner, duties, key)
        if where is not None and duties.kept in _KEPT[owner]:
            own |= set(model._default_manager.filter(where).exclude(**{field: None}).values_list(field, flat=True))
    standing = StoredDocument.objects.filter(pk__in=own, erased_at=None).exclude(published=True)
    found = set(standing.values_list("pk", flat=True))
    return sorted(found - _held_elsewhere(found, owner, key))


def _held_elsewhere(documents: set[str], owner: Owner, key: int) -> set[str]:
    held: set[str] = set()
    for model, field, duties in _holders():
        rows = model._default_manager.filter(**{f"{field}__in": documents})
        where = where_of(owner, duties, key)
        if where is not None:
            rows = rows.exclude(where)
        way = duties.belongs.case
        if way:
            rows = rows.exclude(**{("" if way == "pk" else f"{way}__") + "erased_at__isnull": False})
        held |= set(rows.values_list(field, flat=True))
    files = {profile.get("risk_file") for profile in Device.objects.values_list("profile", flat=True) if profile}
    return held | (files & documents)


def _holders() -> list[tuple[type[Any], str, Duties]]:
    """Every column that points at a stored document."""
    return [
        (model, field.attname, duties)
        for model, duties in declared()
        for field in model._meta.local_concrete_fields
        if field.related_model is StoredDocument
    ]


def _joined(information: str) -> str:
    """The way to the case by information that was joined to it."""
    return information and ("case" if information == "pk" else f"{information}__case")


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
    """Judgements on findings of this device alone: one reason may speak of findings of several."""
    releases = set(Release.objects.filter(device_id=device_id).values_list("pk", flat=True))
    rows = TriageJudgement.objects.filter(erased_at=None).values_list("pk", "findings")
    return [pk for pk, findings in rows if findings and {release for _, release in findings} <= releases]
