"""Explain why the hospital's own report says otherwise than ours."""

from __future__ import annotations

from kizuki.actions.cases.comments import keep_words
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.store.cases.parts import place_of
from kizuki.store.models import Report
from kizuki.store.queries.checking.around import EXPLAINED


def explain_difference(report_id: int, words: str, *, actor: Actor) -> None:
    """Keep what a person says of the differences between the hospital's report and this one (notification 4(1)): from
    then on a 完了 is not refused for them. A newer report of the hospital asks again. The reason is required."""
    report = find(Report, "report", actor=actor, pk=report_id)
    said = text(words, "reason", longest=2_000, required=True)
    with verb("explain_difference", actor=actor, of=[f"report:{report_id}"]) as act:
        place = place_of("report", report.matter, report.person)
        keep_words(report.case_id, EXPLAINED, said, act.at, place=place)
        act.record(
            subjects=[f"case:{report.case_id}", f"report:{report_id}"],
            payload={"form": report.form, "number": report.number},
        )
