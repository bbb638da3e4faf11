"""The record of an assessment as the data that its printed document sets. Text only, no markup."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kizuki.core.glossary import Lang, all_words, say
from kizuki.core.scoring.hazards.hazard import Hazard
from kizuki.web.desk.panel import Suggestion
from kizuki.web.desk.record import RecordShown
from kizuki.web.paper import pairs, table
from kizuki.web.today import JAPAN


def assessment_data(shown: RecordShown, lang: Lang) -> dict[str, Any]:
    """What the template `record.typ` sets."""

    def word(name: str, **values: Any) -> str:
        return say(f"record_page.{name}", lang, **values)

    comma = say("desk.list_comma", lang)
    return {
        "lang": lang,
        "title": word("title"),
        "name": f"{shown.advisory}　{shown.device}" if lang == "ja" else f"{shown.advisory}, {shown.device}",
        "edition": shown.engine,
        "stamp": word("stamp", revision=shown.revision, state=word(f"state.{shown.state}")),
        "sections": [
            pairs(word("identification"), _identification(shown, lang)),
            pairs(word("scores"), _scores(shown, lang)),
            _metrics(shown, word),
            _answers(shown, word, comma),
            pairs(word("pips"), [[word("pips_which"), comma.join(shown.pips) or word("none")]]),
            table(word("hazards"), _hazard_columns(lang), [12, 34, 34, 22, 48], _hazard_rows(shown, lang)),
            pairs(word("reductions"), [_reduction(row, lang) for row in shown.suggestions]),
            pairs(word("beside"), _beside(shown, lang)),
            pairs(word("signals"), [[row.name, f"{row.words} {row.detail}".strip()] for row in shown.signals]),
            pairs(word("ssvc"), [[f"{tree} ({version})", outcome] for tree, version, outcome in shown.ssvc]),
            pairs(word("opinions"), _opinions(shown, lang)),
            pairs(word("warnings"), [["", line] for line in shown.warnings]),
            pairs(word("digests"), _digests(shown, lang)),
        ],
        "notes": [word("note"), word("pips_note")],
        "empty": word("none"),
    }


def _identification(shown: RecordShown, lang: Lang) -> list[list[str]]:
    values = {
        "advisory": ", ".join((shown.advisory, *shown.aliases)),
        "device": shown.device,
        "generic": shown.generic,
        "approval_no": shown.approval_no,
        "release": shown.release,
        "assessed_on": shown.on.isoformat() if shown.on else "",
        "saved": f"{shown.saved_at.astimezone(JAPAN):%Y-%m-%d %H:%M}",
        "saved_by": shown.saved_by,
    }
    none = say("record_page.none", lang)
    rows = [[say(f"record_page.of.{name}", lang), value or none] for name, value in values.items()]
    signed = [row for row in shown.signatures if row.kind in ("confirmed", "returned")]
    for row in signed:
        when = f"{row.at.astimezone(JAPAN):%Y-%m-%d %H:%M}"
        words = " ".join(
            part for part in (row.by, f"({say(f'record.role.{row.role}', lang)})", when, row.remark) if part
        )
        rows.append([say(f"record_page.sign.{row.kind}", lang), words])
    if not signed:
        rows.append([say("record_page.sign.confirmed", lang), say("record_page.not_confirmed", lang)])
    return rows


def _scores(shown: RecordShown, lang: Lang) -> list[list[str]]:
    rows = []
    for version in shown.versions:
        said = " / ".join(f"{one.kind} {one.number} {one.rating}" for one in version.scores) or version.why
        rows.append([version.version, said])
        if version.vector:
            rows.append(["", version.vector])
    rows += [[say("record_page.band", lang), line] for line in shown.bands]
    if shown.unknowns:
        rows.append([say("record_page.unknowns", lang), ", ".join(shown.unknowns)])
    return rows


def _hazard_columns(lang: Lang) -> list[str]:
    return [say(f"record_page.hazard.{name}", lang) for name in ("id", "situation", "harm", "severity", "more")]


def _hazard_rows(shown: RecordShown, lang: Lang) -> list[list[str]]:
    return [
        [
            f"{one.id}\n{' '.join(one.pips)}",
            one.situation,
            one.harm,
            hazard_level(one.severity, lang),
            _more(one, lang),
        ]
        for one in shown.hazards
    ]


def hazard_level(level: str | None, lang: Lang) -> str:
    """A level of the company's scale: the usual five in words, another as the company calls it."""
    if level is None:
        return say("hazard_page.not_rated", lang)
    return say(f"scoring.hazard_level.{level}", lang) if f"scoring.hazard_level.{level}" in all_words() else level


def _more(one: Hazard, lang: Lang) -> str:
    exposed = say("hazard_page.not_known", lang) if one.patients_exposed is None else str(one.patients_exposed)
    through = {None: "not_known", True: "yes", False: "no"}[one.through_other_system]
    parts = (
        (say("hazard_page.likelihood", lang), one.likelihood),
        (say("hazard_page.controls", lang), " / ".join(one.controls)),
        (say("hazard_page.detectability", lang), one.detectability),
        (say("hazard_page.patients_exposed", lang), exposed),
        (say("hazard_page.through_other_system", lang), say(f"hazard_page.{through}", lang)),
        (say("hazard_page.not_credible", lang), one.not_credible_because if not one.credible else ""),
    )
    return "\n".join(f"{label}: {value}" for label, value in parts if value)


def _reduction(row: Suggestion, lang: Lang) -> list[str]:
    if row.accepted:
        words = say("desk.panel.accepted", lang, who=row.who, evidence=row.evidence, day=row.expires_on)
    elif row.expired:
        words = say("desk.panel.expired", lang, who=row.who, day=row.expires_on)
    else:
        words = say("record_page.not_applied", lang)
    return [row.words, f"{words}\n{row.why}"]


def _beside(shown: RecordShown, lang: Lang) -> list[list[str]]:
    rows = []
    for one in shown.beside:
        same = say("desk.panel.beside_same", lang, count=one.same)
        said = [one.refused] if one.refused else [*one.differs, same]
        rows.append([one.head, "\n".join([one.vector, *said])])
    return rows


def _opinions(shown: RecordShown, lang: Lang) -> list[list[str]]:
    rows = [[say("desk.panel.dissent", lang), shown.dissent]] if shown.dissent else []
    if shown.adopted_because:
        rows.append([say("desk.panel.adopt_because", lang), shown.adopted_because])
    for row in shown.signatures:
        if row.kind in ("dissent", "no_hazard"):
            when = f"{row.at.astimezone(JAPAN):%Y-%m-%d}"
            rows.append([say(f"record_page.sign.{row.kind}", lang), f"{row.by} {when} {row.code} {row.remark}"])
    return rows


def _digests(shown: RecordShown, lang: Lang) -> list[list[str]]:
    rows = [[say("record_page.digest", lang), shown.digest], [say("desk.panel.extended", lang), shown.extended]]
    if shown.sbom:
        rows.append([say("record_page.sbom", lang), shown.sbom])
    return rows


def _metrics(shown: RecordShown, word: Callable[[str], str]) -> dict[str, Any]:
    heads = [word(name) for name in ("metric", "value", "because", "page")]
    rows = [[f"{row.metric} {row.name}", row.value, row.answers, row.page] for row in shown.metrics]
    return table(word("metrics"), heads, [26, 24, 80, 18], rows)


def _answers(shown: RecordShown, word: Callable[[str], str], comma: str) -> dict[str, Any]:
    heads = [word(name) for name in ("code", "question", "answer", "metric", "origin_head", "page")]
    rows = [
        [
            row.code + ("★" if row.pips else ""),
            row.words,
            row.answer,
            row.metric,
            comma.join(part for part in (row.origin, row.evidence) if part),
            row.page or "–",
        ]
        for row in shown.answers
    ]
    return table(word("answers"), heads, [14, 62, 16, 12, 30, 16], rows)
