"""The readable page of `kizuki assess`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from kizuki.core.facts import Case
from kizuki.core.glossary import Lang, say
from kizuki.core.reporting import Determination, determination_json, questions_json
from kizuki.core.reporting.shown import fact_label
from kizuki.core.reporting.whom import Row, whom_in_words

WEEKDAYS = {"ja": "月火水木金土日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
QUESTIONS_SHOWN = 5


def page(case: Case, determination: Determination, lang: Lang, on: date | None) -> str:
    """The answer first, then every duty with its reasons, what is open, what is not met, and what runs beside."""
    shown = determination_json(determination, lang)
    whom = whom_in_words(shown, lang)
    lines = [*_answer(shown, lang, on)]
    lines += _section("duties", [line for duty in shown["duties"] for line in _duty(duty, whom(duty), lang)], lang)
    lines += _section("first_reports", [_first(row, whom(row), lang, on) for row in shown["first_reports"]], lang)
    lines += _section("documents", _documents(shown, whom, lang), lang)
    lines += _section("questions", _questions(case, determination, lang), lang)
    judgements = [line for row in shown["judgements"] for line in _judgement(row, whom(row), lang)]
    lines += _section("judgements", judgements, lang)
    missing = [f"  {fact_label(path, lang)}  [{path}]" for path in shown["evidence_missing"]]
    lines += _section("evidence_missing", missing, lang)
    lines += _section("not_met", [_not_met(row, whom(row), lang) for row in shown["not_met"]], lang)
    lines += _section("beside", [f"  {row['duty']}\n    {row['what']}" for row in shown["beside"]], lang)
    lines += ["", *(f"* {note}" for note in shown["notes"]), _small_print(shown, determination, lang)]
    return "\n".join(lines)


def _answer(shown: dict[str, Any], lang: Lang, on: date | None) -> list[str]:
    lines = [_outcome(shown, lang)]
    if shown["if_ours"]:
        lines.append(say("page.if_ours", lang, outcome=_outcome(shown["if_ours"], lang)))
    if shown["primary"] and not any(duty["finding"] == "met" for duty in shown["duties"]):
        lines.append(f"  {say('page.whichever_item', lang)}")
    days = [(name, shown[f"{name}_on"]) for name in ("due", "working_due", "planning_due", "review")]
    lines += [f"  {say('page.' + name, lang)}  {_day(day, lang, on)}" for name, day in days if day]
    first = shown["first_report"]
    state = say(f"page.first_report.{shown['prompt_first_report']}", lang)
    target = f"  {_day(first['target_on'], lang, on)}" if first else ""
    return [*lines, f"  {say('page.first_report.label', lang)}  {state}{target}"]


def _outcome(shown: dict[str, Any], lang: Lang) -> str:
    primary = f"  {_item(shown['primary'], lang)}" if shown["primary"] else ""
    return f"{say('value.outcome.' + shown['outcome'], lang)}{primary}"


def _duty(duty: dict[str, Any], whom: str, lang: Lang) -> list[str]:
    due = _day(duty["due_on"], lang, None) if duty["due_on"] else say("page.cycle_not_known", lang)
    internal = duty["internal_due_on"]
    if internal and internal != duty["due_on"]:
        due += f"  ({say('page.internal_due', lang)} {_day(internal, lang, None)})"
    head = f"  {say('page.' + duty['finding'], lang)}  {duty['address']}{_named(whom, lang)}"
    row = f"    {say('page.form', lang, number=duty['form'])}  {say('page.' + duty['period'], lang)}  {due}"
    discharged = duty["discharged_with"]
    extra = [f"    {say('page.discharged', lang, item=_item(discharged, lang))}"] if discharged else []
    extra += [f"    {say('page.earlier', lang)}"] if duty["earlier"] else []
    return [head, row, *extra, *(f"    - {reason}" for reason in _reasons_to_show(duty))]


def _first(row: dict[str, Any], whom: str, lang: Lang, on: date | None) -> str:
    asks = f"  {say('page.asks.' + row['asks'], lang)}" if row["asks"] else ""
    state = say(f"page.first_report.{row['state']}", lang)
    return f"  {state}{_named(whom, lang)}  {_day(row['target_on'], lang, on)}{asks}"


def _documents(shown: dict[str, Any], whom: Callable[[Row], str], lang: Lang) -> list[str]:
    lines = [f"  {say('page.form', lang, number=row['form'])}{_named(whom(row), lang)}" for row in shown["reports"]]
    if shown["forms_open"]:
        forms = say("whom.comma", lang).join(say("page.form", lang, number=form) for form in shown["forms_open"])
        lines.append(f"  {say('page.forms_open', lang, forms=forms)}")
    return lines


def _named(whom: str, lang: Lang) -> str:
    if not whom:
        return ""
    return f"（{whom}）" if lang == "ja" else f" ({whom})"


def _reasons_to_show(duty: dict[str, Any]) -> list[str]:
    """Of an open item only what keeps it open; the JSON has all of its reasons."""
    if duty["finding"] == "met":
        return list(duty["because"])
    pairs = zip(duty["because_codes"], duty["because"], strict=False)
    return [reason for code, reason in pairs if "=" not in code.partition(":")[0]] or list(duty["because"])


def _questions(case: Case, determination: Determination, lang: Lang) -> list[str]:
    lines = []
    for number, row in enumerate(questions_json(case, determination, lang)[:QUESTIONS_SHOWN], 1):
        lines.append(f"  {number}. {row['question']}  [{row['path']}]")
        for answer in row["answers"]:
            items = "・".join(_item(item, lang) for item in answer["items"]) or say("page.no_item", lang)
            lines.append(f"     {say('page.then', lang, answer=answer['label'], items=items)}")
    rest = len(determination.open_questions) - QUESTIONS_SHOWN
    return [*lines, f"  {say('page.more', lang, count=rest)}"] if rest > 0 else lines


def _judgement(row: dict[str, Any], whom: str, lang: Lang) -> list[str]:
    return [
        f"  {row['question']}{_named(whom, lang)}",
        f"    {say('page.default', lang)}  {row['default']}",
        f"    {say('page.who', lang)}  {row['who']}",
    ]


def _not_met(row: dict[str, Any], whom: str, lang: Lang) -> str:
    because = "；".join(row["because"]) if lang == "ja" else "; ".join(row["because"])
    return f"  {_item(row['item'], lang)}{_named(whom, lang)}  {because}"


def _section(name: str, lines: list[str], lang: Lang) -> list[str]:
    return ["", say(f"page.{name}", lang), *lines] if lines else []


def _small_print(shown: dict[str, Any], determination: Determination, lang: Lang) -> str:
    return say("page.small_print", lang, texts=", ".join(determination.texts), digest=shown["rules_digest"][:12])


def _item(item: str, lang: Lang) -> str:
    number, _, letter = item.partition("-")
    if lang == "en":
        return item
    return f"第{number}号{letter}" if len(letter) == 1 else f"第{number}号（{say(f'rule.{item}', lang)}）"


def _day(text: str, lang: Lang, on: date | None) -> str:
    day = date.fromisoformat(text)
    weekday = WEEKDAYS[lang][day.weekday()]
    shown = f"{text}（{weekday}）" if lang == "ja" else f"{text} ({weekday})"
    if on is None:
        return shown
    left = (day - on).days
    word = "left" if left > 0 else "today" if left == 0 else "overdue"
    return f"{shown} {say('page.' + word, lang, days=abs(left))}"
