"""A filled form shown: its values as the print writes them, and the answer of `kizuki form` as JSON."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

from kizuki.core.forms.edition import Box, Edition
from kizuki.core.forms.filled import FilledForm, Notice, Row, Value
from kizuki.core.glossary import Lang, say

CELL_SEPARATOR = "　"
JAPAN = timezone(timedelta(hours=9))


def form_json(form: FilledForm, lang: Lang) -> dict[str, Any]:
    """The answer of `kizuki form`, without what only a print can tell (overflow, glyphs, digest).

    Days and instants are ISO 8601, repeated boxes are lists, grouped ones lists of objects. `why_code` says why a box
    is not filled; `notices` are for a person, with their `code`.
    """
    boxes = {box.id: box for box in edition_in_use(form).boxes}
    return {
        "form": form.number,
        "edition": form.edition,
        "fields": [
            {
                "id": field.id,
                "label": boxes[field.id].label(lang),
                "value": json_value_of(field.value),
                "state": field.state,
                "source": field.source,
                "why_code": field.why or None,
            }
            for field in form.fields
        ],
        "missing": list(form.missing),
        "may_follow": list(form.may_follow),
        "notices": [
            {"code": notice.code, **dict(notice.values), "text": notice_text(notice, lang)} for notice in form.notices
        ],
    }


def edition_in_use(form: FilledForm) -> Edition:
    """The edition that a form was filled in."""
    return form.table


def notice_text(notice: Notice, lang: Lang) -> str:
    """The sentence of a notice."""
    values = dict(notice.values)
    if "outcome" in values:
        values["outcome"] = say(f"value.outcome.{values['outcome']}", lang)
    return say(f"forms.notice.{notice.code}", lang, **values)


def why_text(why: str, lang: Lang) -> str:
    """The sentence of the reason why a box is not filled; empty where there is nothing to say."""
    code, _, keys = why.partition(":")
    if not code:
        return ""
    named = ("、" if lang == "ja" else ", ").join(part_name(key, lang) for key in keys.split(",") if key)
    return say(f"forms.why.{code}", lang, keys=named)


def part_name(key: str, lang: Lang) -> str:
    """The name of a part of a grouped box or a column of a table."""
    return say(f"forms.part.{key}", lang)


def json_value_of(value: Value) -> Any:
    """A value of a form as JSON."""
    if isinstance(value, tuple):
        return [dict(item.cells) if isinstance(item, Row) else item for item in value]
    return value.isoformat() if isinstance(value, date) else value


def printed(value: Value, box: Box) -> str:
    """A value in one text as the print writes it: days in the Western calendar, rows one a line."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        lines = (_row_text(item) if isinstance(item, Row) else item for item in value)
        return "\n".join(lines)
    if isinstance(value, datetime):
        return western_instant(value)
    if isinstance(value, date):
        return western_day(value.isoformat())
    if box.type == "partial_date":
        return western_day(str(value))
    if isinstance(value, int) and box.unit:
        return f"{value:,} {box.unit}"
    return str(value)


def western_instant(at: datetime) -> str:
    """An instant on the clocks of Japan (`2026年11月19日 14時20分`)."""
    there = at.astimezone(JAPAN)
    return f"{western_day(there.date().isoformat())} {there.hour}時{there.minute:02}分"


def western_day(text: str) -> str:
    """A day, month or year of ISO 8601 in Japanese (`2026年6月1日`); a word such as 不明 stays as it is."""
    parts = text.split("-")
    if not all(part.isdigit() for part in parts):
        return text
    return "".join(f"{int(part)}{unit}" for part, unit in zip(parts, "年月日", strict=False))


def _row_text(row: Row) -> str:
    return CELL_SEPARATOR.join(text for _, text in row.cells)
