"""Write one box of a report that is being drafted (記載欄), or take back what was written there."""

from __future__ import annotations

from typing import Any

from kizuki.actions.cases.comments import keep_words
from kizuki.actions.cases.locking import lock_case
from kizuki.actions.reports.filling_now import Ground, ground_of_report, newest_determination
from kizuki.actions.rows import find
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.forms import Box
from kizuki.core.forms.writing import Said, told_at, value_written
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
        ground = ground_of_report(report, answer)
        if ground.line.number != report.number:
            raise Refused(
                "report.number", f"the case now speaks of report {ground.line.number}, this is report {report.number}"
            )
        box = _box(ground, box_id)
        value = told_at(ground.told, box.from_key) if said is None else value_written(box, said)
        standing = ground.said(box.from_key)
        taken_back = said is None and box.from_key in ground.written
        if value != standing or taken_back:
            _require_it_fits(ground, box, value, stands=said is not None)
            if read != ground.tag(box.from_key):
                raise Refused("read", "somebody else wrote into this box since it was read")
            _keep(act, report, ground, box, value, stands=said is not None)
        else:
            act.unchanged()
    return tag_of(value)


def _box(ground: Ground, box_id: str) -> Box:
    """The box of the edition that the form is filled in; `Refused` where it has none of this id."""
    try:
        return ground.edition.box(box_id)
    except StopIteration:
        raise Refused("box", f"{box_id!r} is no box of form {ground.form}") from None


def _require_it_fits(ground: Ground, box: Box, value: Any, *, stands: bool) -> None:
    """Fill the form with it: the refusal says why it cannot be."""
    if stands:
        ground.filled({box.from_key: value})
    else:
        ground.filled(without=box.from_key)


def _keep(act: Act, report: Report, ground: Ground, box: Box, value: Any, *, stands: bool) -> None:
    body = body_of(value if stands else None, act.person, stands=stands)
    kept = keep_words(report.case_id, KIND, body, act.at, place=ground.line.place(box.from_key))
    act.record(
        subjects=[f"case:{report.case_id}", f"report:{report.pk}"],
        payload={"form": report.form, "number": report.number, "box": box.id, "revision": kept.revision},
    )
