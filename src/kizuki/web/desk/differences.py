"""What changed since a revision was saved, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kizuki.core.glossary import Lang, say
from kizuki.core.scoring.reevaluation import Change, say_change, say_reason
from kizuki.store.queries.assessments import DifferenceRow


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One evaluation anew: what changed, what that changed in the result, and why a person must look."""

    at: datetime
    changes: tuple[str, ...]
    recomputed: tuple[str, ...]
    needs_person: bool
    reasons: tuple[str, ...]


def difference_lines(rows: tuple[DifferenceRow, ...], lang: Lang) -> tuple[DifferenceLine, ...]:
    """The stored differences as sentences."""
    return tuple(
        DifferenceLine(
            at=row.found_at,
            changes=tuple(say_change(Change(**one, touches=frozenset()), lang) for one in row.changes),
            recomputed=tuple(
                say(
                    "record_page.recomputed",
                    lang,
                    kind=say(f"record_page.kind.{one['kind']}", lang),
                    name=one["name"],
                    before=one["before"] or "–",
                    after=one["after"] or "–",
                )
                for one in row.recomputed
            ),
            needs_person=row.needs_person,
            reasons=tuple(say_reason(code, lang) for code in row.reasons),
        )
        for row in rows
    )
