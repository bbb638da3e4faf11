"""What stands beside the form: the first report, measures as recorded, the hospital's own report, attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kizuki.core.forms.checking.finding import Finding, found
from kizuki.core.forms.checking.product import plain
from kizuki.core.forms.checking.situation import ToCheck, text_of

_DISPATCH = re.compile(r"(送付|送信|発送|配布|郵送|通知|連絡|報告)(し|済|を行|を実施|いたし)")
"""Words that say that something was sent or told."""

_CLAUSE = re.compile(r"[。\n;；]")
_DAY = re.compile(r"(?:(\d{4})[年/.-])?(\d{1,2})[月/.-](\d{1,2})日?")
_BY_FAX = re.compile(r"(FAX|ファックス|ファクシミリ|第一報)", re.IGNORECASE)


def first_report(it: ToCheck) -> Iterator[Finding]:
    """A death in Japan or a measure abroad went out before the form did, or its delay is told."""
    if it.purpose != "report":
        return
    if it.first.owed and not it.first.sent:
        yield found("first_report_not_sent", place="room:first_report")
    if it.first.late and not it.first.told:
        yield found("first_report_delay_not_told", place="room:first_report")


def measures_as_recorded(it: ToCheck) -> Iterator[Finding]:
    """Nothing is written to PMDA that nobody recorded, and what was recorded is told."""
    boxes = list(it.playing("measures"))
    if not boxes or it.purpose == "withdrawal":
        return
    days = {record.on for record in it.recorded}
    faxes = {record.on for record in it.recorded if record.kind == "first_report"}
    said: set[date] = set()
    for box in boxes:
        for clause in _CLAUSE.split(text_of(box.value)):
            told = set(_days_in(clause, it.on))
            said |= told
            by_fax = bool(_BY_FAX.search(clause))
            known = faxes if by_fax else days
            if _DISPATCH.search(clause) and (told - known if told else by_fax and not faxes):
                what = clause.strip()
                yield found("dispatch_without_record", box.id, box.source, what=what[:60])
    for record in it.recorded:
        if record.on not in said:
            yield found("recorded_measure_not_told", boxes[0].id, boxes[0].source, kind=record.kind, day=record.on)


def _days_in(text: str, on: date) -> Iterator[date]:
    for year, month, day in _DAY.findall(text):
        try:
            found_on = date(int(year or on.year), int(month), int(day))
        except ValueError:
            continue
        # A day without its year is the last one before the report.
        yield found_on if year or found_on <= on else found_on.replace(year=on.year - 1, day=min(found_on.day, 28))


def hospital_agrees(it: ToCheck) -> Iterator[Finding]:
    """Notification 4(1): no discrepancy between the hospital's own report and ours, but in the first."""
    if not it.hospital.concerned or it.purpose == "withdrawal":
        return
    place = "room:hospital_report"
    if it.hospital.state == "unknown":
        yield found("hospital_not_asked", place=place)
    elif it.hospital.state == "asked":
        yield found("hospital_asked", place=place)
    codes = {"differs": "hospital_differs", "to_read": "hospital_to_read", "missing_ours": "hospital_tells_more"}
    for name, state in it.hospital.fields:
        if state in codes and not it.hospital.explained:
            yield found(codes[state], place=place, what=name)


def attachments_there(it: ToCheck) -> Iterator[Finding]:
    """The precautions in force when it happened, the original of what came from abroad, and what is named, is there."""
    box = it.box("attachments")
    if box is None or it.purpose == "withdrawal":
        return
    it_has = it.attachments
    if not it_has.precautions:
        yield found("precautions_not_recorded", box.id, "room:precautions")
    for edition, sha256 in it_has.precautions:
        named = any(plain(edition) in plain(name) for name in it_has.named) if edition else False
        if sha256 not in it_has.kept and not named:
            yield found("precautions_not_attached", box.id, "room:attachments", edition=edition or "—")
    if it_has.foreign and not it_has.kept:
        yield found("original_not_attached", box.id, "room:attachments")
    kept = {plain(name) for name in it_has.kept_names}
    for name in it_has.named:
        if not any(plain(name) in one or one in plain(name) for one in kept if one):
            yield found("announced_attachment_missing", box.id, "room:attachments", name=name)
