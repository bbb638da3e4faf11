"""A device on a day: traits, scope, stage, legacy, what befell its approval, and the precautions that stood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from kizuki.core.devices.listed import EntryTerm
from kizuki.core.devices.scope import GROUNDS, Scope, scope_of
from kizuki.core.glossary import say
from kizuki.core.lifecycle.device import Legacy, Stage, legacy_verdict, stage_on
from kizuki.store.access.seen import seen
from kizuki.store.devices.milestones import milestones_of
from kizuki.store.models import Device, DeviceEvent, DeviceTraits, KeptText, LegacyJudgement, Precaution
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class EventRow:
    """Something that befell the approval on a day."""

    id: int
    kind: str
    on: date
    about: dict[str, str]


@dataclass(frozen=True, slots=True)
class PrecautionRow:
    """An entry of the precautions, with the edition that brought it and the terms that it names; facts quote it as
    `precaution:<id>`. One that was added as a measure (`as_measure`) counts from its day like any other."""

    id: int
    section: str
    body: str
    dated_on: date
    withdrawn_on: date | None
    document: str | None
    edition: str = ""
    as_measure: bool = False
    terms: tuple[EntryTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class LegacyRow:
    """The newest judgement and what follows from it on the day of the page."""

    verdict: Legacy
    judged_on: date | None
    update_reason: str
    control_reason: str
    id: int = 0
    document: str | None = None


@dataclass(frozen=True, slots=True)
class DeviceLife:
    """Everything that goes with a day. `abolished_on`: the approval has been given up; the duties stay."""

    traits: dict[str, Any]
    traits_revision: int
    scope: Scope
    milestones: dict[str, date | None]
    stage: Stage
    legacy: LegacyRow
    events: tuple[EventRow, ...]
    precautions: tuple[PrecautionRow, ...]
    abolished_on: date | None


def device_life(viewer: Viewer, device_id: int, on: date) -> DeviceLife | None:
    """The life of a device as it stood on a day; None where there is no such device."""
    if not seen(viewer, Device).filter(pk=device_id).exists():
        return None
    newest = seen(viewer, DeviceTraits).filter(device_id=device_id).order_by("-revision").first()
    traits = newest.body if newest else {}
    milestones = milestones_of(device_id)
    stage = stage_on(milestones, on)
    events = seen(viewer, DeviceEvent).filter(device_id=device_id, replaced_by=None).order_by("on", "pk")
    rows = tuple(EventRow(row.pk, row.kind, row.on, row.about) for row in events)
    ended = [row.on for row in rows if row.kind == "abolition" and row.on <= on]
    return DeviceLife(
        traits=traits,
        traits_revision=newest.revision if newest else 0,
        scope=scope_of({name: traits.get(name) for name in GROUNDS}),
        milestones=milestones,
        stage=stage,
        legacy=_legacy(device_id, stage, on, viewer),
        events=rows,
        precautions=precautions_on(viewer, device_id, on),
        abolished_on=min(ended, default=None),
    )


def precautions_on(viewer: Viewer, device_id: int, on: date) -> tuple[PrecautionRow, ...]:
    """What the precautions said on a day: what was published by then and had not been withdrawn or reworded."""
    stood = Q(withdrawn_on=None) | Q(withdrawn_on__gt=on)
    # A row that was replaced by a later wording stood until that one was published.
    followed = Q(replaced_by=None) | Q(replaced_by__dated_on__gt=on)
    rows = seen(viewer, Precaution).filter(stood, followed, device_id=device_id, dated_on__lte=on)
    return tuple(
        PrecautionRow(
            row.pk,
            row.section,
            row.body,
            row.dated_on,
            row.withdrawn_on,
            row.document_id,
            row.edition,
            row.as_measure,
            tuple(EntryTerm(term.scheme, term.code, term.words, term.up_to) for term in row.terms.all()),
        )
        for row in rows.prefetch_related("terms").order_by("dated_on", "pk")
    )


def _legacy(device_id: int, stage: Stage, on: date, viewer: Viewer) -> LegacyRow:
    row = seen(viewer, LegacyJudgement).filter(device_id=device_id, judged_on__lte=on).order_by("-pk").first()
    if row is None:
        return LegacyRow(legacy_verdict(None, None, stage), None, "", "")
    subject = f"legacy_judgement:{row.pk}"
    texts = {
        text.kind: say("record.erased", viewer.lang) if text.erased_at else text.body
        for text in KeptText.objects.filter(subject=subject).order_by("revision")
    }
    return LegacyRow(
        legacy_verdict(row.update_protects, row.control_protects, stage),
        row.judged_on,
        texts.get("update_reason", ""),
        texts.get("control_reason", ""),
        row.pk,
        row.document_id,
    )
