"""What a report is called."""

from __future__ import annotations

from kizuki.core.glossary import Lang, say


def report_name(form: str, number: int, lang: Lang) -> str:
    """様式第8 初回報告, 様式第8 追加報告（第2報）, 第一報."""
    if form == "first":
        return say("screens.case.form_first", lang)
    turn = say(f"screens.case.report_number_{'first' if number == 1 else 'follow_up'}", lang, number=number)
    return f"{say('screens.case.form_number', lang, number=form)} {turn}"
