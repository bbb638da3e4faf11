"""未完了 says why and until when; 完了 says the cause and what was done."""

from __future__ import annotations

from collections.abc import Iterator

from kizuki.core.clocks import is_business_day
from kizuki.core.forms.checking.finding import Finding, found
from kizuki.core.forms.checking.situation import ToCheck, text_of
from kizuki.core.forms.vocabulary import FOLLOW_UP_PLANNED, NOTHING_STATED, UNDER_INVESTIGATION, UNKNOWN_WORDS

_SAYS_NOTHING = frozenset({"", "―", "—", "-", NOTHING_STATED, UNDER_INVESTIGATION, *UNKNOWN_WORDS})


def incomplete_says_why(it: ToCheck) -> Iterator[Finding]:
    """A reason, a business day as the next day, and the words 追加報告予定; what is open with the level of harm."""
    if it.complete or it.purpose == "withdrawal":
        return
    reason = it.box("status_reason")
    if reason is not None and text_of(reason.value) in _SAYS_NOTHING:
        yield found("incomplete_without_reason", reason.id, reason.source)
    box, day = it.box("next_report"), it.next_report_on or it.day("next_report")
    if box is not None:
        if day is None:
            yield found("incomplete_without_next_day", box.id, box.source)
        elif not is_business_day(day):
            yield found("next_day_no_business_day", box.id, box.source, day=day)
        if day is not None and day <= (it.day("reported") or it.on):
            yield found("next_day_not_after_report", box.id, box.source, day=day)
    box = it.box("future")
    if box is not None and box.state != "missing" and FOLLOW_UP_PLANNED not in "".join(text_of(box.value).split()):
        yield found("follow_up_not_announced", box.id, box.source)
    if it.open_points and not it.level_told:
        yield found("open_point_without_level", place="room:facts", points=it.open_points)


def complete_says_all(it: ToCheck) -> Iterator[Finding]:
    """Cause and measure, and nowhere a word that the investigation goes on."""
    if not it.complete or it.purpose == "withdrawal":
        return
    for part, code in (("cause", "complete_without_cause"), ("measures", "complete_without_measure")):
        box = it.box(part)
        if box is not None and text_of(box.value).strip() in _SAYS_NOTHING:
            yield found(code, box.id, box.source)
    for box in it.boxes.values():
        if UNDER_INVESTIGATION in _cells(box.value):
            yield found("complete_under_investigation", box.id, box.source)


def _cells(value: object) -> set[str]:
    if isinstance(value, dict):
        return {cell for inner in value.values() for cell in _cells(inner)}
    if isinstance(value, list | tuple):
        return {cell for inner in value for cell in _cells(inner)}
    return {str(value).strip()}
