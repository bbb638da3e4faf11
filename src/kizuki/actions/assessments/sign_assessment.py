"""Another person's word on a revision: confirm it, return it, dissent, or state that no hazard can be reached."""

from __future__ import annotations

from datetime import datetime

from kizuki.actions.assessments.people import another_person, person_of
from kizuki.actions.register.tied import watch_where_tied
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.core.scoring.rubric import ALL_QUESTIONS
from kizuki.store.models import Assessment, AssessmentSignature, User

_LONGEST = 4_000


def confirm_assessment(assessment_id: int, *, remark: str = "", actor: Actor) -> int:
    """Confirm the current revision, its proposals and its reductions among it. Returns the signature's id.

    `Refused` where it is the person's own, is not the current one, or was confirmed or returned already.
    """
    with verb("confirm_assessment", actor=actor, of=[f"assessment:{assessment_id}"]) as act:
        found, person = _signable(assessment_id, actor, act.at)
        made = AssessmentSignature.objects.create(
            assessment=found, kind="confirmed", by=person, at=act.at, remark=_words(remark)
        )
        act.record(subjects=_subjects(found), payload={"revision": found.revision, "digest": found.digest})
    return int(made.pk)


def return_assessment(assessment_id: int, *, remark: str, actor: Actor) -> int:
    """Send the current revision back with a reason. Returns the signature's id; `Refused` as `confirm_assessment`."""
    with verb("return_assessment", actor=actor, of=[f"assessment:{assessment_id}"]) as act:
        found, person = _signable(assessment_id, actor, act.at)
        made = AssessmentSignature.objects.create(
            assessment=found, kind="returned", by=person, at=act.at, remark=_words(remark, required=True)
        )
        watch_where_tied(act, [found.advisory_id])
        act.record(subjects=_subjects(found), payload={"revision": found.revision})
    return int(made.pk)


def dissent_from_assessment(assessment_id: int, *, code: str = "", remark: str, actor: Actor) -> int:
    """Put a different opinion beside a revision, on one answer or on the whole. Returns the signature's id.

    Anyone may who may assess, its author too; it changes no score and can be read for ever.
    """
    if code and code not in ALL_QUESTIONS:
        raise Refused("code", f"{code!r} is not a question")
    with verb("dissent_from_assessment", actor=actor, of=[f"assessment:{assessment_id}"]) as act:
        found = find(Assessment, "assessment", actor=actor, pk=assessment_id)
        made = AssessmentSignature.objects.create(
            assessment=found,
            kind="dissent",
            code=code,
            by=person_of(actor),
            at=act.at,
            remark=_words(remark, required=True),
        )
        act.record(subjects=_subjects(found), payload={"revision": found.revision, "code": code})
    return int(made.pk)


def state_no_hazard(assessment_id: int, *, reason: str, actor: Actor) -> int:
    """State, as another person than its author, that no hazardous situation can be reached. Returns the signature's id.

    Only where all 13 safety-relevant answers are None; a new revision needs a new statement. `Refused` else.
    """
    with verb("state_no_hazard", actor=actor, of=[f"assessment:{assessment_id}"]) as act:
        found = find(Assessment, "assessment", actor=actor, pk=assessment_id)
        if not found.current or found.record["outcome"]["pips"]:
            raise Refused("assessment", "not every safety-relevant answer of the current revision is None")
        person = another_person(
            actor, found.proposed_by_id, act.at, "the person who saved an assessment does not review it"
        )
        made = AssessmentSignature.objects.create(
            assessment=found, kind="no_hazard", by=person, at=act.at, remark=_words(reason, required=True)
        )
        act.record(subjects=_subjects(found), payload={"revision": found.revision})
    return int(made.pk)


def _signable(assessment_id: int, actor: Actor, at: datetime) -> tuple[Assessment, User]:
    found = Assessment.objects.select_for_update(of=("self",)).filter(pk=assessment_id).first()
    if found is None:
        raise Refused("assessment", f"there is no assessment {assessment_id}")
    if not found.current:
        raise Refused("assessment", f"revision {found.revision} is not the current one")
    person = another_person(actor, found.proposed_by_id, at, "the person who saved an assessment does not confirm it")
    if found.signatures.filter(kind__in=("confirmed", "returned")).exists():
        raise Refused("assessment", f"revision {found.revision} was confirmed or returned already")
    return found, person


def _words(remark: str, *, required: bool = False) -> str:
    return text(remark, "remark", longest=_LONGEST, required=required)


def _subjects(found: Assessment) -> list[str]:
    return [f"assessment:{found.pk}", f"device:{found.device_id}", f"advisory:{found.advisory_id}"]
