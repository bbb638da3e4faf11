"""A hospital acknowledges on its own page: who is responsible for what, or a measure that it was told of."""

from __future__ import annotations

from datetime import date

from kizuki.actions.cases.locking import lock_ledger
from kizuki.actions.hospitals.acknowledging import By, Said, keep
from kizuki.actions.measures.record_measure_reach import Reached, reach, settle_reach
from kizuki.actions.obligations.keeping import told
from kizuki.actions.rows import text
from kizuki.actions.verb import Actor, verb
from kizuki.core.lifecycle.measures.reach import ANSWERED
from kizuki.core.refusal import Refused
from kizuki.store.hospitals.links import open_hospital_link
from kizuki.store.models import HospitalLink, Measure, MeasureTarget
from kizuki.store.record.keeping_rows import locked, standing


def acknowledge_as_hospital(token: str, said: Said, *, on: date, actor: Actor) -> None:
    """Keep the hospital's word on the newest edition, by its name and this day; it ends what was owed of it.

    `Refused` where the link opens nothing (any more), and as `acknowledging.keep` says.
    """
    link = _opened(token, on)
    with verb("acknowledge_as_hospital", actor=actor, of=[f"hospital:{link.hospital_id}"]) as act:
        # A link that is revoked at this moment acknowledges nothing.
        if locked(HospitalLink, link.pk).revoked_at is not None:
            raise _nothing_opens()
        row, kept = keep(act, link.hospital_id, said, By("page", on, link=link))
        act.record(
            subjects=[
                f"hospital:{link.hospital_id}",
                f"hospital_link:{link.pk}",
                f"responsibilities:{row.pk}",
                f"hospital_acknowledgement:{kept.pk}",
            ],
            payload={"number": row.number, "way": "page", "told_on": on.isoformat(), "sha256": row.sha256},
        )


def answer_measure_as_hospital(
    token: str, measure_target_id: int, state: str, name: str, words: str = "", *, on: date, actor: Actor
) -> None:
    """Keep that this hospital has read a measure, or done what it asks for; the last answer ends what was owed.

    `Refused` where the link opens nothing, for a measure that was not told to this hospital, and for a state that is no
    answer or does not follow.
    """
    link = _opened(token, on)
    who = text(name, "name", longest=100, required=True)
    if state not in ANSWERED:
        raise Refused("state", f"{state!r} is not one of: {', '.join(ANSWERED)}")
    said = text(words, "words", longest=1_500)
    target = standing(
        MeasureTarget, pk=measure_target_id, hospital=link.hospital_id, first_sent_on__isnull=False
    ).first()
    if target is None:
        raise Refused("measure", "there is no such measure for this hospital")
    of = [f"hospital:{link.hospital_id}", f"measure:{target.measure_id}"]
    with verb("answer_measure_as_hospital", actor=actor, of=of) as act:
        measure = standing(Measure, pk=target.measure_id).get()
        lock_ledger(act, measure.case_id)
        if locked(HospitalLink, link.pk).revoked_at is not None:
            raise _nothing_opens()
        answered = Reached([], state, on, reference=f"hospital_link:{link.pk}")
        reach(act, locked(MeasureTarget, target.pk), answered, f"{who}\n{said}".strip())
        moves = settle_reach(act, measure, answered)
        act.record(
            subjects=[*of, f"case:{measure.case_id}", f"measure_target:{target.pk}", f"hospital_link:{link.pk}"],
            payload={"state": state, "told_on": on.isoformat(), "ledger": told(moves)},
        )


def _opened(token: str, on: date) -> HospitalLink:
    found = open_hospital_link(token, on)
    if found is None:
        raise _nothing_opens()
    return standing(HospitalLink, pk=found.id).get()


def _nothing_opens() -> Refused:
    return Refused("link", "opens nothing (any more)")
