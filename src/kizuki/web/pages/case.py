"""A case: what is known, what was determined from it and why, what stands beside, and what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kizuki.core.facts import Case, read_case
from kizuki.core.glossary import Lang, say
from kizuki.core.people import may
from kizuki.store.obligations.identities import full_form
from kizuki.store.queries import cases, devices
from kizuki.store.queries.attachments import AttachmentRow, attachments_of
from kizuki.store.queries.decision_grounds import CaseEvidence, evidence_of_case
from kizuki.store.queries.design import QuoteRow, quotes_of_case
from kizuki.store.queries.hands import hands
from kizuki.store.queries.known import ToAnswer
from kizuki.store.queries.next_steps import ReportAt
from kizuki.store.queries.obligations import ObligationRow
from kizuki.store.queries.register import DecisionRow, decisions_of
from kizuki.store.queries.reports import ReportRow
from kizuki.store.queries.timeline import Happening
from kizuki.store.queries.viewer import Viewer
from kizuki.store.queries.waiting_signatures import waiting
from kizuki.store.queries.work import work_on
from kizuki.web.case_beside import AtSide, at_side
from kizuki.web.case_story import Story, case_story
from kizuki.web.countdown import WORKING_DAY, Countdown
from kizuki.web.determined import Determined, determined
from kizuki.web.doors.around import Around
from kizuki.web.doors.last_resorts import is_usual
from kizuki.web.doors.of_sent_reports import not_reportable
from kizuki.web.doors.on_case_page import CaseDoors, case_doors
from kizuki.web.doors.ways import Way
from kizuki.web.facts import FactGroup, fact_groups
from kizuki.web.first_reports import FirstReports, first_reports_of
from kizuki.web.owed import EndedLine, Headline, OwedLine, before_headline, head_of, owed_lines
from kizuki.web.precedents import Precedents, precedents
from kizuki.web.questions import QuestionLine, question_lines
from kizuki.web.rail import Stop, case_rail
from kizuki.web.today import JAPAN, today
from kizuki.web.viewer import viewer_of
from kizuki.web.words import counted, report_name
from kizuki.web.work_lines import WorkLine, work_lines


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its value; empty where nothing is registered."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One printed report; `missing_words` is empty where no required field is missing."""

    id: int
    name: str
    state: str
    at: datetime
    edition: str
    pages_words: str
    missing_words: str


@dataclass(frozen=True, slots=True)
class EventLine:
    """One entry of the timeline; `text` is the note that was written, if it is one."""

    at: datetime
    what: str
    actor: str
    text: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """What the page of a case shows on one day.

    Before the first determination `made` and `determined` are None. The countdown runs to what is owed next.
    `outdated`: the facts were changed after the determination.
    """

    row: cases.CaseRow
    opened_on: date
    headline: Headline
    learned: tuple[date, ...]
    questions: tuple[QuestionLine, ...]
    facts: tuple[FactGroup, ...]
    facts_revision: int
    made: cases.DeterminationRow | None
    determined: Determined | None
    outdated: bool
    device: tuple[Pair, ...]
    reports: tuple[ReportLine, ...]
    decisions: tuple[DecisionRow, ...]
    work: tuple[WorkLine, ...]
    may_propose: bool
    attachments: tuple[AttachmentRow, ...]
    evidence: tuple[CaseEvidence, ...]
    design: tuple[QuoteRow, ...]
    may_attach: bool
    story: Story | None
    timeline: tuple[EventLine, ...]
    owed: tuple[OwedLine, ...] = ()
    ended: tuple[EndedLine, ...] = ()
    precedents: Precedents | None = None
    doors: CaseDoors | None = None
    rail: tuple[Stop, ...] = ()
    first_reports: FirstReports | None = None
    at_side: AtSide | None = None
    due_first: tuple[OwedLine, ...] = ()
    """What has an earlier day than the headline: the earliest, and whatever of it is due today."""

    @property
    def clock(self) -> str:
        """The kind of obligation that the headline names; '' for none."""
        return self.headline.clock

    @property
    def countdown(self) -> Countdown:
        """How long there is until the day of the headline."""
        return self.headline.countdown

    @property
    def owed_now(self) -> tuple[OwedLine, ...]:
        """What is to be done: all but what is to be decided beside the report and has no day."""
        return tuple(line for line in self.owed if line not in self.owed_beside)

    @property
    def owed_beside(self) -> tuple[OwedLine, ...]:
        """What is to be decided beside the report: whether it is done at all, by no day."""
        return tuple(line for line in self.owed if line.row.kind == "beside" and line.row.due_on is None)

    @property
    def first_way(self) -> Way | None:
        """The one button of the head: what ends what its day is about, else what is owed first, where the reader may."""
        named = [
            line for line in self.owed if (line.row.kind, line.row.due_on) == (self.clock, self.countdown.due_on)
        ]
        ways = (way for line in (*named, *self.owed) for way in line.ways if is_usual(way.act, line.row))
        return next(ways, None)

    @property
    def past_working_day(self) -> bool:
        """15日経過（報告区分未確認）: the working day comes first, which is a premise and never late; called so while no
        item of a matter of which it is the day is met."""
        passed = self.clock in WORKING_DAY and self.countdown.kind == "past"
        return passed and any(not line.item_met for line in self.owed if line.row.kind == self.clock)

    @property
    def class_open(self) -> bool:
        """Whether nobody has confirmed the class of report: until then a longer period that the rules name is no
        headline of its own."""
        return any(line.row.kind == "class_confirmation" for line in self.owed)

    @property
    def waits_for_signature(self) -> bool:
        """Whether a change of the facts waits for a second person: until then what it would end stands."""
        return any(line.row.kind == "second_signature" for line in self.owed)

    @property
    def lapsing(self) -> tuple[ObligationRow, ...]:
        """The items whose end waits for a signature: they are owed as before."""
        return tuple(line.row for line in self.owed if line.row.kind == "item" and line.row.state == "lapse_proposed")


@require_safe
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """The page."""
    page = case_page(viewer_of(request), case_id, today())
    if page is None:
        raise Http404
    return render(request, "kizuki/case.html", {"page": page})


def case_page(viewer: Viewer, case_id: int, on: date) -> CasePage | None:
    """A case as seen on one day; None where there is none."""
    found = cases.case_page(viewer, case_id)
    return None if found is None else _case_page(viewer, found, on)


def _case_page(viewer: Viewer, found: cases.CasePage, on: date) -> CasePage:
    case_id, lang = found.row.id, viewer.lang
    made, known = found.determination, read_case(found.facts.facts)
    outdated = made is not None and made.facts_revision != found.facts.revision
    beside = _beside(viewer, found, decisions := decisions_of(viewer, case_id))
    owed, ended = owed_lines(viewer, beside, found.facts.facts, on, acting := hands(viewer, [case_id]))
    headline = head_of(found.row, owed, on)
    questions = question_lines(known, made.answer, lang) if made and not outdated else ()
    answered = determined(made.answer, on, lang) if made else None
    return CasePage(
        row=found.row,
        opened_on=found.row.opened_at.astimezone(JAPAN).date(),
        headline=headline,
        learned=tuple(sorted({matter.learned_on for matter in known.matters})),
        questions=questions,
        facts=fact_groups(known, made.answer["open_questions"] if made else (), lang, full_form(found.facts.facts)),
        facts_revision=found.facts.revision,
        made=made,
        determined=answered,
        outdated=outdated,
        device=_device(viewer, found.row),
        reports=tuple(_report(row, lang) for row in found.reports),
        decisions=decisions,
        work=work_lines(work_on(viewer, case_id), on, lang, acting),
        may_propose=found.row.outcome == "no_report" and may(viewer.role, "propose_no_report"),
        attachments=attachments_of(viewer, case_id),
        evidence=evidence_of_case(viewer, decisions),
        design=quotes_of_case(viewer, case_id),
        may_attach=may(viewer.role, "attach_document"),
        story=case_story(found.parts.get("story"), lang),
        timeline=tuple(_event(entry, lang) for entry in reversed(found.timeline)),
        owed=owed,
        ended=ended,
        precedents=precedents(viewer, case_id, known, found.row.device_id, on),
        doors=_doors(viewer, found, beside, questions, on),
        rail=_rail(known, owed, ended, on, lang),
        first_reports=first_reports_of(answered, owed, ended),
        at_side=at_side(viewer, found, on),
        due_first=before_headline(found.row, owed, headline, on),
    )


def _beside(viewer: Viewer, found: cases.CasePage, decisions: tuple[DecisionRow, ...]) -> Around:
    reports = [ReportAt(row.id, found.row.id, row.form, row.matter, row.person, row.state) for row in found.reports]
    proposals, own = waiting(viewer, [found.row.id])
    return Around(found.row.id, reports, decisions[0].id if decisions else None, proposals, bool(own))


def _doors(
    viewer: Viewer, found: cases.CasePage, beside: Around, questions: Sequence[QuestionLine], on: date
) -> CaseDoors:
    """With what the page has read already."""
    read = {
        "made": found.determination,
        "known": ToAnswer(found.facts.revision, full_form(found.facts.facts)),
        "stands": (found.row.state, found.row.device_id),
    }
    doors = case_doors(viewer, beside, [question.path for question in questions], on, read)
    return replace(doors, records=(*doors.records, *not_reportable(viewer, found.reports)))


def _rail(
    known: Case, owed: Sequence[OwedLine], ended: Sequence[EndedLine], on: date, lang: Lang
) -> tuple[Stop, ...]:
    rows = [*(line.row for line in owed), *(line.row for line in ended)]
    done_on = {line.row.id: line.how.sent_at.astimezone(JAPAN).date() for line in ended if line.how.sent_at}
    return case_rail([matter.learned_on for matter in known.matters], rows, on, lang, done_on)


def _device(viewer: Viewer, row: cases.CaseRow) -> tuple[Pair, ...]:
    generic, approval_no = devices.generic_and_approval(viewer, row.device_id)
    values = {
        "brand": row.brand,
        "generic": generic,
        "approval_no": approval_no,
        "version": row.release or "",
    }
    return tuple(Pair(say(f"screens.case.{name}", viewer.lang), value) for name, value in values.items())


def _report(row: ReportRow, lang: Lang) -> ReportLine:
    return ReportLine(
        id=row.id,
        name=report_name(row.form, row.number, lang, row.whom),
        state=row.state,
        at=row.submitted_at or row.drafted_at,
        edition=row.edition,
        pages_words=counted("screens.case.pages", row.pages, lang),
        missing_words=counted("screens.case.missing", len(row.missing), lang) if row.missing else "",
    )


def _event(entry: Happening, lang: Lang) -> EventLine:
    return EventLine(entry.at, entry.said(lang), entry.actor, entry.text or "")
