"""What was sent and who signed it; what was not sent, why, and what reopened that."""

from __future__ import annotations

from kizuki.core.glossary import Lang, say
from kizuki.core.reporting.shown import item_label
from kizuki.store.models import FirstReport, FirstReportObligation, Receipt
from kizuki.store.queries.binder.shapes import Block, CaseFile, Section, day, moment
from kizuki.store.queries.register import DecisionPage, EvidenceRow, decision_page, decisions_of
from kizuki.store.queries.reports import ReportLife, report_life
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.queries.words_of_reports import Places, places_of, report_name
from kizuki.store.queries.work import work_on

TOLD = frozenset(
    {
        "store_reportstep",
        "store_submission",
        "store_receipt",
        "store_firstreport",
        "store_firstreportobligation",
        "store_noreportdecision",
        "store_decisionevidence",
        "store_reopening",
        "store_task",
    }
)
"""The tables that these sections tell of."""


def signatures(file: CaseFile) -> Section:
    """Each report with its steps (who signed, for whom, on which bytes), its submission and PMDA's answers."""
    lang = file.lang
    blocks: list[Block] = []
    for row in file.page.reports:
        life = report_life(PROGRAM, row.id)
        assert life is not None, "the case names it"
        blocks.append(
            Block(
                "pairs",
                _stand(life, file),
                report_name(row.form, row.number, lang, places_of(file.id).said(row.matter, row.person, lang)),
            )
        )
        columns = tuple(say(f"binder.column.{name}", lang) for name in ("at", "what", "who"))
        steps = tuple(
            (
                moment(step.at),
                "\n".join(filter(None, (say(f"report_move.{step.move}", lang), step.comment, step.sha256))),
                " ".join(
                    filter(
                        None,
                        (
                            step.person,
                            say("report_page.for", lang, person=step.on_behalf_of) if step.on_behalf_of else "",
                            say("report_page.single_person", lang) if step.single_person else "",
                        ),
                    )
                ),
            )
            for step in life.steps
        )
        if steps:
            blocks.append(Block("table", steps, "", columns, (31, 90, 33)))
    blocks += _first_reports(file)
    return Section("signatures", say("binder.section.signatures", lang), tuple(blocks))


def register(file: CaseFile) -> Section:
    """Every no-report decision: its reason, both people, what it rests on, and what reopened it."""
    lang = file.lang
    blocks: list[Block] = []
    for row in reversed(decisions_of(PROGRAM, file.id)):
        page = decision_page(PROGRAM, row.id)
        assert page is not None, "the case names it"
        blocks.append(Block("pairs", _decision(page, file), say(f"record.value.reason.{row.reason}", lang)))
    return Section("register", say("register.title", lang), tuple(blocks))


def waiting(file: CaseFile) -> Section:
    """The work that is still open."""
    lang = file.lang
    rows = tuple(
        (row.said(lang), row.owner or _role(row.owner_role, lang), day(row.due_on, lang))
        for row in work_on(PROGRAM, file.id)
    )
    columns = tuple(say(f"binder.column.{name}", lang) for name in ("what", "who", "due"))
    blocks = (Block("table", rows, "", columns, (90, 40, 24)),) if rows else ()
    return Section("waiting", say("work.of_case", lang), blocks)


def _stand(life: ReportLife, file: CaseFile) -> tuple[tuple[str, str], ...]:
    lang, report, sent = file.lang, life.report, life.submission
    rows = [
        (say("report_page.stand", lang), say(f"record.value.state.{report.state}", lang)),
        (say("screens.case.report_due", lang), day(report.due_on, lang)),
        (say("report_page.author", lang), report.author or "―"),
        (
            say("report_page.status", lang),
            say(f"record.value.status.{report.status}", lang) if report.status else "―",
        ),
        (say("report_page.next", lang), day(report.next_report_on, lang)),
        (say("binder.digest_label", lang), report.sha256),
    ]
    if sent is not None:
        way = say(f"record.value.way.{sent.way}", lang)
        marks = say("report_page.before_approval", lang) if sent.before_approval else ""
        rows.append(
            (say("report_page.sent", lang), f"{day(sent.sent_on, lang)}　{way}　{sent.person}　{marks}".rstrip())
        )
        if sent.covers:
            named = "\n".join(item_label(item, lang) for item in sent.covers)
            rows.append((say("binder.covers", lang), named))
    for word in Receipt.objects.filter(report_id=report.id).order_by("pk"):
        said = say(f"record.value.accepted.{word.accepted}", lang)
        numbers = "　".join(
            filter(None, (word.receipt_year, word.receipt_number, word.registration_no, word.identification_no))
        )
        rows.append((say("report_page.receipt", lang), f"{day(word.received_on, lang)}　{said}　{numbers}".rstrip()))
    return tuple(rows)


def _first_reports(file: CaseFile) -> list[Block]:
    lang = file.lang
    places = places_of(file.id)
    rows = tuple(
        (
            moment(row.sent_at),
            "\n".join((say("binder.first_report", lang, addressee=row.addressee), *_named_in(row, places, lang))),
            f"{say(f'record.value.way.{row.way}', lang)}　{say(f'record.value.delivered.{row.delivered}', lang)}",
            row.person.display_name,
        )
        for row in FirstReport.objects.filter(case_id=file.id).select_related("person").order_by("pk")
    )
    columns = tuple(say(f"binder.column.{name}", lang) for name in ("at", "what", "finding", "who"))
    return (
        [Block("table", rows, say("obligation.kind.first_report", lang), columns, (31, 70, 25, 28))] if rows else []
    )


def _named_in(sheet: FirstReport, places: Places, lang: Lang) -> list[str]:
    """For whom the sheet was; a record of before matters had ids knows the place of the matter alone."""
    if sheet.matter is not None:
        return [say("report_page.matter", lang, number=sheet.matter + 1)]
    rows = FirstReportObligation.objects.filter(first_report=sheet).order_by("pk")
    named = (places.said(*one, lang) for one in rows.values_list("obligation__matter", "obligation__person"))
    return list(dict.fromkeys(filter(None, named)))


def _decision(page: DecisionPage, file: CaseFile) -> tuple[tuple[str, str], ...]:
    lang, row = file.lang, page.row
    decided = f"{row.decided_by}　{day(row.decided_on, lang)}" if row.decided_on else say("register.waits", lang)
    rows = [
        (say("report_page.stand", lang), say(f"record.value.state.{row.state}", lang)),
        (say("register.why", lang), page.explanation),
        (say("register.proposed", lang), f"{row.proposed_by}　{moment(row.proposed_at)}"),
        (say("register.decided", lang), decided),
        (say("register.review_on", lang), day(row.review_on, lang)),
        (say("register.evidence", lang), "\n".join(_proof(one, lang) for one in page.evidence) or "―"),
        (say("register.rests_on", lang), "\n".join(hole.name for hole in page.rests_on.holes) or "―"),
        (say("register.digest", lang), page.sha256),
        (say("register.read_sha256", lang), page.signed_sha256 or "―"),
    ]
    if page.component:
        numbers = "、".join(one.case_number for one in page.together)
        of_set = say("register.set_of", lang, component=page.component, count=len(page.together))
        rows.append((say("register.set", lang), f"{of_set}\n{numbers}"))
    for one in page.reopenings:
        causes = "、".join(
            f"{say('record.value.causes.' + cause.code, lang)} {cause.about}".strip() for cause in one.causes
        )
        said = f"{one.person}：{one.reason}" if one.person else causes
        rows.append((say("register.reopenings", lang), f"{moment(one.at)}　{said}\n{day(one.aware_on, lang)}"))
    return tuple(rows)


def _proof(one: EvidenceRow, lang: Lang) -> str:
    words = say(f"register.proof.{one.proves}", lang) if one.proves else ""
    return f"{words} {one.sha256}".strip()


def _role(role: str, lang: Lang) -> str:
    """The role in words; a dash where a task waits for nobody in particular."""
    return say(f"record.role.{role}", lang) if role else "―"
