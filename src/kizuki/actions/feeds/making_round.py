"""One round over everything kept: match, score again, determine, draft. Verbs one after another, each safe to repeat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from kizuki.actions.assessments.assess_vulnerability import assess_vulnerability
from kizuki.actions.cases.determine import determine
from kizuki.actions.findings.match_release import match_release
from kizuki.actions.reports.draft_first_sheet import draft_first_sheet
from kizuki.actions.reports.draft_form import draft_form
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor
from kizuki.core.facts import read_case
from kizuki.core.forms import OF_A_CASE
from kizuki.core.forms.told import Told, documents_to_draft
from kizuki.core.lifecycle.obligations import Obligation
from kizuki.core.numbering import number_order
from kizuki.core.refusal import Refused
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import Assessment, Case, Release
from kizuki.store.obligations.ledger import ledger_of, newest_answer
from kizuki.store.reports.lines import line_of

StepKind = Literal["matched", "scored", "determined", "sheet", "drafted", "refused"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done: on what (`done` of `of` of this kind of thing), and what came of it as codes and numbers.

    `case`, `matter` and `person` say of whom it is, by their ids, which nobody reads (`about` is for reading);
    `attachment` where a sheet of a first report is kept. `refused`: this one could not be done, and
    `result` says why; the round goes on with the next.
    """

    kind: StepKind
    about: str
    done: int
    of: int
    result: str = ""
    case: int = 0
    attachment: int = 0
    matter: str = ""
    person: str = ""


def make_round(*, on: date, actor: Actor) -> Iterator[Step]:
    """Match every release, score every assessment again, determine every open case, draft the reports that are due.

    `on` is today in Japan. Nothing happens until the steps are taken; a round that was cut off is simply made again.
    What one thing refuses (facts from the future, a form that is not built yet) does not stop the others.
    """
    yield from _match(on, actor)
    yield from _score(actor)
    yield from _determine(on, actor)
    yield from _sheets(actor)
    yield from _draft(actor)


def _match(on: date, actor: Actor) -> Iterator[Step]:
    releases = list(Release.objects.filter(state="kept").select_related("device").order_by("device__key", "version"))
    for done, release in enumerate(releases, start=1):
        written = match_release(release.pk, on=on, actor=actor)
        counts = " ".join(f"{name}={count}" for name, count in written.told.items() if count)
        yield Step("matched", f"{release.device.key} {release.version}", done, len(releases), counts)


def _score(actor: Actor) -> Iterator[Step]:
    rows = Assessment.objects.filter(current=True).select_related("device", "advisory", "release").order_by("pk")
    kept = list(rows)
    for done, row in enumerate(kept, start=1):
        version = row.release.version if row.release else None
        revision = assess_vulnerability(
            row.device.key, row.advisory.identifier, row.answers, release=version, actor=actor
        )
        result = f"score={row.score}" if revision == row.revision else f"revision={revision}"
        yield Step("scored", f"{row.device.key} {row.advisory.identifier}", done, len(kept), result)


def _determine(on: date, actor: Actor) -> Iterator[Step]:
    cases = _open_cases()
    for done, (case_id, number) in enumerate(cases, start=1):
        try:
            determine(case_id, on=on, actor=actor)
        except Refused as refusal:
            yield Step("refused", number, done, len(cases), str(refusal))
            continue
        case = find(Case, "case", actor=actor, pk=case_id)
        due_on = case.due_on.isoformat() if case.due_on else ""
        result = " ".join(filter(None, (case.outcome, case.primary_item, due_on)))
        yield Step("determined", number, done, len(cases), result)


def _sheets(actor: Actor) -> Iterator[Step]:
    """A sheet of the first report for each death or measure that still waits for one: one each, by name."""
    wanted = [(case_id, number, row) for case_id, number in _open_cases() for row in _first_reports_of(case_id)]
    for done, (case_id, number, row) in enumerate(wanted, start=1):
        step = Step("sheet", number, done, len(wanted), case=case_id, matter=row.matter, person=row.person)
        named = {"persons": [row.person]} if row.person else {"matters": [row.matter]} if row.matter else {}
        try:
            yield replace(step, attachment=draft_first_sheet(case_id, **named, actor=actor))
        except Refused as refusal:
            yield replace(step, kind="refused", result=str(refusal))


def _first_reports_of(case_id: int) -> list[Obligation]:
    return [row for row in ledger_of(case_id) if row.kind == "first_report" and row.running]


def _draft(actor: Actor) -> Iterator[Step]:
    wanted = [
        (case_id, number, form, told) for case_id, number in _open_cases() for form, told in _documents_of(case_id)
    ]
    for done, (case_id, number, form, told) in enumerate(wanted, start=1):
        matter, person = told.matter_id or "", told.person_id or ""
        step = Step("drafted", f"{number} form {form}", done, len(wanted), case=case_id, matter=matter, person=person)
        if form not in OF_A_CASE:
            yield replace(step, kind="refused", result="of a period: counted when it ends")
            continue
        # Facts that name no ids have one document that can be meant, or are refused.
        named = {"matter": told.matter_id, "person": told.person_id} if told.matter_id else {}
        try:
            draft_form(case_id, form, **named, actor=actor)
        except Refused as refusal:
            yield replace(step, kind="refused", result=str(refusal))
            continue
        yield step


def _open_cases() -> list[tuple[int, str]]:
    cases = Case.objects.filter(state="open").values_list("pk", "number")
    return sorted(cases, key=lambda case: number_order(case[1]))


def _documents_of(case_id: int) -> Iterator[tuple[int, Told]]:
    """What is met and not yet reported, one document a matter and person; one on its way is left to its people.

    A case that still waits for a person's answer drafts none.
    """
    answer = newest_answer(case_id)
    if answer is None:
        return
    facts = read_case(newest_facts(case_id).facts)
    for form in answer.forms:
        for told in documents_to_draft(form, facts, answer):
            line = line_of(case_id, form, told, facts)
            if not line.sent and all(report.state in ("draft", "submitted") for report in line.current):
                yield form, told
