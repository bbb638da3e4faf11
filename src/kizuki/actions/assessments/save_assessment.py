"""Save what a person answered at the question desk as a revision of the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from kizuki.actions.assessments.people import person_of
from kizuki.actions.assessments.record import Assessed
from kizuki.actions.assessments.revisions import About, keep_revision, record_revision
from kizuki.actions.assessments.sheet import NOT_ANSWERED, PERSON, Sheet, score_input, settled, standing_of
from kizuki.actions.assessments.standing_beside import beside_of
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Advisory, AssessmentDraft, Device, Release


def save_assessment(
    device_id: int, advisory_id: int, sheet: Sheet, *, release: str | None = None, on: date, actor: Actor
) -> int:
    """Keep the sheet as a new revision, and drop the person's draft. Returns the revision's number.

    A question that is due and has no answer is kept as Unknown, said to be not answered; an acceptance of a reduction
    without evidence or expiry is `Refused`, as are answers that contradict each other. An equal sheet makes none.
    """
    device = find(Device, "device", actor=actor, pk=device_id)
    about = find(Advisory, "advisory", actor=actor, pk=advisory_id)
    running = find(Release, "release", actor=actor, device=device, version=release) if release else None
    assessed = assessed_of(sheet, on)
    assessed = replace(assessed, beside=beside_of(device, about, assessed))
    with verb("save_assessment", actor=actor, of=[f"device:{device_id}", f"advisory:{advisory_id}"]) as act:
        person = person_of(actor)
        made, new = keep_revision(act, About(device, running, about, person), assessed)
        AssessmentDraft.objects.filter(person=person, device=device, advisory=about).delete()
        if new:
            record_revision(act, made)
        else:
            act.unchanged()
        return made.revision


def assessed_of(sheet: Sheet, on: date) -> Assessed:
    """The sheet with an Unknown for every question that is due, and the origin of each answer.

    `Refused` where a mitigation is said to be there and no impact was answered again.
    """
    sheet = settled(sheet, on)
    now = standing_of(sheet, on)
    second = next((code for code in now.due if "." in code), None)
    if second:
        raise Refused(second, "a mitigation is there: at least one of its impacts must be answered again")
    unanswered = [code for code in now.due if code not in now.result.cvss40_needs]
    given = score_input(sheet)
    given["answers"] |= dict.fromkeys(unanswered, "U")
    origins: dict[str, Mapping[str, str]] = {
        code: {"origin": NOT_ANSWERED} if code in unanswered else sheet.origins.get(code, {"origin": PERSON})
        for code in given["answers"]
    }
    return Assessed(given, on, origins, replace(sheet, last=()).as_json())
