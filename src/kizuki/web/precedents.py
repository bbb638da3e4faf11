"""What is like a case and what came before it: kinds, cases alike, decisions of before. It shows, it never decides."""

from __future__ import annotations

from dataclasses import dataclass

from kizuki.core.glossary import Lang, say
from kizuki.core.incidents.kinds import kinds
from kizuki.store.queries.classification import Classification, classification_of
from kizuki.store.queries.duplicates import DuplicateRow, duplicate_of
from kizuki.store.queries.ledgers.parts import WHOLE
from kizuki.store.queries.similar import SimilarCase, similar_cases
from kizuki.store.queries.taken_over import EarlierRow, TakenOver, earlier_decisions, taken_over
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class AlikeLine:
    """A case and in words why it is like this one."""

    row: SimilarCase
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Precedents:
    """What stands beside a case from before and from elsewhere in the record."""

    classification: Classification | None
    alike: tuple[AlikeLine, ...]
    taken_over: TakenOver | None
    earlier: tuple[EarlierRow, ...]
    duplicates: tuple[DuplicateRow, ...]


def precedents(viewer: Viewer, case_id: int) -> Precedents:
    """The precedents of a case as a person may see them."""
    alike = similar_cases(viewer, case_id, limit=5)
    return Precedents(
        classification=classification_of(viewer, case_id),
        alike=tuple(AlikeLine(row, tuple(_reason(code, viewer.lang) for code in row.reasons)) for row in alike),
        taken_over=taken_over(viewer, case_id),
        earlier=earlier_decisions(viewer, WHOLE, case_id=case_id).rows,
        duplicates=duplicate_of(viewer, case_id),
    )


def _reason(code: str, lang: Lang) -> str:
    """`device`, `malfunction:failure`, `vulnerability:CVE-…` in words."""
    kind, _, what = code.partition(":")
    name = kinds(kind)[what].said(lang) if kind in ("malfunction", "effect") else what
    return say(f"precedents.because_{kind}", lang, what=name)
