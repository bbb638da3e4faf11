"""Record that a source was looked at, also where nothing was found."""

from __future__ import annotations

from datetime import date

from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import find, text
from kizuki.actions.sources.owing import next_look
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Company, SafetyInformation, SourceLook, SourcePlan
from kizuki.store.record.keeping_rows import added, locked, standing


def record_source_look(
    source: str,
    told_on: date,
    words: str,
    found: bool = False,
    information_id: int | None = None,
    *,
    on: date,
    actor: Actor,
) -> int:
    """Keep that a source was looked at on a day: where and for what (`words`), whether anything was `found`, and the
    safety information that came of it. The next look is owed from that day. Returns its id.

    `Refused` for a source that nobody planned or that is ended, a day ahead or before the last look, missing words, and
    information where nothing was found.
    """
    subjects = ["company:1"]
    if information_id is not None:
        find(SafetyInformation, "information", actor=actor, pk=information_id)
        subjects.append(f"information:{information_id}")
    find(Company, "company", actor=actor, pk=1)
    person = person_of(actor)
    body = text(words, "words", longest=10_000, required=True)
    _require_said(told_on, information_id is None or found, on)
    with verb("record_source_look", actor=actor, of=subjects) as act:
        # Two people who looked come one after the other.
        locked(Company, 1)
        plan = _planned(source, told_on)
        told = {"source": source, "on": told_on, "found": found, "information_id": information_id}
        row = added(SourceLook, person_id=person, recorded_at=act.at, **told)
        keep_text(act, f"source_look:{row.pk}", "words", body)
        next_look(act, source, f"source_look:{row.pk}", told_on, plan.every_days)
        act.record(
            subjects=[*subjects, f"source_look:{row.pk}"],
            payload={"source": source, "found": found, "told_on": told_on.isoformat()},
        )
    return int(row.pk)


def _require_said(told_on: date, fits: bool, on: date) -> None:
    """`Refused` for a day ahead, and for information of a look that found nothing."""
    if told_on > on:
        raise Refused("told_on", f"{told_on} lies after today, {on}")
    if not fits:
        raise Refused("information", "goes with a look that found something")


def _planned(source: str, told_on: date) -> SourcePlan:
    """The plan of the source; `Refused` where there is none any more, or it was looked at after that day."""
    plan = standing(SourcePlan, key=source).order_by("-pk").first()
    if plan is None or plan.ended:
        raise Refused("source", f"{source} is not looked at by plan")
    last = standing(SourceLook, source=source).order_by("-on").first()
    if last is not None and told_on < last.on:
        raise Refused("told_on", f"{told_on} lies before the last look, {last.on}")
    return plan
