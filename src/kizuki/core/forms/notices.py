"""What a person should look at before a form goes out: none of it stops the form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kizuki.core.facts.values import Severity
from kizuki.core.forms.dispatches import says_it_was_sent
from kizuki.core.forms.edition import Box
from kizuki.core.forms.filled import FilledField, Notice, Row
from kizuki.core.forms.filling import AnyGround, Ground
from kizuki.core.forms.terms import term_of
from kizuki.core.forms.told import Told
from kizuki.core.forms.vocabulary import NOT_APPLICABLE, UNKNOWN_WORDS

_JMDN = re.compile(r"\d{8}")
_CVE = re.compile(r"CVE-(\d{4})-\d{4,}")
_EMBARGO = ("調整中", "公表前", "未公表", "公表予定", "非公開")
"""Words that say that a vulnerability is not published yet."""


def of_the_duty(ground: Ground, by_id: dict[str, FilledField]) -> Iterator[Notice]:
    """What is open of the duty, and which other documents the case needs."""
    calling = ground.calling
    if calling.lead is not None and _undecided(ground):
        asked = ", ".join(dict.fromkeys(fact for duty in calling.duties for fact in duty.open_questions)) or "―"
        outcome = ground.determination.outcome if ground.determination.outcome != "report" else "open"
        yield _notice("not_decided", outcome=outcome, item=calling.lead.item, open=asked)
    if calling.deadline is not None and calling.deadline.finding != "met":
        yield _notice("deadline_still_open", item=calling.deadline.item)
    if "known" in by_id and by_id["known"].why:
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


def of_the_clock(ground: Ground, by_id: dict[str, FilledField]) -> Iterator[Notice]:
    """A report that is late, and days of information that do not go together."""
    report, due_on = ground.document.report, ground.calling.due_on
    if report.number in (None, 1):
        if report.reported_on and due_on and report.reported_on > due_on:
            yield _notice("late", reported_on=report.reported_on, due_on=due_on)
    elif _day(by_id, "info_date") == _day(by_id, "first_info_date"):
        yield _notice("no_newer_information", day=by_id["info_date"].value)
    earliest = ground.calling.matter.learned_on
    if _day(by_id, "first_info_date") not in (None, earliest):
        yield _notice("earlier_matter", day=earliest)
    if report.number not in (None, 1) and "control_number" in by_id and by_id["control_number"].why:
        yield _notice("follow_up_without_control_number")


def of_the_persons(ground: Ground) -> Iterator[Notice]:
    """Several harms on a form that is of one person."""
    harmed = [
        harm
        for matter in ground.calling.matters
        for harm in matter.harms
        if harm.severity.value not in (None, Severity.NONE)
    ]
    if len(harmed) > 1:
        yield _notice("one_form_a_person", harms=len(harmed))


def of_the_words(ground: AnyGround, by_id: dict[str, FilledField]) -> Iterator[Notice]:
    """Numbers of an unusual form, words that no list has, and what is written without a record that bears it out."""
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
    if unknown and not ground.stand.unfinished:
        yield _notice("complete_with_unknowns", labels="、".join(unknown))
    yield from of_the_record(ground, by_id)


def of_the_record(ground: AnyGround, by_id: dict[str, FilledField]) -> Iterator[Notice]:
    """What the texts say and no record bears out: a dispatch, an embargo of long ago, a term that is ours or obsolete."""
    texts = [(found.label, found.value) for found in by_id.values() if isinstance(found.value, str)]
    said = [label for label, text in texts if says_it_was_sent(text)]
    if said and not getattr(ground.document, "dispatches", ()):
        yield _notice("says_sent_without_record", labels="、".join(said))
    for label, text in texts:
        for cve in long_published(text, ground.document.report.reported_on or _learned_on(ground)):
            yield _notice("embargo_of_long_ago", label=label, cve=cve)
    yield from _of_the_terms(ground, by_id)


def long_published(text: str, on: date | None) -> tuple[str, ...]:
    """The CVEs that a text calls not yet published although their year is two years and more before the report."""
    if on is None or not any(word in text for word in _EMBARGO):
        return ()
    return tuple(dict.fromkeys(cve[0] for cve in _CVE.finditer(text) if int(cve[1]) <= on.year - 2))


def _learned_on(ground: AnyGround) -> date | None:
    """The first day of awareness, for a report whose own day is not yet known."""
    facts = getattr(ground.document, "facts", None)
    return min((matter.learned_on for matter in facts.matters), default=None) if facts is not None else None


def _of_the_terms(ground: AnyGround, by_id: dict[str, FilledField]) -> Iterator[Notice]:
    for found in by_id.values():
        rows = found.value if isinstance(found.value, tuple) else ()
        for row in rows:
            code = row.cell("code") if isinstance(row, Row) else ""
            if not code or found.id.startswith("term_"):
                continue
            term = term_of(code)
            if term is None:
                yield _notice("term_of_another_edition", label=found.label, term_code=code)
            elif term.obsolete:
                yield _notice("term_obsolete", label=found.label, term_code=code, term=term.ja or term.en)
    event = getattr(ground.document, "event", None)
    for key in ("device_problems", "health_effects", "health_impacts"):
        for told in getattr(event, key, None) or ():
            if told.causality in ("related", "関連あり") and not told.causality_source:
                yield _notice("related_without_source", term=told.term or told.code or "")


def _unlisted(box: Box, value: object) -> Iterator[str]:
    if box.type not in ("enum", "enums") or not box.values_open:
        return
    said = {NOT_APPLICABLE, *UNKNOWN_WORDS, *(said for _, said in box.values)}
    words = value if isinstance(value, tuple) else (value,)
    yield from (word for word in words if isinstance(word, str) and word not in said)


def _day(by_id: dict[str, FilledField], box_id: str) -> object:
    return by_id[box_id].value if box_id in by_id else None


def _notice(code: str, **values: object) -> Notice:
    return Notice(code, tuple((key, str(value)) for key, value in values.items()))
