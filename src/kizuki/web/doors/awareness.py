"""The awareness day in the interview: corrected with a reason, earlier at once, later by two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms

from kizuki.actions.cases.answer_facts import answer_facts
from kizuki.core.glossary import day_said, say
from kizuki.core.refusal import Refused
from kizuki.store.queries.information import information_of_case
from kizuki.store.queries.known import ToAnswer
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.places import Place, value_at, with_answer_at
from kizuki.web.numbers import number_in


def ask_for_day(fields: dict[str, forms.Field]) -> None:
    """The day, what shows it and why it is corrected: nobody learned of the day itself by a call on another day."""
    del fields["known_on"], fields["source"]
    fields["answer"].label = "door.field.right_day"
    fields["evidence"].help_text = "door.hint.right_day"
    fields["reason"].required = True
    fields["reason"].help_text = ""


def about_day(doing: Doing, place: Place, known: ToAnswer) -> Iterator[str]:
    """What is recorded, which day the information tells, and what an earlier and a later day do."""
    now = date.fromisoformat(value_at(known.facts, place))
    yield say("door.now", doing.lang, value=day_said(now, doing.lang))
    rows = information_of_case(doing.viewer, doing.id)
    if rows:
        first = min(rows, key=lambda row: row.awareness_on)
        day = day_said(first.awareness_on, doing.lang)
        yield say("door.day_of_information", doing.lang, number=first.number, day=day)
    yield say("door.day_by_two", doing.lang)


def correct_day(doing: Doing, place: Place, known: ToAnswer, told: dict[str, Any]) -> None:
    """Keep the corrected day, and in the timeline from which day it was moved and what shows it."""
    now, day = value_at(known.facts, place), told["answer"]
    facts = with_answer_at(known.facts, place, day.isoformat(), None, "")
    if facts == known.facts:
        raise Refused("answer", "says what the record says already: nothing would change")
    revision = number_in(told["revision"]) or 0
    was, said = (day_said(one, doing.lang) for one in (date.fromisoformat(now), day))
    words = say("door.day_corrected", doing.lang, was=was, day=said, reason=told["reason"], evidence=told["evidence"])
    # Day, reason and what shows it are kept by one verb: none of them stands without the others.
    answer_facts(doing.id, facts, revision=revision, on=doing.on, reason=words, actor=doing.actor)
