"""報告回数 and receipts, the order of the days, lateness, and the period of the item that calls for the report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kizuki.core.forms.checking.finding import Finding, found
from kizuki.core.forms.checking.situation import ToCheck, text_of


def number_and_receipts(it: ToCheck) -> Iterator[Finding]:
    """First or n-th, counted from the last that PMDA accepted: what was rejected is sent again under its number."""
    box, right = it.box("count"), it.earlier.accepted + 1
    if box is not None and str(box.value) != str(right):
        yield found("number_not_next", box.id, box.source, said=box.value, right=right)
    for number in it.earlier.unanswered:
        yield found("answer_not_recorded", place="room:report", number=number)
    if it.earlier.accepted:
        asked = (("previous_year", it.earlier.receipt_year), ("previous_number", it.earlier.receipt_number))
        for part, right_text in asked:
            box = it.box(part)
            if box is not None and right_text and text_of(box.value) != right_text:
                yield found("previous_receipt_missing", box.id, box.source, right=right_text)


def days_in_order(it: ToCheck) -> Iterator[Finding]:
    """発生 ≤ 入手 ≤ 報告, and the earliest day of knowledge as it was told before."""
    first, box = it.day("first_informed"), it.box("first_informed")
    if first is not None and box is not None:
        before = [day for day in (it.learned_on, it.earlier.first_informed_on) if day is not None and day != first]
        if before:
            yield found("awareness_day_moved", box.id, box.source, said=first, right=min(before))
    informed = it.day("informed") or first
    occurred, box = it.box("occurred"), it.box("occurred")
    if occurred is not None and box is not None and informed is not None:
        said = text_of(occurred.value)
        if said[:4].isdigit() and said > informed.isoformat()[: len(said)]:
            yield found("occurred_after_learned", box.id, box.source, said=said, learned=informed)
    reported, box = it.day("reported"), it.box("reported")
    if reported is None or box is None:
        return
    if informed is not None and informed > reported:
        yield found("learned_after_reported", box.id, box.source, said=reported, learned=informed)
    if reported != it.on:
        yield found("reported_another_day", box.id, box.source, said=reported, on=it.on)


def lateness(it: ToCheck) -> Iterator[Finding]:
    """報告 ≤ 期限; a late one shows its reason and its prevention, and goes without them."""
    if it.purpose != "report" or it.due_on is None:
        return
    sent = max(filter(None, (it.on, it.day("reported"))))
    if sent <= it.due_on:
        return
    yield found("late", place="room:report", due_on=it.due_on, on=sent)
    if not it.delay_reason:
        yield found("late_reason_missing", place="room:delay")
    if not it.delay_prevention:
        yield found("late_prevention_missing", place="room:delay")


def period_of_the_item(it: ToCheck) -> Iterator[Finding]:
    """The box of the period says that of the item that is met; shorter ones that are still open are named."""
    if it.purpose != "report":
        return
    box = it.box("deadline")
    met = [period.days for period in it.periods if period.met and period.days is not None]
    shorter = [one for one in it.periods if not one.met and one.days is not None and one.days < min(met, default=999)]
    for period in shorter:
        day = period.due_on or "—"
        yield found("shorter_item_open", box.id if box else "", "room:facts", item=period.item, due_on=day)
    for period in it.periods:
        if not period.met and it.complete:
            yield found("item_open", place="room:facts", item=period.item)
    allowed = {min(met, default=None), min((one.days for one in shorter if one.days), default=None)} - {None}
    said = re.search(r"\d+", text_of(box.value)) if box is not None else None
    if box is not None and allowed and (said is None or int(said.group()) not in allowed):
        right = min(day for day in allowed if day is not None)
        yield found("period_of_no_met_item", box.id, box.source, said=text_of(box.value) or "—", right=right)
