"""When did you know, what did you decide, who decided, on what facts, and what did you send?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kizuki.core.facts import read_case
from kizuki.core.glossary import Lang, say
from kizuki.core.reporting import determination_json
from kizuki.core.reporting.known import known_parts
from kizuki.core.reporting.shown import item_label, told_label
from kizuki.store.cases.texts import join_texts
from kizuki.store.models import Determination, FactSheet, Narrative
from kizuki.store.queries.attachments import attachments_of
from kizuki.store.queries.binder.shapes import Block, CaseFile, Section, day, moment
from kizuki.store.queries.cases import answer_of
from kizuki.store.queries.viewer import Viewer
from kizuki.store.queries.words_of_reports import places_of, report_name
from kizuki.store.record.canonical import json_of


def answers(file: CaseFile) -> Section:
    """The five questions of an inspection on one page."""
    lang, page = file.lang, file.page
    known = read_case(page.facts.facts)
    made = page.determination
    # Nothing speaks of a case before the verb that opened it, by itself or from information, findings or an old list.
    opened = next(iter(file.own), None)
    decided = [entry for entry in file.entries if entry.verb == "determine"]
    sent = [report for report in page.reports if report.submitted_at]
    places = places_of(file.id)
    rows = [
        ("knew", "、".join(day(matter.learned_on, lang) for matter in known.matters)),
        ("opened", f"{opened.at}　{opened.actor}" if opened else "―"),
        ("decided", _outcome(made.answer, file) if made else say("binder.not_determined", lang)),
        ("who", "\n".join(f"{entry.at}　{entry.actor}　#{entry.seq}" for entry in decided) or "―"),
        ("on_what", _on_what(file)),
        (
            "sent",
            "\n".join(
                f"{report_name(r.form, r.number, lang, places.said(r.matter, r.person, lang))}　{moment(r.submitted_at)}"
                for r in sent
                if r.submitted_at
            )
            or say("binder.nothing_sent", lang),
        ),
    ]
    pairs = tuple((say(f"binder.question.{name}", lang), text) for name, text in rows)
    return Section("answers", say("binder.section.answers", lang), (Block("pairs", pairs),))


def _on_what(file: CaseFile) -> str:
    made = file.page.determination
    if made is None:
        return "―"
    return say("binder.on_facts", file.lang, revision=made.facts_revision, rules=made.rules_digest)


def _outcome(answer: dict[str, Any], file: CaseFile) -> str:
    lang = file.lang
    words = [say(f"record.value.outcome.{answer['outcome']}", lang)]
    if answer["primary"]:
        words.append(item_label(answer["primary"], lang))
    days = "\n".join(
        f"{say(f'binder.day.{name}', lang)}　{answer[name]}"
        for name in ("planning_due_on", "due_on", "working_due_on")
        if answer[name]
    )
    return f"{'　'.join(words)}\n{days}"


def timeline(file: CaseFile) -> Section:
    """The audit in words, the earliest first."""
    columns = tuple(say(f"binder.column.{name}", file.lang) for name in ("seq", "at", "what", "who"))
    rows = tuple(
        (str(entry.seq), entry.at, "\n".join(filter(None, (entry.said, entry.text))), entry.actor)
        for entry in file.entries
    )
    return Section(
        "timeline", say("binder.section.timeline", file.lang), (Block("table", rows, "", columns, (10, 31, 84, 29)),)
    )


def facts(file: CaseFile) -> Section:
    """Every revision: the first in full, a later one by what it changed, added or took back."""
    lang = file.lang
    blocks: list[Block] = []
    before: dict[str, tuple[str, str]] = {}
    texts, texts_before = _texts(file), dict[str, str]()
    for sheet in FactSheet.objects.filter(case_id=file.id).order_by("revision"):
        own = texts.get(sheet.revision, {})
        case = read_case(join_texts(json_of(sheet.facts), own, say("record.erased", lang)))
        parts = known_parts(case, lang)
        now = {line.path: (f"{part.heading}　{line.label}", line.value) for part in parts for line in part.lines}
        heading = say(
            "binder.revision",
            lang,
            number=sheet.revision,
            at=moment(sheet.made_at),
            who=_kept_by(file, f"fact_sheet:{sheet.pk}:"),
        )
        if sheet.revision == 1:
            blocks.append(Block("text", ((say("binder.digest", lang, sha256=sheet.sha256),),), heading))
            for part in parts:
                learned = (
                    f"　{say('binder.learned_on', lang, on=day(part.learned_on, lang))}" if part.learned_on else ""
                )
                rows = tuple((line.label, line.value) for line in part.lines)
                blocks.append(Block("pairs", rows, part.heading + learned))
        else:
            blocks.append(_moved(before, now, heading, lang))
        told = tuple(
            (told_label(place, lang), _as_told(text))
            for place, text in sorted(own.items())
            if texts_before.get(place) != text
        )
        if told:
            blocks.append(Block("pairs", told, say("binder.texts", lang)))
        before, texts_before = now, own
    return Section("facts", say("binder.section.facts", lang), tuple(blocks))


def _moved(
    before: Mapping[str, tuple[str, str]], now: Mapping[str, tuple[str, str]], heading: str, lang: Lang
) -> Block:
    """What a revision changed of the facts before it; where only proofs changed, that."""
    none = say("binder.not_known", lang)
    rows = tuple(
        ((now.get(path) or before[path])[0], before.get(path, ("", none))[1], now.get(path, ("", none))[1])
        for path in {**before, **now}
        if before.get(path) != now.get(path)
    )
    if not rows:
        return Block("text", ((say("binder.proofs_only", lang),),), heading)
    columns = tuple(say(f"binder.column.{name}", lang) for name in ("fact", "before", "now"))
    return Block("table", rows, heading, columns, (60, 40, 40))


def _as_told(text: str) -> str:
    told = json_of(text)
    return "\n".join(map(str, told)) if isinstance(told, list) else str(told)


def _texts(file: CaseFile) -> dict[int, dict[str, str]]:
    rows = Narrative.objects.filter(case_id=file.id, kind="facts", erased_at=None)
    found: dict[int, dict[str, str]] = {}
    for revision, place, body in rows.order_by("revision", "place").values_list("revision", "place", "body"):
        found.setdefault(revision, {})[place] = body
    return found


def _kept_by(file: CaseFile, subject: str) -> str:
    entry = next(
        (entry for entry in file.entries if any(named.startswith(subject) for named in entry.subjects)), None
    )
    return f"{entry.actor}　#{entry.seq}" if entry else "―"


def determinations(file: CaseFile) -> Section:
    """Every determination with its reasons, what was still open, and what people were asked to judge."""
    lang = file.lang
    blocks: list[Block] = []
    for made in Determination.objects.filter(case_id=file.id).select_related("fact_sheet").order_by("pk"):
        answer = determination_json(answer_of(made.answer), lang)
        heading = say(
            "binder.determination", lang, at=moment(made.made_at), who=_kept_by(file, f"determination:{made.pk}:")
        )
        rows = [
            (say("binder.question.decided", lang), _outcome(answer, file)),
            (
                say("binder.question.on_what", lang),
                say("binder.on_facts", lang, revision=made.fact_sheet.revision, rules=made.rules_digest),
            ),
            (say("binder.digest_label", lang), made.sha256),
        ]
        blocks.append(Block("pairs", tuple(rows), heading))
        columns = tuple(say(f"binder.column.{name}", lang) for name in ("item", "finding", "due", "because"))
        duties = tuple(
            (
                item_label(duty["item"], lang),
                say(f"binder.finding.{duty['finding']}", lang),
                duty["due_on"] or "―",
                "\n".join(duty["because"]),
            )
            for duty in answer["duties"]
        )
        not_met = tuple(
            (item_label(row["item"], lang), say("binder.finding.not_met", lang), "―", "\n".join(row["because"]))
            for row in answer["not_met"]
        )
        blocks.append(Block("table", duties + not_met, say("binder.reasons", lang), columns, (26, 16, 22, 90)))
        blocks += _judged(answer, lang)
    return Section("determinations", say("binder.section.determinations", lang), tuple(blocks))


def reports(file: CaseFile) -> Section:
    """Every report: its state, its days, what it lacked, and the digest of what was printed."""
    lang, places = file.lang, places_of(file.id)
    columns = tuple(
        say(f"binder.column.{name}", lang)
        for name in ("report", "state", "drafted", "submitted", "missing", "printed")
    )
    whom = {report.id: places.said(report.matter, report.person, lang) for report in file.page.reports}
    rows = tuple(
        (
            f"{report_name(report.form, report.number, lang, whom[report.id])}\n{report.edition}",
            say(f"binder.report.{report.state}", lang),
            moment(report.drafted_at),
            moment(report.submitted_at) if report.submitted_at else "―",
            str(len(report.missing)),
            say("binder.printed", lang, pages=report.pages, sha256=report.sha256),
        )
        for report in file.page.reports
    )
    blocks = (Block("table", rows, "", columns, (34, 16, 31, 31, 14, 46)),) if rows else ()
    return Section("reports", say("binder.section.reports", lang), blocks)


def attached(file: CaseFile) -> Section:
    """What people attached: name, type, size and digest."""
    columns = tuple(say(f"binder.column.{name}", file.lang) for name in ("at", "document", "type", "hash"))
    rows = tuple(
        (moment(row.attached_at), f"{row.name}\n{row.size:,} bytes", row.media_type, row.sha256)
        for row in attachments_of(Viewer(None, "program", file.lang), file.id)
    )
    blocks = (Block("table", rows, "", columns, (31, 46, 30, 66)),) if rows else ()
    return Section("attached", say("binder.section.attached", file.lang), blocks)


def trail(file: CaseFile) -> Section:
    """The entries of the audit with their digests, for who verifies the export of the case beside this binder."""
    columns = tuple(say(f"binder.column.{name}", file.lang) for name in ("seq", "at", "verb", "hash"))
    rows = tuple((str(entry.seq), entry.at, entry.verb, entry.hash) for entry in file.own)
    told = Block("text", ((say("binder.trail", file.lang),),))
    table = Block("table", rows, "", columns, (10, 31, 26, 87))
    return Section("trail", say("binder.section.trail", file.lang), (told, table))


def _judged(answer: Mapping[str, Any], lang: Lang) -> Iterator[Block]:
    """What people were asked to judge, and what is remarked."""
    judged = tuple((row["question"], row["default"], row["who"]) for row in answer["judgements"])
    if judged:
        heads = tuple(say(f"binder.column.{name}", lang) for name in ("question", "default", "decides"))
        yield Block("table", judged, say("binder.judgements", lang), heads, (70, 50, 30))
    notes = tuple((note,) for note in answer["notes"])
    if notes:
        yield Block("text", notes, say("binder.remarks", lang))
