"""A re-evaluation as sentences and as the JSON that is stored."""

from __future__ import annotations

from typing import Any

from kizuki.core.glossary import Lang, say
from kizuki.core.scoring.reevaluation.changes import Change
from kizuki.core.scoring.reevaluation.difference import Reevaluation


def say_change(change: Change, lang: Lang) -> str:
    """A changed input as a sentence."""
    name = change.input.partition(".")[2] or change.input
    before, after = change.before or "-", change.after or "-"
    return say(f"scoring.change.{change.code}", lang, name=name, before=before, after=after)


def say_reason(code: str, lang: Lang) -> str:
    """Why a person must look."""
    return say(f"scoring.reevaluation.{code}", lang)


def reevaluation_json(found: Reevaluation) -> dict[str, Any]:
    """The difference as codes and facts, without words."""
    return {
        "changes": [
            {"input": one.input, "code": one.code, "before": one.before, "after": one.after} for one in found.changes
        ],
        "recomputed": [
            {"kind": one.kind, "name": one.name, "before": one.before, "after": one.after} for one in found.recomputed
        ],
        "needs_person": found.needs_person,
        "reasons": list(found.reasons),
    }
