"""A form as it was kept with its report, as values again: what was signed is shown as it was signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kizuki.core.forms import Box, Edition, FilledField, FilledForm, Row
from kizuki.core.forms.filled import Value


def form_kept(number: int, table: Edition, fields: Sequence[Mapping[str, Any]], dated_on: date) -> FilledForm:
    """The filled form of these kept boxes, in the edition that it was filled in; it has no notices."""
    boxes = {box.id: box for box in table.boxes}
    kept = tuple(_field(boxes[row["id"]], row) for row in fields if row["id"] in boxes)
    name = next((str(row["value"]) for row in fields if row["id"] == "company_no" and row["state"] == "filled"), "")
    return FilledForm(number, table.edition, table, kept, (), dated_on, name)


def _field(box: Box, row: Mapping[str, Any]) -> FilledField:
    return FilledField(box.id, box.ja, _value(box, row["value"]), row["state"], row["source"], row["why_code"] or "")


def _value(box: Box, value: Any) -> Value:
    if isinstance(value, list):
        if all(isinstance(one, Mapping) for one in value):
            return tuple(Row(tuple((str(key), str(text)) for key, text in one.items())) for one in value)
        return tuple(str(one) for one in value)
    if box.type == "date" and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value  # a word that stands for the day
    return value  # type: ignore[no-any-return] # a text or a number, as JSON holds them
