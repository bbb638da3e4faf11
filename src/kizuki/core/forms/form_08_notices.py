"""What a person should look at before 様式第8 goes out: none of it stops the form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kizuki.core.facts.values import Severity
from kizuki.core.forms.edition import Box
from kizuki.core.forms.filled import FilledField, Notice
from kizuki.core.forms.filling import Ground
from kizuki.core.forms.vocabulary import NOT_APPLICABLE, UNKNOWN_WORDS

_JMDN = re.compile(r"\d{8}")


def notices_of(ground: Ground, fields: tuple[FilledField, ...]) -> tuple[Notice, ...]:
    """The notices of one filled form, in the order of the form's sections."""
    by_id = {found.id: found for found in fields}
    return (
        *_of_the_duty(ground, by_id),
        *_of_the_clock(ground, by_id),
        *_of_the_persons(ground),
        *_of_the_words(ground, by_id),
    )


def _of_the_duty(ground: Ground, by_id: dict[str, FilledField]) -> Iterator[Notice]:
    calling = ground.calling
    if ground.determination.outcome != "report":
        asked = ", ".join(ground.determination.open_questions) or "―"
        yield _notice("not_decided", outcome=ground.determination.outcome, item=calling.lead.item, open=asked)
    if by_id["deadline"].why:
        yield _notice("deadline_still_open", item=calling.deadline.item)
    if by_id["known"].why:
        yield _notice("known_unsettled", fact=by_id["known"].source)
    for index in calling.elsewhere:
        yield _notice("matter_needs_its_own_form", matter=index)
    for number in calling.other_forms:
        yield _notice("other_form_is_due", form=number)
    if ground.document.report.number == 1 and ground.determination.prompt_first_report != "not_met":
        yield _notice(f"prompt_first_report_{ground.determination.prompt_first_report}")


def _of_the_clock(ground: Ground, by_id: dict[str, FilledField]) -> Iterator[Notice]:
    report, due_on = ground.document.report, ground.calling.due_on
    if report.number in (None, 1):
        if report.reported_on and due_on and report.reported_on > due_on:
            yield _notice("late", reported_on=report.reported_on, due_on=due_on)
    elif by_id["info_date"].value == by_id["first_info_date"].value:
        yield _notice("no_newer_information", day=by_id["info_date"].value)
    earliest = min(matter.learned_on for matter in ground.document.facts.matters)
    if by_id["first_info_date"].value != earliest:
        yield _notice("earlier_matter", day=earliest)
    if report.number not in (None, 1) and by_id["control_number"].why:
        yield _notice("follow_up_without_control_number")


def _of_the_persons(ground: Ground) -> Iterator[Notice]:
    harmed = [
        harm
        for matter in ground.calling.matters
        for harm in matter.harms
        if harm.severity.value not in (None, Severity.NONE)
    ]
    if len(harmed) > 1:
        yield _notice("one_form_a_person", harms=len(harmed))


def _of_the_words(ground: Ground, by_id: dict[str, FilledField]) -> Iterator[Notice]:
    for box in ground.edition.boxes:
        value = by_id[box.id].value
        if by_id[box.id].why:
            continue
        if box.pattern and isinstance(value, str) and re.fullmatch(box.pattern, value) is None:
            yield _notice("unusual_number", label=box.ja, value=value)
        yield from (_notice("not_in_the_list", label=box.ja, value=word) for word in _unlisted(box, value))
    jmdn = ground.document.device.jmdn
    if jmdn is not None and _JMDN.fullmatch(str(jmdn)) is None:
        yield _notice("unusual_number", label="JMDN", value=jmdn)
    unknown = [found.label for found in by_id.values() if found.why == "not_yet_known"]
    if unknown and not ground.document.report.unfinished:
        yield _notice("complete_with_unknowns", labels="、".join(unknown))


def _unlisted(box: Box, value: object) -> Iterator[str]:
    if box.type not in ("enum", "enums") or not box.values_open:
        return
    said = {NOT_APPLICABLE, *UNKNOWN_WORDS, *(said for _, said in box.values)}
    words = value if isinstance(value, tuple) else (value,)
    yield from (word for word in words if isinstance(word, str) and word not in said)


def _notice(code: str, **values: object) -> Notice:
    return Notice(code, tuple((key, str(value)) for key, value in values.items()))
