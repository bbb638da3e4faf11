"""The JSON Schema (2020-12) of the electronic report; `docs/electronic-report.schema.json` is its published copy."""

from __future__ import annotations

from typing import Any

_TEXT = {"type": "string"}
_MAYBE = {"type": ["string", "null"]}
_DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_COUNT = {"type": "integer", "minimum": 1}
_VALUE: dict[str, Any] = {
    "description": "What the box says: a text (days as ISO 8601), a number, or a list of texts or rows.",
    "anyOf": [
        {"type": ["string", "integer", "null"]},
        {
            "type": "array",
            "items": {"anyOf": [_TEXT, {"type": "object", "additionalProperties": _TEXT}]},
        },
    ],
}


def schema() -> dict[str, Any]:
    """What a document of version 1 looks like; unknown keys are none of it."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:kizuki:electronic-report:1",
        "title": "Kizuki electronic report",
        "description": "A report to PMDA as data. It is not PMDA's own format, and is not itself the submission.",
        **_object(
            {
                "format": {"const": "kizuki.electronic_report"},
                "version": {"const": 1},
                "is_the_submission": {"const": False},
                "form": {"enum": ["8", "9", "10", "11", "12", "first"]},
                "edition": _TEXT,
                "report": _report(),
                "print_sha256": _DIGEST,
                "boxes": {"type": "array", "items": _box(), "minItems": 1},
                "changes": {"type": "array", "items": _change()},
                "attachments": {"type": "array", "items": _object({"sha256": _DIGEST, "media_type": _TEXT})},
            }
        ),
    }


def _report() -> dict[str, Any]:
    return _object(
        {
            "series": _COUNT,
            "number": _COUNT,
            "attempt": _COUNT,
            "purpose": {"enum": ["report", "not_reportable", "withdrawal"]},
            "withdrawal_why": _MAYBE,
            "status": {"enum": ["complete", "incomplete", None]},
            "next_report_on": {"type": ["string", "null"], "format": "date"},
            "matter": _MAYBE,
            "person": _MAYBE,
        }
    )


def _box() -> dict[str, Any]:
    return _object(
        {
            "field": _TEXT,
            "label": _TEXT,
            "value": _VALUE,
            "state": {"enum": ["filled", "may_follow", "missing", "not_asked"]},
            "item": _MAYBE,
            "item_mark": {"enum": ["vendor", "sister", None]},
            "item_source": _MAYBE,
        }
    )


def _change() -> dict[str, Any]:
    return _object(
        {
            "field": _TEXT,
            "kind": {"enum": ["added", "changed", "removed", "corrected"]},
            "before": _VALUE,
            "after": _VALUE,
            "why": _MAYBE,
        }
    )


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    """An object that has exactly these keys."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
