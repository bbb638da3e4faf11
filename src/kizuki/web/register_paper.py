"""The register of no-report decisions of a period as it is handed out: one list, printed (PDF) and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from kizuki.core.glossary import Lang, day_said, say
from kizuki.gateways.xlsx import SheetOnPaper
from kizuki.store.queries.company import StandingCompany
from kizuki.store.queries.register import Asked
from kizuki.store.queries.register_list import MOST, ListedDecision
from kizuki.store.queries.taken_over import EarlierRow
from kizuki.web.paper import decided_at, moment, table

COLUMNS = (
    *("case", "title", "device", "reason", "why", "state", "proposed", "decided", "review_on", "owner"),
    *("evidence", "read_sha256", "reopened"),
)
"""What the workbook says of each decision, by words of the glossary (`register.column`)."""

SHARES = (32, 28, 36, 20, 42)
"""Of the columns of the print."""

WIDTHS = (14, 36, 26, 26, 50, 14, 26, 26, 18, 16, 60, 40, 20)


def register_data(
    listed: Sequence[ListedDecision],
    earlier: Sequence[EarlierRow],
    asked: Asked,
    *,
    more: bool,
    company: StandingCompany | None,
    printed: tuple[str, datetime],
    lang: Lang,
) -> dict[str, Any]:
    """What the template `record.typ` sets: a line for each decision, with its signatures and documents."""
    by, at = printed
    name = company.name if company else ""
    columns = [_word(column, lang) for column in ("case", "reason", "decided", "review_on", "evidence")]
    rows = [_line(one, lang) for one in listed]
    sections = [table(say("register.listed", lang, count=len(listed)), columns, list(SHARES), rows)]
    if earlier:
        told = [_earlier(one, lang) for one in earlier]
        sections.append(table(say("taken_over.decisions", lang), columns, list(SHARES), told))
    return {
        "lang": lang,
        "title": say("register.title", lang),
        "name": asked_words(asked, lang),
        "edition": name,
        "stamp": say("register.printed", lang, at=moment(at, lang), by=by),
        "sections": sections,
        "notes": [*_more(more, lang), say("register.list_note", lang)],
        "empty": say("register.none", lang),
    }


def register_sheet(
    listed: Sequence[ListedDecision],
    earlier: Sequence[EarlierRow],
    asked: Asked,
    *,
    more: bool,
    printed: tuple[str, datetime],
    lang: Lang,
) -> SheetOnPaper:
    """The same as a workbook, with the explanation of each and every digest."""
    by, at = printed
    return SheetOnPaper(
        title=say("register.title", lang),
        above=[
            asked_words(asked, lang),
            say("register.printed", lang, at=moment(at, lang), by=by),
            *_more(more, lang),
        ],
        head=[_word(column, lang) for column in COLUMNS],
        rows=[
            *(list(_cells(one, lang).values()) for one in listed),
            *(_earlier_cells(one, lang) for one in earlier),
        ],
        dated_on=at.date(),
        tab=say("register.tab", lang),
        widths=WIDTHS,
    )


def asked_words(asked: Asked, lang: Lang) -> str:
    """Of which decisions the list is, in words."""
    since = day_said(asked.from_on, lang) if asked.from_on else say("register.since_ever", lang)
    until = day_said(asked.to_on, lang) if asked.to_on else say("register.until_now", lang)
    found = [say("register.period", lang, since=since, until=until)]
    if asked.state:
        found.append(say(f"record.value.state.{asked.state}", lang))
    if asked.number:
        found.append(f"{say('register.by_number', lang)} {asked.number}")
    return say("screens.comma", lang).join(found)


def within(row: EarlierRow, asked: Asked) -> bool:
    """Whether a decision of before belongs into the period: by the day on which it was made."""
    return (asked.from_on or date.min) <= row.decided_on <= (asked.to_on or date.max)


def _word(column: str, lang: Lang) -> str:
    return say(f"register.column.{column}", lang)


def _more(more: bool, lang: Lang) -> list[str]:
    return [say("register.list_more", lang, count=MOST)] if more else []


def _cells(one: ListedDecision, lang: Lang) -> dict[str, str]:
    row = one.row
    proposed = f"{row.proposed_by}\n{moment(row.proposed_at, lang)}"
    return {
        "case": row.case_number,
        "title": row.title,
        "device": row.brand,
        "reason": say(f"record.value.reason.{row.reason}", lang),
        "why": one.explanation,
        "state": say(f"record.value.state.{row.state}", lang),
        "proposed": proposed,
        "decided": _signed(one, lang),
        "review_on": day_said(row.review_on, lang),
        "owner": row.owner,
        "evidence": "\n".join(_proof(one, lang)),
        "read_sha256": one.signed_sha256,
        "reopened": moment(one.reopened_at, lang) if one.reopened_at else "",
    }


def _signed(one: ListedDecision, lang: Lang) -> str:
    row = one.row
    if row.decided_on is None:
        return say("register.waits", lang)
    at = decided_at(row.decided_on, one.signed_at, lang)
    alone = say("report_page.single_person", lang) if row.single_person else ""
    return "\n".join(filter(None, (row.decided_by, at, alone)))


def _proof(one: ListedDecision, lang: Lang) -> list[str]:
    """Each document with its digest, also where retention has taken its bytes."""
    return [
        " ".join(
            filter(
                None,
                (
                    say(f"register.proof.{paper.proves}", lang) if paper.proves else say("register.evidence", lang),
                    say("record.erased", lang) if paper.erased else "",
                    paper.sha256,
                ),
            )
        )
        for paper in one.evidence
    ]


def _line(one: ListedDecision, lang: Lang) -> list[str]:
    told = _cells(one, lang)
    signatures = f"{_word('proposed', lang)} {told['proposed']}\n{_word('decided', lang)} {told['decided']}"
    state = told["state"] + (f"\n{_word('reopened', lang)} {told['reopened']}" if told["reopened"] else "")
    return [
        f"{told['case']}\n{told['title']}\n{told['device']}",
        f"{told['reason']}\n{state}",
        signatures,
        f"{told['review_on']}\n{told['owner']}",
        told["evidence"],
    ]


def _earlier(one: EarlierRow, lang: Lang) -> list[str]:
    who = say("screens.comma", lang).join(filter(None, (one.decided_by, one.second_by)))
    return [
        "\n".join(filter(None, (one.number, one.case_number, one.vulnerability, one.brand))),
        one.reason,
        f"{who}\n{day_said(one.decided_on, lang)}",
        day_said(one.review_on, lang),
        one.evidence,
    ]


def _earlier_cells(one: EarlierRow, lang: Lang) -> list[str]:
    number, reason, decided, review, evidence = _earlier(one, lang)
    state = say("taken_over.decisions", lang)
    return [number, one.vulnerability, one.brand, reason, reason, state, "", decided, review, "", evidence, "", ""]
