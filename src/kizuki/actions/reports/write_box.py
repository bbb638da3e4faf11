"""Write one box of a report that is being drafted (記載欄), or take back what was written there."""

from __future__ import annotations

from kizuki.actions.cases.comments import keep_words
from kizuki.actions.cases.locking import lock_case
from kizuki.actions.permission import viewer_of
from kizuki.actions.reports.filling_now import Ground, ground_of_report, newest_determination
from kizuki.actions.reports.writing_boxes import Left, left_in
from kizuki.actions.rows import find
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.forms.writing import Said
from kizuki.core.refusal import Refused
from kizuki.store.models import Report
from kizuki.store.reports.written import KIND, body_of, tag_of


def write_box(report_id: int, box_id: str, said: Said | None, *, read: str, actor: Actor) -> str:
    """Keep what a person wrote into a box of a draft; from now on it stands there before what the case says, in every
    draft made anew and in the reports that follow, and is marked as theirs. Returns the tag of what stands there now.

    `said` is a text, the lines or choices of a list, or rows by column; empty leaves the box empty, None takes back what
    was written, so that the case speaks again. `read` is the tag (`Ground.tag`) of what the writer saw in the box:
    `Refused` (`read`) where another person wrote something else there since, with nothing lost on either side. What the
    box cannot hold, and what contradicts the facts, is refused at the key of the record. It prints nothing: the draft
    is of before until it is drawn up again.
    """
    found = find(Report, "report", actor=actor, pk=report_id)
    with verb("write_box", actor=actor, of=[f"report:{report_id}"]) as act:
        lock_case(act, found.case_id)
        report = find(Report, "report", actor=actor, pk=report_id)
        if report.state != "draft":
            raise Refused("report", f"is {report.state}; only a draft is written in")
        _, answer = newest_determination(report.case_id)
        ground = ground_of_report(viewer_of(actor.code), report, answer)
        if ground.line.number != report.number:
            raise Refused(
                "report.number", f"the case now speaks of report {ground.line.number}, this is report {report.number}"
            )
        left = left_in(ground, box_id, said, read)
        if left.changed:
            _keep(act, report, ground, left)
        else:
            act.unchanged()
    return tag_of(left.value)


def _keep(act: Act, report: Report, ground: Ground, left: Left) -> None:
    body = body_of(left.value if left.stands else None, act.person, stands=left.stands)
    kept = keep_words(report.case_id, KIND, body, act.at, place=ground.line.place(left.box.from_key))
    act.record(
        subjects=[f"case:{report.case_id}", f"report:{report.pk}"],
        payload={"form": report.form, "number": report.number, "box": left.box.id, "revision": kept.revision},
    )
