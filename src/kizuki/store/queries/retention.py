"""What has passed its period of retention, what keeps the rest, and what was erased."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from kizuki.core.information.deciding import UNDECIDED
from kizuki.core.lifecycle.obligations.rows import RUNNING
from kizuki.core.lifecycle.retention import Period, period_of
from kizuki.core.numbering import number_order
from kizuki.store.access.seen import seen
from kizuki.store.access.subjects import tables
from kizuki.store.devices.milestones import milestones_by_device
from kizuki.store.models import (
    Case,
    Device,
    Erasure,
    Incident,
    LegalHold,
    Obligation,
    RecordUse,
    SafetyInformation,
    Unit,
)
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.canonical import canonical_json, digest_of
from kizuki.store.retention.reach import Owner, documents_of, owners_of_their_own, standing_alone, words_of


@dataclass(frozen=True, slots=True)
class Expired:
    """A case, device or other owner whose period has passed (`number` is its number or key): `texts` are the rows whose
    words would be erased, `documents` the files."""

    owner: Owner
    id: int
    number: str
    ended_on: date
    period: Period
    texts: int
    documents: int

    @property
    def subject(self) -> str:
        """What the audit calls its owner."""
        return f"{self.owner}:{self.id}"


@dataclass(frozen=True, slots=True)
class KeptBack:
    """A case, device or other owner whose period has passed and that is kept all the same: under a legal hold (`hold`),
    because something is owed on it (`owed`), or because it, or a case of the device, is open (`open`)."""

    owner: Owner
    id: int
    number: str
    why: str


def expired(viewer: Viewer, on: date) -> tuple[Expired, ...]:
    """Cases, then devices, then the rest, whose period has passed on this day and that nothing keeps, with their texts.

    An end of use, a last day of support or a category that is not known keeps them; so do a legal hold and a duty that
    is still owed.
    """
    found = []
    for owner, key, number, ended_on, period in _passed(viewer, on):
        if not _kept_because(viewer, owner, key):
            texts = sum(map(len, words_of(owner, key).values()))
            documents = len(documents_of(owner, key))
            if texts + documents:
                found.append(Expired(owner, key, number, ended_on, period, texts, documents))
    return tuple(found)


def kept_back(viewer: Viewer, on: date) -> tuple[KeptBack, ...]:
    """Cases and devices past their period that are kept, and why."""
    rows = (
        (owner, key, number, _kept_because(viewer, owner, key)) for owner, key, number, _, _ in _passed(viewer, on)
    )
    return tuple(KeptBack(*row) for row in rows if row[3])


def token_of(rows: tuple[Expired, ...]) -> str:
    """Names this set in this state: what is erased is what was previewed."""
    return digest_of(canonical_json(rows))[:16]


def erasures(viewer: Viewer) -> tuple[Erasure, ...]:
    """What was proposed, signed and erased so far, the newest first."""
    return tuple(seen(viewer, Erasure).select_related("proposed_by", "signed_by").order_by("-pk"))


def hold_stands(viewer: Viewer) -> bool:
    """Whether anything is under a legal hold."""
    return seen(viewer, LegalHold).filter(lifted_at=None).exists()


def earliest_end(viewer: Viewer) -> date | None:
    """The earliest last day of a period that is known and runs or has passed with something left to erase."""
    known = [(row[4].until, row[0], row[1]) for row in _periods(viewer) if row[4].until is not None]
    for until, owner, key in sorted(known, key=lambda row: (row[0], row[1], str(row[2]))):
        # What was erased has an end too, and nothing of it stands in a backup of afterwards.
        if words_of(owner, key) or documents_of(owner, key):
            return until
    return None


def _passed(viewer: Viewer, on: date) -> Iterator[tuple[Owner, int, str, date, Period]]:
    return (row for row in _periods(viewer) if row[4].has_passed(on))


def _periods(viewer: Viewer) -> Iterator[tuple[Owner, int, str, date, Period]]:
    uses = seen(viewer, RecordUse).exclude(case=None).order_by("pk").values_list("case_id", "ended_on")
    ended = {case: day for case, day in dict(uses).items() if case is not None and day is not None}
    cases = seen(viewer, Case).filter(pk__in=list(ended)).select_related("device")
    for case in sorted(cases, key=lambda row: number_order(row.number)):
        yield "case", case.pk, case.number, ended[case.pk], period_of(_categories(case.device), ended[case.pk])
    devices = list(seen(viewer, Device).order_by("key"))
    milestones = milestones_by_device([device.pk for device in devices])
    for device in devices:
        last = milestones[device.pk].get("eos")
        if last is not None:
            yield "device", device.pk, device.key, last, period_of(_categories(device), last)
    yield from _alone(viewer, [_categories(device) for device in devices])


def _alone(viewer: Viewer, categories: list[list[str] | None]) -> Iterator[tuple[Owner, int, str, date, Period]]:
    """What belongs to no case and no device may speak of any of them: the longest period of all counts."""
    known = [one for one in categories if one is not None]
    every = [name for one in known for name in one] if categories and len(known) == len(categories) else None
    uses = seen(viewer, RecordUse).exclude(subject="").order_by("pk")
    said: dict[str, date | None] = dict(uses.values_list("subject", "ended_on"))
    for owner in owners_of_their_own():
        model = tables()[owner]
        keys = standing_alone(owner)
        column = model.duties.ends
        if column == "use":
            ends = {key: said.get(f"{owner}:{key}") for key in keys}
        else:
            ends = dict(model._default_manager.filter(pk__in=keys).values_list("pk", column))
        numbered = any(field.name == "number" for field in model._meta.concrete_fields)
        shown = dict(model._default_manager.filter(pk__in=keys).values_list("pk", "number" if numbered else "pk"))
        for key, end in ends.items():
            if end is not None:
                last = timezone.localdate(end) if isinstance(end, datetime) else end
                yield owner, key, str(shown[key]), last, period_of(every, last)


def _categories(device: Device) -> list[str] | None:
    return device.categories or None


def _kept_because(viewer: Viewer, owner: Owner, key: int) -> str:
    if owner not in ("case", "device"):
        return _alone_kept_because(viewer, owner, key)
    cases = seen(viewer, Case).filter(pk=key) if owner == "case" else seen(viewer, Case).filter(device_id=key)
    on_it = Q(case_id=key) | Q(device__cases=key) if owner == "case" else Q(device_id=key)
    if seen(viewer, LegalHold).filter(on_it, lifted_at=None).exists():
        return "hold"
    if seen(viewer, Obligation).filter(case__in=cases, state__in=RUNNING).exists():
        return "owed"
    return "open" if owner == "device" and cases.filter(state="open").exists() else ""


def _alone_kept_because(viewer: Viewer, owner: Owner, key: int) -> str:
    """A hold on whatever case or device keeps what may speak of it."""
    if hold_stands(viewer):
        return "hold"
    if seen(viewer, Obligation).filter(owner=f"{owner}:{key}", state__in=RUNNING).exists():
        return "owed"
    undecided = seen(viewer, SafetyInformation).filter(pk=key, state__in=UNDECIDED)
    if owner == "information" and undecided.exists():
        return "open"
    if owner == "hospital" and seen(viewer, Unit).filter(hospital_id=key, state="in_use").exists():
        return "open"
    return "open" if owner == "incident" and seen(viewer, Incident).filter(pk=key, state="open").exists() else ""
