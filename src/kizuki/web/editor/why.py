"""Why a box cannot hold what was typed, in the words of whoever typed it."""

from __future__ import annotations

from collections.abc import Mapping

from kizuki.core.forms import Box, Edition, part_name
from kizuki.core.forms.writing import Said, days_of, is_part_of_a_day, names_a_time, value_written
from kizuki.core.glossary import Lang, say
from kizuki.core.refusal import Refused
from kizuki.web.editor.sparing import Cause, cause_in
from kizuki.web.refusals import refusal_words

_WHERE_TIMES_GO = "event.situation"
"""The box of every form that tells in sentences what happened, and when."""


def why_refused(table: Edition, box: Box, said: Said | None, refused: Refused, lang: Lang) -> str:
    """The sentence beside a box; what the program says of another place stands as it is."""
    cause = cause_in(box, said, refused)
    if cause is not None:
        return why_left_out(table, box, said, cause, refused, lang)
    text = said if isinstance(said, str) else ""
    if box.type in ("date", "partial_date") and names_a_time(text):
        return _day_alone(table, lang)
    if box.type == "partial_date" and not is_part_of_a_day(text):
        return say("editor.no_part_of_a_day", lang)
    if box.type in ("date", "instant") and _is_none(box, said):
        return say("door.error.no_day" if box.type == "date" else "editor.no_instant", lang)
    return refusal_words(Refused("", refused.reason), lang)


def why_left_out(table: Edition, box: Box, said: Said | None, cause: Cause, refused: Refused, lang: Lang) -> str:
    """The sentence for one cell of a table, or for one row, named by its column or its number."""
    row = list(said or ())[cause.row]
    typed = row.get(cause.column, "") if isinstance(row, Mapping) else ""
    why = refusal_words(Refused("", refused.reason), lang)
    if cause.column in days_of(box) and names_a_time(typed):
        why = _day_alone(table, lang)
    elif cause.column in days_of(box) and not is_part_of_a_day(typed):
        why = say("editor.no_part_of_a_day", lang)
    name = part_name(cause.column, lang) if cause.column else say("editor.one_row", lang, row=cause.row + 1)
    return say("editor.left_out", lang, name=name, why=why)


def _is_none(box: Box, said: Said | None) -> bool:
    """Whether what was typed is no day at all; one that is may be refused for what stands beside it."""
    try:
        value_written(box, said or "")
    except Refused:
        return True
    return False


def _day_alone(table: Edition, lang: Lang) -> str:
    """That a day has no time here, and where the time goes, on a form that has room for it."""
    facts = next((one.label(lang) for one in table.boxes if one.from_key == _WHERE_TIMES_GO), "")
    return say("editor.day_with_time", lang, facts=facts) if facts else say("editor.day_alone", lang)
