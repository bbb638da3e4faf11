"""Say what was done about devices after a notice of an authority or an ISAC."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import MOST_ROWS, find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.information.looking import ANSWERS, NOTICES
from kizuki.core.refusal import Refused
from kizuki.store.models import Device, NoticeAnswer, SafetyInformation
from kizuki.store.record.keeping_rows import added


def answer_notice(
    information_id: int, device_keys: Sequence[str], answer: str, words: str, told_on: date, *, on: date, actor: Actor
) -> list[int]:
    """Keep one answer for each device: `done`, `planned` or `not_concerned`, with what was done or why not, as of a day;
    returns their ids. A later answer takes the place of an earlier one and leaves it in the record.

    `Refused` for information that is no notice, no device or too many, an unknown answer, missing words and a day ahead.
    """
    information = find(SafetyInformation, "information", actor=actor, pk=information_id)
    person = person_of(actor)
    if information.source not in NOTICES:
        raise Refused("information", "is no notice of an authority or an ISAC")
    if answer not in ANSWERS:
        raise Refused("answer", f"{answer!r} is not one of: {', '.join(ANSWERS)}")
    if told_on > on:
        raise Refused("told_on", f"{told_on} lies after today, {on}")
    body = text(words, "words", longest=10_000, required=True)
    named = sorted(set(device_keys))
    if not 0 < len(named) <= MOST_ROWS:
        raise Refused("devices", f"name between 1 and {MOST_ROWS}")
    devices = [find(Device, "devices", actor=actor, key=key).pk for key in named]
    subjects = [f"information:{information_id}", *(f"device:{pk}" for pk in devices)]
    with verb("answer_notice", actor=actor, of=subjects) as act:
        made = []
        for device in devices:
            told = {"information": information, "device_id": device, "answer": answer, "on": told_on}
            row = added(NoticeAnswer, person_id=person, recorded_at=act.at, **told)
            keep_text(act, f"notice_answer:{row.pk}", "words", body)
            made.append(int(row.pk))
        act.record(
            subjects=[*subjects, *(f"notice_answer:{pk}" for pk in made)],
            payload={"answer": answer, "devices": len(devices), "told_on": told_on.isoformat()},
        )
    return made
