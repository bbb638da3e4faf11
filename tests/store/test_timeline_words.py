"""What the timeline says of an entry is in words: no code of ours stands in a Japanese sentence."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kizuki.core.forms import editions
from kizuki.core.glossary import Lang
from kizuki.store.queries.timeline import Happening

AT = datetime(2026, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("form", [8, 9, 10, 11, 12, "first"])
def test_every_box_that_was_written_is_told_by_its_label(form: int | str, lang: Lang) -> None:
    verb = {"first": "write_sheet_box", 11: "write_period_box", 12: "write_period_box"}.get(form, "write_box")
    of = {"named": ["p12-1"]} if form == "first" else {"form": str(form), "number": 1}
    for box in editions(form)[-1].boxes:
        said = Happening(1, AT, "山田", verb, {**of, "box": box.id, "revision": 1}).said(lang)
        assert box.label(lang) in said


def test_a_box_of_a_companys_own_edition_is_told_by_its_id() -> None:
    payload = {"form": "8", "number": 1, "box": "own.remark", "revision": 1}
    assert "own.remark" in Happening(1, AT, "山田", "write_box", payload).said("ja")
