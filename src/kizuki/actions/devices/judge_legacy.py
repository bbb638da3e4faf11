"""Judge whether a device is a legacy device."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.lifecycle.device import legacy_verdict, stage_on
from kizuki.core.refusal import Refused
from kizuki.store.devices.milestones import milestones_of
from kizuki.store.models import Device, LegacyJudgement, StoredDocument


@dataclass(frozen=True, slots=True)
class LegacyEntry:
    """The two parts of the question: does an update, does a compensating control protect the device against today's
    threats? None is not known. Each answer has its reason; `document` is the digest of kept evidence."""

    update_protects: bool | None
    control_protects: bool | None
    update_reason: str = ""
    control_reason: str = ""
    document: str | None = None


def judge_legacy(device_key: str, entry: LegacyEntry, *, on: date, actor: Actor) -> int:
    """Keep both answers with their reasons. Returns the id of the judgement; the newest counts.

    `Refused` where an answer has no reason: neither half may be a mere tick.
    """
    device = find(Device, "legacy.device", actor=actor, key=device_key)
    reasons = {
        "update_reason": text(
            entry.update_reason, "legacy.update_reason", longest=5_000, required=entry.update_protects is not None
        ),
        "control_reason": text(
            entry.control_reason, "legacy.control_reason", longest=5_000, required=entry.control_protects is not None
        ),
    }
    if entry.document is not None and not StoredDocument.objects.filter(sha256=entry.document).exists():
        raise Refused("legacy.document", "names no kept document")
    with verb("judge_legacy", actor=actor, of=[f"device:{device.pk}"]) as act:
        row = LegacyJudgement.objects.create(
            device=device,
            update_protects=entry.update_protects,
            control_protects=entry.control_protects,
            judged_on=on,
            document_id=entry.document,
            recorded_at=act.at,
        )
        for kind, body in reasons.items():
            keep_text(act, f"legacy_judgement:{row.pk}", kind, body)
        found = legacy_verdict(entry.update_protects, entry.control_protects, stage_on(milestones_of(device.pk), on))
        act.record(
            subjects=[f"device:{device.pk}", f"legacy_judgement:{row.pk}"],
            payload={"verdict": found.verdict, "because": list(found.because), "on": on.isoformat()},
        )
    return int(row.pk)
