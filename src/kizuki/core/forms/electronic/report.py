"""A report as data: its boxes with the items that vendors have documented, its place among others, its attachments.

It is not PMDA's format: no element name, type or code of that was seen, and none is invented.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from kizuki.core.forms.changes import Change

FORMAT = "kizuki.electronic_report"
VERSION = 1


@dataclass(frozen=True, slots=True)
class ElectronicReport:
    """Everything that the document tells. `fields` are boxes as `form_json` has them; `sha256` names the print;
    `attachments` are digests and media types: their names may name persons, and stay out."""

    form: str
    edition: str
    series: int
    number: int
    attempt: int
    purpose: str
    withdrawal_why: str
    status: str
    next_report_on: date | None
    matter: str
    person: str
    sha256: str
    fields: Sequence[Mapping[str, Any]]
    changes: Sequence[Change] = ()
    attachments: Sequence[tuple[str, str]] = ()


def electronic_json(report: ElectronicReport) -> dict[str, Any]:
    """The document, as `schema()` describes it: the same report gives the same object."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "is_the_submission": False,
        "form": report.form,
        "edition": report.edition,
        "report": {
            "series": report.series,
            "number": report.number,
            "attempt": report.attempt,
            "purpose": report.purpose,
            "withdrawal_why": report.withdrawal_why or None,
            "status": report.status or None,
            "next_report_on": report.next_report_on.isoformat() if report.next_report_on else None,
            "matter": report.matter or None,
            "person": report.person or None,
        },
        "print_sha256": report.sha256,
        "boxes": [_box(report.form, box) for box in report.fields],
        "changes": [
            {"field": one.field, "kind": one.kind, "before": one.before, "after": one.after, "why": one.why or None}
            for one in report.changes
        ],
        "attachments": [{"sha256": sha256, "media_type": kind} for sha256, kind in report.attachments],
    }


def item_of(form: str, field: str) -> Mapping[str, str] | None:
    """The item of PMDA's electronic report that a vendor documents for a box, with its mark and source; None: none."""
    return items().get(form, {}).get(field)


def _box(form: str, box: Mapping[str, Any]) -> dict[str, Any]:
    known = item_of(form, box["id"])
    return {
        "field": box["id"],
        "label": box["label"],
        "value": box["value"],
        "state": box["state"],
        "item": known["item"] if known else None,
        "item_mark": known["mark"] if known else None,
        "item_source": known["source"] if known else None,
    }


@cache
def items() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """The items by form and box, from the table beside this file."""
    return tomllib.loads((resources.files(__package__) / "items.toml").read_text(encoding="utf-8"))
