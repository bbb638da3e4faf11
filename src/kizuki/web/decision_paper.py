"""A no-report decision as the document that is handed to an inspector: everything that its page shows, on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kizuki.core.glossary import Lang, day_said, say
from kizuki.core.lifecycle.no_report import Cause, Hole, Watched
from kizuki.store.queries.company import StandingCompany
from kizuki.store.queries.register import DecisionPage, DecisionRow, EvidenceRow, ReopeningRow
from kizuki.store.queries.timeline import Happening
from kizuki.web.determined import NotMetLine
from kizuki.web.facts import FactGroup
from kizuki.web.ground import Ground
from kizuki.web.paper import decided_at, moment, pairs, table
from kizuki.web.templatetags.words import file_kind


def decision_data(
    found: DecisionPage,
    ground: Ground,
    history: Sequence[Happening],
    others: Sequence[DecisionRow],
    *,
    company: StandingCompany | None,
    printed: tuple[str, datetime],
    lang: Lang,
) -> dict[str, Any]:
    """What the template `record.typ` sets. `history` are the entries of the audit about the decision, `others` the other
    decisions on its case, `printed` who printed it and when."""
    row = found.row
    by, at = printed
    state = say(f"record.value.state.{row.state}", lang)
    sections = [
        pairs(say("register.decision", lang), _decision(found, company, lang)),
        pairs(say("register.signatures", lang), _signatures(found, lang)),
        pairs(say("register.why", lang), [["", found.explanation or say("record.erased", lang)]]),
        _documents(found.evidence, lang),
        _not_met(ground, lang),
        *(pairs(_heading(group, lang), _facts(group, lang)) for group in ground.facts),
        pairs(say("register.rests_on", lang), _watched(found.rests_on, found.sha256, lang)),
        *_waits(found, lang),
        _reopenings(found.reopenings, lang),
        *_others(others, lang),
        _history(history, lang),
    ]
    return {
        "lang": lang,
        "title": say("register.paper", lang),
        "name": f"{row.case_number}　{row.title}" if lang == "ja" else f"{row.case_number}, {row.title}",
        "edition": company.name if company else "",
        "stamp": say("register.stamp", lang, state=state, at=moment(at, lang), by=by),
        "sections": sections,
        "notes": [say("register.paper_note", lang)],
        "empty": say("record_page.none", lang),
    }


def _decision(found: DecisionPage, company: StandingCompany | None, lang: Lang) -> list[list[str]]:
    row = found.row
    rows = [
        [say("screens.case.number", lang), f"{row.case_number}　{row.title}"],
        [say("screens.home.device", lang), row.brand],
        [say("register.reason", lang), say(f"record.value.reason.{row.reason}", lang)],
        [say("register.states", lang), say(f"record.value.state.{row.state}", lang)],
        [say("register.review_on", lang), day_said(row.review_on, lang)],
        [say("register.owner", lang), row.owner],
    ]
    if company is not None:
        rows.insert(0, [say("register.holder", lang), f"{company.name}\n{company.address}".strip()])
    if found.component:
        words = say("register.set_of", lang, component=found.component, count=len(found.together))
        cases = "\n".join(f"{one.case_number}　{one.title}" for one in found.together)
        more = f"\n+{found.hidden}" if found.hidden else ""
        rows.append([say("register.set", lang), f"{words}\n{cases}{more}"])
    return rows


def _signatures(found: DecisionPage, lang: Lang) -> list[list[str]]:
    row = found.row
    signed = say("register.waits", lang)
    if row.decided_on is not None:
        whom = say("report_page.for", lang, person=found.signed_for) if found.signed_for else ""
        alone = f"　{say('report_page.single_person', lang)}" if row.single_person else ""
        at = decided_at(row.decided_on, found.signed_at, lang)
        signed = f"{row.decided_by}{whom}　{at}{alone}"
    rows = [
        [say("register.proposed", lang), f"{row.proposed_by}　{moment(row.proposed_at, lang)}"],
        [say("register.decided", lang), signed],
    ]
    if found.comment:
        rows.append([say("register.comment", lang), found.comment])
    read = found.signed_sha256 or (found.read_sha256 if row.state == "proposed" else "")
    if read:
        rows.append([say("register.read_sha256", lang), read])
    return [*rows, [say("register.instants", lang), say("report_page.instants", lang)]]


def _documents(evidence: Sequence[EvidenceRow], lang: Lang) -> dict[str, Any]:
    columns = [say("register.evidence", lang), say("binder.column.type", lang), say("binder.column.hash", lang)]
    return table(say("register.evidence", lang), columns, [44, 34, 70], [_document(one, lang) for one in evidence])


def _document(one: EvidenceRow, lang: Lang) -> list[str]:
    proves = say(f"register.proof.{one.proves}", lang) if one.proves else say("register.evidence", lang)
    kind = say("record.erased", lang) if one.erased else f"{file_kind(one.media_type)}\n{one.size:,} bytes"
    return [proves, kind, one.sha256]


def _not_met(ground: Ground, lang: Lang) -> dict[str, Any]:
    title = f"{say('screens.case.determination', lang)}: {ground.outcome}"
    columns = [say("screens.case.not_met_item", lang), say("screens.case.because", lang)]
    made = [say("screens.case.determined_at", lang), f"{moment(ground.made_at, lang)}\n{ground.rules_digest}"]
    return table(title, columns, [62, 86], [*(_item(row, lang) for row in ground.not_met), made])


def _item(row: NotMetLine, lang: Lang) -> list[str]:
    whom = (
        say(f"screens.case.{name}", lang, number=number)
        for name, number in (("matter", row.matter), ("person", row.person))
        if number
    )
    return ["\n".join(filter(None, (row.item, row.address, " ".join(whom)))), "\n".join(row.because)]


def _heading(group: FactGroup, lang: Lang) -> str:
    return f"{say('screens.case.facts', lang)}: {group.heading}"


def _facts(group: FactGroup, lang: Lang) -> list[list[str]]:
    unknown = say("screens.not_yet_known", lang)
    rows = [[say("screens.case.learned", lang), day_said(group.learned_on, lang)]] if group.learned_on else []
    return rows + [
        [line.label, "\n".join(filter(None, (unknown if line.value is None else line.value, line.proof)))]
        for line in group.lines
    ]


def _watched(rests_on: Watched, sha256: str, lang: Lang) -> list[list[str]]:
    """What a decision rests on, line by line, with the digest of all of it."""
    rows = [[hole.name, _hole(hole, lang)] for hole in rests_on.holes]
    if rests_on.units_total is not None:
        words = "register.units_told" if rests_on.units_from == "told" else "register.units"
        done = "?" if rests_on.units_done is None else rests_on.units_done
        rows.append(["", say(words, lang, done=done, total=rests_on.units_total)])
    if rests_on.support_ends_on:
        rows.append([say("register.support", lang), day_said(rests_on.support_ends_on, lang)])
    rows.append(["", say("register.events", lang, count=rests_on.events)])
    return [*rows, [say("register.digest", lang), sha256]]


def _hole(hole: Hole, lang: Lang) -> str:
    known = {None: "kev_unknown", True: "kev_yes", False: "kev_no"}[hole.known_exploited]
    active = say("register.active_yes", lang) if hole.exploitation == "A" else ""
    names = ", ".join(hole.names) if len(hole.names) > 1 else ""
    return "\n".join(filter(None, (say(f"register.{known}", lang), active, names, hole.vector or "")))


def _waits(found: DecisionPage, lang: Lang) -> list[dict[str, Any]]:
    rows = [
        [one.hole, f"{say(f'register.waits_for_review.{one.code}', lang)}　{one.about}".rstrip("　")]
        for one in found.waits
    ]
    return [pairs(say("register.waits_title", lang), rows)] if rows else []


def _reopenings(rows: Sequence[ReopeningRow], lang: Lang) -> dict[str, Any]:
    columns = [
        *(say(f"binder.column.{name}", lang) for name in ("at", "what")),
        say("register.aware_on", lang),
    ]
    return table(say("register.reopenings", lang), columns, [30, 84, 34], [_reopening(one, lang) for one in rows])


def _reopening(one: ReopeningRow, lang: Lang) -> list[str]:
    causes = (_cause(cause, lang) for cause in one.causes)
    what = f"{one.person}　{one.reason}" if one.person else "\n".join(causes)
    days = day_said(one.aware_on, lang)
    if one.aware_on != one.provisional_on:
        days += f"\n{say('register.provisional', lang)} {day_said(one.provisional_on, lang)}"
    return [moment(one.at, lang), what, days]


def _cause(cause: Cause, lang: Lang) -> str:
    return f"{say('record.value.causes.' + cause.code, lang)}　{cause.about}　{day_said(cause.stored_on, lang)}"


def _others(others: Sequence[DecisionRow], lang: Lang) -> list[dict[str, Any]]:
    rows = [
        [
            moment(one.proposed_at, lang),
            f"{say(f'record.value.reason.{one.reason}', lang)}（{say(f'record.value.state.{one.state}', lang)}）",
        ]
        for one in others
    ]
    return [pairs(say("register.other_decisions", lang), rows)] if rows else []


def _history(history: Sequence[Happening], lang: Lang) -> dict[str, Any]:
    columns = [say(f"binder.column.{name}", lang) for name in ("seq", "at", "what", "who")]
    rows = [[str(one.seq), moment(one.at, lang), one.said(lang), one.actor] for one in history]
    return table(say("register.history", lang), columns, [12, 30, 76, 30], rows)
