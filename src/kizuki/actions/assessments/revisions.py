"""Keeping a revision of an assessment inside the verb that made it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from kizuki.actions.assessments.inputs import first_inputs, kept_text, world_of
from kizuki.actions.assessments.record import Assessed, digest_of_record, record_of, scored
from kizuki.actions.permission import viewer_of
from kizuki.actions.verb import Act, Actor
from kizuki.core.refusal import Refused
from kizuki.core.scoring import ScoreResult, read_answers, score_json
from kizuki.store.models import Advisory, Assessment, AssessmentInputs, Device, Release, User
from kizuki.store.queries.assessments import advisory_called
from kizuki.store.record.canonical import canonical_json

JAPAN = ZoneInfo("Asia/Tokyo")

_SAME = ("input", "origins", "on", "beside", "vulnerability", "subject")
"""The parts of the record in which a new revision differs from the one before."""


@dataclass(frozen=True, slots=True)
class About:
    """What is assessed: the device, its release where one is meant, the advisory, and the person who does it."""

    device: Device
    release: Release | None
    advisory: Advisory
    person: User | None


def keep_revision(act: Act, about: About, assessed: Assessed) -> tuple[Assessment, bool]:
    """The current revision for these answers, and whether it is new. Equal to the newest one, none is made.

    Called inside a verb, which records it. `Refused` names the question without an answer.
    """
    result = scored(assessed)
    Device.objects.select_for_update().get(pk=about.device.pk)
    earlier = Assessment.objects.filter(device=about.device, advisory=about.advisory)
    newest = earlier.order_by("-revision").first()
    record = record_of(assessed, result, about.device, about.release, about.advisory, about.person)
    if newest is not None and newest.current and _same(newest.record, record):
        return newest, False
    reached, highest = leading_scores(result)
    earlier.filter(current=True).update(current=False)
    made = Assessment.objects.create(
        device=about.device,
        release=about.release,
        advisory=about.advisory,
        revision=newest.revision + 1 if newest else 1,
        answers=dict(assessed.given),
        result={"ja": score_json(result, "ja"), "en": score_json(result, "en")},
        score=reached,
        highest=highest,
        made_at=act.at,
        record=record,
        digest=digest_of_record(record),
        proposed_by=about.person,
    )
    _keep_inputs(act, made, assessed)
    return made, True


def _keep_inputs(act: Act, made: Assessment, assessed: Assessed) -> None:
    """What the revision rests on, for the evaluation anew."""
    on = assessed.on or act.at.astimezone(JAPAN).date()
    finding = (made.device_id, made.advisory_id)
    answers = read_answers(dict(assessed.given), on)
    inputs = first_inputs(answers, assessed.sheet.get("ssvc", {}), finding, world_of([finding]), on)
    AssessmentInputs.objects.create(assessment=made, inputs=kept_text(inputs), evaluated_on=on)


def record_revision(act: Act, made: Assessment) -> None:
    """The audit entry of a new revision; what rests on the one before is looked at again."""
    act.watch_register()
    act.record(
        subjects=[f"assessment:{made.pk}", f"device:{made.device_id}", f"advisory:{made.advisory_id}"],
        payload={
            "revision": made.revision,
            "score": str(made.score),
            "highest": str(made.highest),
            "pips": list(made.record["outcome"]["pips"]),
            "digest": made.digest,
        },
    )


def advisory_named(name: str, actor: Actor) -> Advisory:
    """The advisory that goes by this name, its own before any other; `Refused` where none is kept."""
    found = advisory_called(viewer_of(actor.code), name)
    if found is None:
        raise Refused("advisory", f"no advisory is kept under the name {name}")
    return found


def leading_scores(result: ScoreResult) -> tuple[Decimal, Decimal]:
    """The score that says most (environmental, else temporal, else base), and how high it can still become."""
    scores, bands = result.cvss31, result.bands
    for reached, band in ((scores.environmental, bands.environmental), (scores.temporal, bands.temporal)):
        if reached is not None and band is not None:
            return Decimal(str(reached)), Decimal(str(band.highest))
    return Decimal(str(scores.base)), Decimal(str(bands.base.highest))


def _same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two records say the same, whoever wrote them and by whichever version of the program."""
    return all(canonical_json(one.get(name)) == canonical_json(other.get(name)) for name in _SAME)
