"""Write one box of a periodic report (様式第11・第12) that is being drafted, or take back what was written there."""

from __future__ import annotations

from kizuki.actions.periods.moving import subjects_of
from kizuki.actions.periods.printing import period_ground_now
from kizuki.actions.permission import viewer_of
from kizuki.actions.reports.writing_boxes import left_in
from kizuki.actions.rows import find
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.core.forms.writing import Said
from kizuki.core.refusal import Refused
from kizuki.store.models import Device, PeriodReport
from kizuki.store.record.keeping_rows import locked
from kizuki.store.reports.written import tag_of
from kizuki.store.reports.written_periods import PERIOD_KIND, period_body_of


def write_period_box(report_id: int, box_id: str, said: Said | None, *, read: str, actor: Actor) -> str:
    """Keep what a person wrote into a box of a draft, as `write_box` does in a report of a case. Returns the tag of what
    stands there now.

    It stands before what is counted and said, in every draft made anew and in the follow-ups of the period (but for what
    a report says of itself). `Refused` as `write_box`, and for whoever does not see every case that is told of now; what
    is counted is no box to be written in.
    """
    found = find(PeriodReport, "report", actor=actor, pk=report_id)
    with verb("write_period_box", actor=actor, of=[f"period_report:{report_id}"]) as act:
        locked(Device, found.device_id)
        report = locked(PeriodReport, report_id)
        if report.state != "draft":
            raise Refused("report", f"is {report.state}; only a draft is written in")
        ground = period_ground_now(viewer_of(actor.code), report_id)
        left = left_in(ground, box_id, said, read)
        if left.changed:
            key = left.box.from_key
            body = period_body_of(key, left.value if left.stands else None, act.person, stands=left.stands)
            revision = keep_text(act, f"period_report:{report_id}", PERIOD_KIND, body)
            payload = {"form": report.form, "number": report.number, "box": left.box.id, "revision": revision}
            act.record(subjects=subjects_of(report), payload=payload)
        else:
            act.unchanged()
    return tag_of(left.value)
