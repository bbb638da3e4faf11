"""The electronic report: canonical JSON under a published schema; no element name of PMDA is invented."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from kizuki.core.forms import editions
from kizuki.core.forms.changes import Change
from kizuki.core.forms.electronic import ElectronicReport, electronic_json, item_of, schema
from kizuki.core.forms.electronic.report import items
from kizuki.core.refusal import Refused
from kizuki.gateways.electronic import CanonicalJson, writer_of

PUBLISHED = Path(__file__).parents[3] / "docs" / "electronic-report.schema.json"

REPORT = ElectronicReport(
    form="8",
    edition="2020-01-31",
    series=1,
    number=2,
    attempt=1,
    purpose="report",
    withdrawal_why="",
    status="incomplete",
    next_report_on=None,
    matter="m1-1",
    person="",
    sha256="0" * 64,
    fields=[
        {"id": "kind", "label": "報告の別", "value": "不具合", "state": "filled"},
        {"id": "brand", "label": "販売名", "value": "𠮷田ポンプ", "state": "filled"},
        {"id": "device_problem", "label": "不具合", "value": [{"code": "A11", "term": "x"}], "state": "filled"},
        {"id": "outcome", "label": "転帰", "value": None, "state": "not_asked"},
    ],
    changes=[Change("brand", "corrected", "旧", "新", "誤記")],
    attachments=[("1" * 64, "application/pdf")],
)


def test_the_published_schema_is_the_one_that_is_checked() -> None:
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == schema()


def test_a_report_is_valid_and_its_bytes_are_canonical() -> None:
    content = CanonicalJson().write(REPORT)
    document = json.loads(content)
    assert jsonschema_rs.validator_for(schema()).is_valid(document)
    again = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert content == again, "UTF-8, keys in order, no blanks: held against the standard library"
    assert CanonicalJson().write(replace(REPORT)) == content


@pytest.mark.parametrize(
    "changes",
    [{"sha256": "x"}, {"number": 0}, {"purpose": "joke"}, {"fields": []}, {"form": "14"}, {"status": "perhaps"}],
)
def test_what_the_schema_does_not_allow_is_refused_with_its_place(changes: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refusal:
        CanonicalJson().write(replace(REPORT, **changes))
    assert refusal.value.place


def test_an_unknown_key_is_none_of_the_document() -> None:
    document = electronic_json(REPORT) | {"extra": 1}
    assert not jsonschema_rs.validator_for(schema()).is_valid(document)


def test_only_items_that_a_vendor_documents_are_named_and_each_is_marked() -> None:
    said = {box["field"]: box for box in electronic_json(REPORT)["boxes"]}
    assert (said["kind"]["item"], said["kind"]["item_mark"]) == ("M.2.1", "vendor")
    assert said["brand"]["item"] is None, "no item of the device block was seen"
    for form, table in items().items():
        for field, row in table.items():
            assert re.fullmatch(r"M\.\d(\.\d)*|R\.2", row["item"]), (form, field)
            assert row["mark"] in ("vendor", "sister")
    ids = {box.id for box in editions(8)[-1].boxes}
    assert set(items()["8"]) <= ids
    # The numbers that rest on a sister form are weaker than those of the form's own map.
    assert {item_of("8", name)["mark"] for name in ("type", "status", "status_reason")} == {"sister"}  # type: ignore[index]


def test_it_says_of_itself_that_it_is_not_the_submission() -> None:
    assert electronic_json(REPORT)["is_the_submission"] is False


def test_a_writer_that_is_not_there_is_refused_by_name() -> None:
    assert writer_of("canonical-json").media_type == "application/json"
    with pytest.raises(Refused, match="pmda-xml"):
        writer_of("pmda-xml")
