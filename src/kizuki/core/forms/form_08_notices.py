"""What a person should look at before 様式第8 goes out: none of it stops the form."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kizuki.core.facts.values import Severity
from kizuki.core.forms.edition import Box
from kizuki.core.forms.filled import FilledField, Notice
from kizuki.core.forms.filling import Ground
from kizuki.core.forms.told import Told
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
    if calling.lead is not None and _undecided(ground):
        asked = ", ".join(dict.fromkeys(fact for duty in calling.duties for fact in duty.open_questions)) or "―"
        outcome = ground.determination.outcome if ground.determination.outcome != "report" else "open"
        yield _notice("not_decided", outcome=outcome, item=calling.lead.item, open=asked)
    if calling.deadline is not None and calling.deadline.finding != "met":
        yield _notice("deadline_still_open", item=calling.deadline.item)
    if by_id["known"].why:
        yield _notice("known_unsettled", fact=by_id["known"].source)
    for other in calling.others:
        yield _other_document(calling.told, other)
    for number in calling.other_forms:
        yield _notice("other_form_is_due", form=number)
    state = _first_report_of(ground)
    if ground.document.report.number == 1 and state:
        yield _notice(f"prompt_first_report_{state}")


def _undecided(ground: Ground) -> bool:
    """Whether it is still open to report this matter and person, also where another of the case is to be reported."""
    met = {duty.finding for duty in ground.determination.duties} > {"open"}
    own = {duty.finding for duty in ground.calling.duties} == {"open"}
    return ground.determination.outcome != "report" or (met and own)


def _other_document(told: Told, other: Told) -> Notice:
    """Another matter, or another person of the same, that needs a form of its own; counted from 1 for people."""
    values = {"matter": other.matter + 1, "matter_id": other.matter_id}
    if other.matter != told.matter or other.person is None:
        return _notice("matter_needs_its_own_form", **values)
    return _notice("person_needs_its_own_form", **values, person=other.person + 1, person_id=other.person_id)


def _first_report_of(ground: Ground) -> str:
    """Whether a prompt first report is asked for of this matter and person: met, open, or "" where it is not."""
    told = ground.calling.told
    states = {
        row.state
        for row in ground.determination.first_reports
        if row.matter == told.matter and row.person in (None, told.person)
    }
    return "met" if "met" in states else "open" if states else ""


def _of_the_clock(ground: Ground, by_id: dict[str, FilledField]) -> Iterator[Notice]:
    report, due_on = ground.document.report, ground.calling.due_on
    if report.number in (None, 1):
        if report.reported_on and due_on and report.reported_on > due_on:
            yield _notice("late", reported_on=report.reported_on, due_on=due_on)
    elif by_id["info_date"].value == by_id["first_info_date"].value:
        yield _notice("no_newer_information", day=by_id["info_date"].value)
    earliest = ground.calling.matter.learned_on
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
