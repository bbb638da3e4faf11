"""A determination as JSON in the shape of `kizuki assess`, with its reasons turned into sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kizuki.core.clocks import HOLIDAYS_KNOWN_TO
from kizuki.core.facts.fact import Fact
from kizuki.core.facts.finding import Judgement, Reason
from kizuki.core.glossary import Lang, all_words, say
from kizuki.core.law.address import LETTERS, address_of
from kizuki.core.law.authorities import authorities, cited_by
from kizuki.core.reporting.determination import Determination, Duty, FirstReport, IfOurs, NotMet, ReportWanted


def determination_json(determination: Determination, lang: Lang = "ja") -> dict[str, Any]:
    """The output of `kizuki assess` for one case; days in ISO 8601, sentences in the language asked for."""
    first = min(
        determination.first_reports, key=lambda report: (report.state != "met", report.target_on), default=None
    )
    return {
        "outcome": determination.outcome,
        "primary": determination.primary,
        "due_on": _day(determination.due_on),
        "working_due_on": _day(determination.working_due_on),
        "planning_due_on": _day(determination.planning_due_on),
        "prompt_first_report": determination.prompt_first_report,
        "first_report": first and {"target_on": _day(first.target_on), **_because(first.because, lang)},
        "first_reports": [_first_report(report, lang) for report in determination.first_reports],
        "duties": [_duty(duty, lang) for duty in determination.duties],
        "not_met": [
            {"item": row.item, **_of_whom(row), **_because(row.because, lang)} for row in determination.not_met
        ],
        "open_questions": list(determination.open_questions),
        "judgements": [judgement_json(judgement, lang) for judgement in determination.judgements],
        "beside": [
            {"duty": say(f"beside.{row.code}.duty", lang), "code": row.code, **_because(row.because, lang)}
            | {"what": say(f"beside.{row.code}.what", lang), "article_68_10": False}
            for row in determination.beside
        ],
        "monitor": determination.monitor,
        "review_on": _day(determination.review_on),
        "evidence_missing": list(determination.evidence_missing),
        "reports": [{"form": report.form, **_of_whom(report)} for report in determination.reports],
        "forms": list(determination.forms),
        "forms_open": list(determination.forms_open),
        "notes": [say(f"note.{note}", lang, year=HOLIDAYS_KNOWN_TO) for note in determination.notes],
        "note_codes": list(determination.notes),
        "authorities": [_authority(key, lang) for key in cited_by(set(determination.texts))],
        "if_ours": _if_ours(determination.if_ours),
        "rules_digest": determination.rules_digest,
    }


def judgement_json(judgement: Judgement, lang: Lang) -> dict[str, Any]:
    """A judgement with its question, conservative default and who decides."""
    shown = {part: say(f"judgement.{judgement.code}.{part}", lang) for part in ("question", "default", "who")}
    return {
        **shown,
        "code": judgement.code,
        "item": judgement.item or None,
        "matter": judgement.matter,
        "matter_id": judgement.matter_id,
        "person": judgement.person,
        "person_id": judgement.person_id,
    }


def _first_report(report: FirstReport, lang: Lang) -> dict[str, Any]:
    days = {"state": report.state, "target_on": _day(report.target_on), "learned_on": _day(report.learned_on)}
    asked = {"asks": report.asks, "open_questions": list(report.open_questions)}
    return {**_of_whom(report), **days, **asked, **_because(report.because, lang)}


def _authority(key: str, lang: Lang) -> dict[str, Any]:
    about = authorities()[key]
    title = about.title if lang == "ja" else about.en
    return {"id": key, "title": title, "on": about.on.isoformat(), "superseded_by": about.superseded_by}


def sentence(reason: Reason, lang: Lang) -> str:
    """One reason as a sentence: a fact with its value, or what a rule says of itself."""
    if reason.code in ("not_yet_known",):
        return say("reason.not_yet_known", lang, fact=fact_label(reason.fact, lang))
    if reason.code == "excluded_by" or reason.code == "open_exclusion":
        return say(f"reason.{reason.code}", lang, item=item_label(reason.about, lang))
    name, is_fact, value = reason.code.partition("=")
    if reason.code.startswith("judged_"):
        answer = judged_label(reason.about, reason.code.removeprefix("judged_"), lang)
        question = say(f"judgement.{reason.about}.question", lang)
        return say(f"reason.{reason.code}", lang, question=question, answer=answer)
    if not is_fact:
        return say(f"reason.{reason.code}", lang)
    label = fact_label(reason.fact, lang) if reason.fact else say(f"fact.{name}", lang)
    word = "reason.answered" if label.endswith("?") else "reason.fact"
    return say(word, lang, fact=label, value=_value(name, value, lang))


def judged_label(code: str, verdict: str, lang: Lang) -> str:
    """The answer to a judgement in the words of its question: `report` or `not_report` of that code."""
    own = f"judgement.{code}.{verdict}"
    return say(own if own in all_words() else f"value.judged.{verdict}", lang)


def fact_label(path: str, lang: Lang) -> str:
    """What a path of the input asks, in words, with the matter and the person it belongs to."""
    parts = path.split(".")
    numbers = [int(part) for part in parts if part.isdigit()]
    name = next(part for part in reversed(parts) if not part.isdigit())
    word = f"fact.{parts[-2]}.{name}" if f"fact.{parts[-2]}.{name}" in all_words() else f"fact.{name}"
    label = say(word, lang)
    if "earlier" in parts:
        label = say("fact.before", lang, fact=label)
    if len(numbers) > 1:
        label = say("fact.of_person", lang, fact=label, number=numbers[1] + 1)
    return label


def told_label(path: str, lang: Lang) -> str:
    """What a text beside the facts (`matters.0.harms.1.evidence.severity`) says, in words, with its matter and person."""
    parts = path.split(".")
    name = next(part for part in reversed(parts) if not part.isdigit())
    matter = say("screens.case.matter", lang, number=int(parts[1]) + 1) if parts[0] == "matters" else ""
    if f"told.{name}" in all_words():
        label = say(f"told.{name}", lang)
        if parts[2:3] == ["harms"] and len(parts) > 4:
            label = say("fact.of_person", lang, fact=label, number=int(parts[3]) + 1)
    else:
        label = fact_label(path, lang)
    if "evidence" in parts[:-1]:
        label = say("binder.proof_of", lang, fact=label)
    return f"{matter}　{label}" if matter else label


def item_label(item: str, lang: Lang) -> str:
    """`1-ハ` as 第1号ハ, and names of rules by their word."""
    if item[:1].isdigit():
        return address_of(item).removeprefix("施行規則第228条の20第2項") if lang == "ja" else item
    return say(f"rule.{item}", lang)


def address_label(item: str, lang: Lang) -> str:
    """Where an item stands in the law; in English too with the official address, which is its name."""
    if lang == "ja":
        return address_of(item)
    number, _, letter = item.partition("-")
    place = f"{number}-{letter}" if letter in LETTERS else number
    return f"Enforcement Ordinance Art. 228-20(2), item {place} ({address_of(item)})"


def value_label(path: str, answer: Any, lang: Lang, *, presumed: bool = False) -> str:
    """A possible answer to the question at this path, in words; `presumed`: that nobody gave it."""
    name, _, value = Fact(path, answer, presumed=presumed).reason().code.partition("=")
    return _value(name, value, lang)


def _value(name: str, value: str, lang: Lang) -> str:
    words = all_words()
    parts = value.split("+") if name == "research" else [value]
    shown = [words[key] if (key := f"value.{name}.{part}") in words else words[f"value.{part}"] for part in parts]
    return "・".join(word.ja for word in shown) if lang == "ja" else ", ".join(word.en for word in shown)


def _duty(duty: Duty, lang: Lang) -> dict[str, Any]:
    return {
        "item": duty.item,
        "address": duty.address,
        **_of_whom(duty),
        "finding": duty.finding,
        "law": duty.law,
        "form": duty.form,
        "period": duty.period,
        "learned_on": _day(duty.learned_on),
        "earlier": duty.earlier,
        "due_on": _day(duty.due_on),
        "internal_due_on": _day(duty.internal_due_on),
        **_because(duty.because, lang),
        "open_questions": list(duty.open_questions),
        "discharged_with": duty.discharged_with,
    }


def _if_ours(ours: IfOurs | None) -> dict[str, Any] | None:
    if ours is None:
        return None
    return {
        "outcome": ours.outcome,
        "primary": ours.primary,
        "due_on": _day(ours.due_on),
        "working_due_on": _day(ours.working_due_on),
        "prompt_first_report": ours.prompt_first_report,
        "forms": list(ours.forms),
    }


def _of_whom(row: Duty | NotMet | FirstReport | ReportWanted) -> dict[str, Any]:
    return {
        "matter": row.matter,
        "matter_id": row.matter_id,
        "person": row.person,
        "person_id": row.person_id,
    }


def _because(reasons: Sequence[Reason], lang: Lang) -> dict[str, list[str]]:
    return {
        "because": [sentence(reason, lang) for reason in reasons],
        "because_codes": [":".join(part for part in reason if part) for reason in reasons],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
