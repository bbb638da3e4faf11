"""`kizuki report answers`: PMDA's answers (ACK) to reports that were sent, checked whole, then kept one by one."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from kizuki.cli.acting import acting
from kizuki.cli.days import day_of
from kizuki.cli.output import print_json, print_text
from kizuki.core.documents import told_value
from kizuki.core.facts import fields
from kizuki.core.glossary import say
from kizuki.core.refusal import Refused
from kizuki.gateways.files import read_document
from kizuki.store.record import clock

_KEYS = (
    *("report", "message", "accepted", "received_on"),
    *("receipt_year", "receipt_number", "registration_no", "identification_no"),
)


def keep_answers(arguments: argparse.Namespace) -> int:
    """Every answer is read and its report found before the first is kept: one that cannot be used keeps all out."""
    from kizuki.actions.reports.record_receipt import Answered, record_receipt

    actor = acting(arguments.person)
    on = day_of(arguments.on, "--on") or clock.today()
    document = read_document(arguments.file)
    try:
        value = told_value(document.content)
        rows = [_read(row, f"{at}") for at, row in enumerate(value if isinstance(value, list) else [value])]
        named = [(_report_of(row, f"{at}"), row) for at, row in enumerate(rows)]
    except Refused as refusal:
        raise refusal.in_file(arguments.file) from None
    kept = []
    for report, row in named:
        answer = Answered(**{key: row[key] for key in row if key != "report"}, document=document.content)
        kept.append({"report": report, "receipt": record_receipt(report, answer, on=on, actor=actor)})
    if arguments.json:
        print_json(kept)
    else:
        for row in rows:
            word = say(f"record.value.accepted.{row['accepted']}", arguments.lang)
            print_text(" ".join(filter(None, (word, row.get("receipt_year"), row.get("receipt_number")))))
    return 0


def _read(value: Any, place: str) -> dict[str, Any]:
    """One answer, checked: whether it was accepted and the day are required."""
    row = fields.an_object(value, place, _KEYS)
    accepted = fields.yes_no(row, "accepted", place).value
    received_on: date | None = fields.a_date(row.get("received_on"), f"{place}.received_on")
    if accepted is None or received_on is None:
        raise Refused(place, "says whether it was accepted (accepted) and when that came (received_on)")
    said = {key: fields.a_text(row.get(key), f"{place}.{key}") or "" for key in _KEYS[4:]}
    if accepted and not said["receipt_number"]:
        raise Refused(f"{place}.receipt_number", "an accepted report has a receipt number (受理番号)")
    found: dict[str, Any] = {"accepted": accepted, "received_on": received_on, **said}
    found["message"] = fields.a_text(row.get("message"), f"{place}.message") or ""
    return found | ({"report": row["report"]} if row.get("report") is not None else {})


def _report_of(row: dict[str, Any], place: str) -> int:
    """The report that an answer is to: by the number of its transmission, or by its own number in the record."""
    from kizuki.store.queries.reports import report_life
    from kizuki.store.queries.sending import report_of_message
    from kizuki.store.queries.viewer import PROGRAM

    number = row.get("report")
    by_message = report_of_message(PROGRAM, row["message"]) if row["message"] else None
    if number is None:
        if by_message is None:
            raise Refused(f"{place}.message", "no report, or more than one, was sent under this number")
        return by_message
    life = report_life(PROGRAM, number) if isinstance(number, int) and not isinstance(number, bool) else None
    if life is None or life.report.state != "submitted":
        raise Refused(f"{place}.report", f"{number!r} is no report that was sent")
    if by_message not in (None, number):
        raise Refused(f"{place}.report", f"report {by_message} was sent under that message, not {number}")
    return int(number)
