"""Save what a person answered at the question desk as a revision of the record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from kizuki.actions.rows import find
from kizuki.actions.scoring.meanwhile import standing_of
from kizuki.actions.scoring.record import Assessed
from kizuki.actions.scoring.revisions import About, keep_revision, record_revision
from kizuki.actions.scoring.sheet import NOT_ANSWERED, PERSON, Sheet, score_input
from kizuki.actions.scoring.standing_beside import beside_of
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Advisory, AssessmentDraft, Device, Release, User


def save_assessment(
    device_id: int, advisory_id: int, sheet: Sheet, *, release: str | None = None, on: date, actor: Actor
) -> int:
    """Keep the sheet as a new revision, and drop the person's draft. Returns the revision's number.

    A question that is due and has no answer is kept as Unknown, said to be not answered; an acceptance of a reduction
    without evidence or expiry is `Refused`, as are answers that contradict each other. An equal sheet makes none.
    """
    device = find(Device, "device", pk=device_id)
    about = find(Advisory, "advisory", pk=advisory_id)
    running = find(Release, "release", device=device, version=release) if release else None
    assessed = assessed_of(sheet, on)
    assessed = replace(assessed, beside=beside_of(device, about, assessed))
    with verb("save_assessment", actor=actor) as act:
        person = _person(actor)
        made, new = keep_revision(act, About(device, running, about, person), assessed)
        AssessmentDraft.objects.filter(person=person, device=device, advisory=about).delete()
        if new:
            record_revision(act, made)
        else:
            act.unchanged()
        return made.revision


def assessed_of(sheet: Sheet, on: date) -> Assessed:
    """The sheet with an Unknown for every question that is due, and the origin of each answer."""
    now = standing_of(sheet, on)
    given = score_input(sheet)
    unanswered = [code for code in now.due if code not in now.result.cvss40_needs]
    given["answers"] |= {code: "U" for code in unanswered if "." not in code}
    again = {code.partition(".")[2]: "U" for code in unanswered if "." in code}
    if again:
        given["reevaluated"] = {**given.get("reevaluated", {}), **again}
    origins: dict[str, dict[str, str]] = {}
    for code in given["answers"]:
        origin: dict[str, Any] = dict(sheet.origins.get(code, {"origin": PERSON}))
        if code in unanswered:
            origin = {"origin": NOT_ANSWERED}
        origins[code] = origin
    kept = replace(sheet, last=()).as_json()
    return Assessed(given, on, origins, kept)


def _person(actor: Actor) -> User:
    kind, _, number = actor.code.partition(":")
    if kind != "user":
        raise Refused("actor", "an assessment at the desk is saved by a person")
    return find(User, "actor", pk=int(number))
