"""Set who is responsible for what at a hospital, before and after EOS: a new edition, for which its word is owed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kizuki.actions.hospitals.owing import ended, opened
from kizuki.actions.obligations.keeping import Grounds, write_owned
from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.hospitals.duties import Line, checked
from kizuki.core.refusal import Refused
from kizuki.store.models import Hospital, Responsibilities
from kizuki.store.record.canonical import canonical_json, digest_of
from kizuki.store.record.keeping_rows import added, locked, standing


def set_responsibilities(hospital_key: str, lines: Sequence[Line], words: str = "", *, on: date, actor: Actor) -> int:
    """Keep the next edition; returns its number. What was owed of the edition before ends, and the hospital's
    acknowledgement of this one is owed, within the days of `owing.py`.

    `Refused` as `core.hospitals.duties.checked` says, and where the newest edition says the very same.
    """
    hospital = find(Hospital, "hospital", actor=actor, key=hospital_key)
    person = person_of(actor)
    told = checked(lines)
    said = {"lines": [line.as_json() for line in told], "words": text(words, "words", longest=4_000)}
    with verb("set_responsibilities", actor=actor, of=[f"hospital:{hospital.pk}"]) as act:
        # Two people who set it at once come one after the other.
        locked(Hospital, hospital.pk)
        newest = standing(Responsibilities, hospital=hospital).order_by("-number").first()
        if newest is not None and newest.sheet == said:
            raise Refused("lines", "says the same as the newest edition")
        number = newest.number + 1 if newest else 1
        row = added(
            Responsibilities,
            hospital=hospital,
            number=number,
            sha256=digest_of(canonical_json({"hospital": hospital.pk, "number": number, **said})),
            on=on,
            sheet=said,
            person_id=person,
            recorded_at=act.at,
        )
        owner = f"hospital:{hospital.pk}"
        moves = [*ended(act.name, owner), opened(owner, f"responsibilities:{row.pk}", on)]
        write_owned(act, owner, moves, Grounds(f"responsibilities:{row.pk}"))
        act.record(
            subjects=[owner, f"responsibilities:{row.pk}"],
            payload={"number": number, "lines": len(told), "sha256": row.sha256},
        )
    return number
