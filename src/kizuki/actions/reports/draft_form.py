"""Draft a report: fill the form from the case and keep it as printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kizuki.actions.cases.locking import lock_case
from kizuki.actions.cases.parts import keep_parts
from kizuki.actions.documents import keep_document
from kizuki.actions.obligations.by_report import name_in_report
from kizuki.actions.permission import viewer_of
from kizuki.actions.reports.due_day import due_day
from kizuki.actions.reports.filling_now import ground_of, newest_determination
from kizuki.actions.reports.meant import Meant
from kizuki.actions.reports.rated import tell_of_rated
from kizuki.actions.rows import find
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.forms import FilledForm, form_json
from kizuki.core.forms.document import CaseDocument
from kizuki.core.refusal import Refused
from kizuki.core.reporting import Determination as Answer
from kizuki.gateways.typst import PrintedForm, print_form
from kizuki.store.cases.parts import Subject, kept_parts, part_for, place_of
from kizuki.store.models import Case, Report
from kizuki.store.models.reports import PURPOSES
from kizuki.store.record.canonical import json_of
from kizuki.store.reports.lines import Line, line_of
from kizuki.store.reports.standing import spoken_since


@dataclass(frozen=True, slots=True)
class Printing:
    """A form as it is now filled and printed, and what it rests on."""

    case: int
    determination: int
    answer: Answer
    meant: Meant
    document: CaseDocument
    filled: FilledForm
    printed: PrintedForm

    @property
    def number(self) -> int:
        """The number of the report among those of its matter and person: 1 is the first."""
        return self.document.report.number or 1

    @property
    def purpose(self) -> str:
        """What it is for: as the follow-up was begun."""
        return self.document.report.purpose.value

    def values(self, document: Any) -> dict[str, Any]:
        """The columns of its report."""
        report, meant = self.document.report, self.meant
        return {
            "determination_id": self.determination,
            "matter": meant.told.matter_id,
            "person": meant.told.person_id,
            "edition": self.filled.edition,
            "fields": form_json(self.filled, "ja")["fields"],
            "missing": list(self.filled.missing),
            "document": document,
            "pages": self.printed.pages,
            "purpose": self.purpose,
            "withdrawal_why": report.withdrawal_why.value if report.withdrawal_why else "",
            "status": report.status.value if report.status else "",
            "next_report_on": report.next_report_on,
            "due_on": due_day(
                self.case, self.answer, str(self.filled.number), meant.told.matter_id, meant.told.person_id
            ),
        }


def print_now(
    case_id: int, form: int, *, matter: str | None, person: str | None, draft: bool, actor: Actor
) -> Printing:
    """Fill and print a form about one matter and person from what is known now; slow, so before any transaction.

    `Refused` where the case has not been determined since its facts changed, where more than one document could be
    meant, where required boxes are missing and it is to be no draft, and for whoever does not see all that it counts.
    """
    find(Case, "case", actor=actor, pk=case_id)
    determination, answer = newest_determination(case_id)
    ground = ground_of(viewer_of(actor.code), case_id, form, answer, matter, person)
    document, filled = ground.filled()
    if filled.missing and not draft:
        raise Refused("no_required_box_is_missing", f"{len(filled.missing)} required boxes have no value")
    printed = print_form(filled, draft=draft)
    return Printing(case_id, determination, ground.answer, ground.meant, document, filled, printed)


def draft_form(
    case_id: int,
    number: int,
    *,
    matter: str | None = None,
    person: str | None = None,
    purpose: str | None = None,
    actor: Actor,
) -> int:
    """Fill form `number` about one matter and at most one person, print it as a draft and keep both. Returns its id.

    `matter` and `person` are ids (`m3-1`, `p3-2`; `person` '' for no person). What is not named may be left out only
    where one document of the form can be meant: else `Refused` lists them. The report is that which `report.number`
    of this matter and person names (1 without it); its draft is replaced, one that is on its way or submitted is not:
    then `Refused`. After PMDA rejected it a new attempt at the same number begins, after a withdrawal (取下げ) a first
    report. The same print twice changes nothing. `purpose` is that of the follow-up that was begun; naming another is
    refused.
    """
    made = print_now(case_id, number, matter=matter, person=person, draft=True, actor=actor)
    _require_begun(made, purpose)
    with verb("draft_form", actor=actor, of=[f"case:{case_id}"]) as act:
        case = lock_case(act, case_id)
        line = line_of(case_id, number, made.meant.told, made.meant.facts)
        standing = line.standing(made.number)
        attempt = _attempt(standing, line)
        document, subjects = keep_document(made.printed.pdf, "application/pdf")
        values = made.values(document)
        if standing is not None and standing.attempt == attempt and _says_the_same(standing, values):
            act.unchanged()
            return int(standing.pk)
        author = {"author_id": act.person} if act.person else {}
        key = {"series": line.series, "number": made.number, "attempt": attempt}
        said = values | author | {"drafted_at": act.at}
        report = _write(standing, {"case_id": case_id, "form": str(number), **key}, said)
        name_in_report(report)
        tell_of_rated(report, made.meant.subject)
        _place_parts(act, case, made.meant.subject)
        act.record(subjects=[f"case:{case_id}", f"report:{report.pk}", *subjects], payload=_told(report))
    return int(report.pk)


def _require_begun(made: Printing, purpose: str | None) -> None:
    if purpose is not None and purpose not in PURPOSES:
        raise Refused("purpose", f"{purpose!r} is not one of: {', '.join(PURPOSES)}")
    if purpose not in (None, made.purpose):
        raise Refused("purpose", f"the report that was begun is for {made.purpose}; start_follow_up begins another")


def _told(report: Report) -> dict[str, Any]:
    """What the audit says of a draft."""
    return {
        "form": report.form,
        "edition": report.edition,
        "matter": report.matter,
        "person": report.person,
        "number": report.number,
        "purpose": report.purpose,
        "missing": len(report.missing),
        "sha256": report.document_id,
    }


def _says_the_same(standing: Report, values: Mapping[str, Any]) -> bool:
    """Whether the draft that stands is of this print, on this determination, for this purpose, of these persons."""
    kept = ("determination_id", "matter", "person", "purpose", "withdrawal_why", "due_on")
    same = all(getattr(standing, name) == values[name] for name in kept)
    # Words that came and went again leave the same print: it is of now all the same.
    return same and standing.document_id == values["document"].pk and not spoken_since(standing)


def _write(standing: Report | None, key: Mapping[str, Any], values: Mapping[str, Any]) -> Report:
    """The draft that stands, written anew; else a new one. A draft of before comes to name its matter and person."""
    if standing is None or standing.state == "submitted":
        return Report.objects.create(**key, **values)
    for name, value in values.items():
        setattr(standing, name, value)
    standing.save(update_fields=[*values])
    return standing


def _place_parts(act: Act, case: Case, subject: Subject) -> None:
    """What the draft took over from parts without a place stands from now on at its own matter and person."""
    kept = kept_parts(case.pk)
    for kind, person in (("report", subject.person), ("patient", subject.patient)):
        place = place_of(kind, subject.matter, person, subject.series)
        bodies = kept.get(kind, {})
        body = part_for(kind, bodies, subject)
        if place and place not in bodies and body is not None:
            keep_parts(act, case, {kind: json_of(body)}, {kind: place})


def _attempt(standing: Report | None, line: Line) -> int:
    """Which attempt a draft belongs to; `Refused` where the report is on its way, or was sent and not rejected."""
    if standing is None:
        return 1
    if standing.state == "draft":
        return standing.attempt
    if standing.state == "submitted" and line.rejected(standing):
        return standing.attempt + 1
    said = "has been submitted" if standing.state == "submitted" else f"is {standing.state}; pull it back first"
    raise Refused("report.number", f"report {standing.number} on form {standing.form} {said}")
