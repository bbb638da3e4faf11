"""Record the prompt first report (第一報): that it was sent, to whom, and whether it arrived."""

from __future__ import annotations

from datetime import datetime

from kizuki.actions.cases.clock import refresh_clock
from kizuki.actions.documents import keep_document
from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.clocks import newest_answer
from kizuki.store.models import Case, FirstReport
from kizuki.store.models.reports import WAYS


def record_first_report(
    case_id: int, matter: int, *, way: str, addressee: str, sent_at: datetime, delivered: bool,
    sheet: bytes | None = None, now: datetime, actor: Actor,
) -> int:  # fmt: skip
    """Keep the dispatch of one matter's first report (notification 4(1)); `sheet` is the PDF that was sent.

    A transmission that failed is kept too, and leaves the clock running. `Refused` where the matter calls for none,
    or the instant lies ahead of `now`.
    """
    case = find(Case, "case", pk=case_id)
    to = text(addressee, "addressee", longest=200, required=True)
    if way not in WAYS:
        raise Refused("way", f"{way!r} is not one of: {', '.join(WAYS)}")
    if sent_at.tzinfo is None or sent_at > now:
        raise Refused("sent_at", "must be an instant with its time zone, and not ahead of now")
    answer = newest_answer(case_id)
    if answer is None or matter not in {first.matter for first in answer.first_reports}:
        raise Refused("matter", f"matter {matter} calls for no prompt first report")
    person = person_of(actor)
    with verb("record_first_report", actor=actor) as act:
        document, subjects = keep_document(sheet, "application/pdf") if sheet is not None else (None, [])
        row = FirstReport.objects.create(
            case=case,
            matter=matter,
            way=way,
            addressee=to,
            sent_at=sent_at,
            delivered=delivered,
            document=document,
            person_id=person,
            at=act.at,
        )
        refresh_clock(case_id)
        act.record(
            subjects=[f"case:{case_id}", f"first_report:{row.pk}", *subjects],
            payload={"matter": matter, "way": way, "delivered": delivered},
        )
    return int(row.pk)
