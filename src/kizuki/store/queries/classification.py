"""What a case is, in codes: kinds of malfunction with what each results from, effects, components."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kizuki.core.incidents.kinds import kinds
from kizuki.store.access.seen import seen
from kizuki.store.models import CaseClassification
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Classification:
    """The newest classification, in words; None in place of a list that nobody has told, which is not an empty one.

    `malfunctions` are pairs of the kind and of what it results from (empty: not told, or a cause itself).
    """

    revision: int
    malfunctions: tuple[tuple[str, str], ...] | None
    effects: tuple[str, ...] | None
    components: tuple[str, ...] | None
    effect_codes: tuple[str, ...] = ()
    stages: tuple[str, ...] | None = None
    body: Mapping[str, Any] = field(default_factory=dict)
    """The same in codes, as it was told."""


def classification_of(viewer: Viewer, case_id: int) -> Classification | None:
    """What a case was last said to be; None where nobody has classified it."""
    rows = seen(viewer, CaseClassification).filter(case_id=case_id)
    row = rows.order_by("-revision").first()
    if row is None:
        return None
    body, malfunctions, effects, stages = row.body, kinds("malfunction"), kinds("effect"), kinds("stage")
    told, hit, parts = body.get("malfunctions"), body.get("effects"), body.get("components")
    return Classification(
        revision=row.revision,
        malfunctions=None
        if told is None
        else tuple(
            (
                malfunctions[one["kind"]].said(viewer.lang),
                malfunctions[one["results_from"]].said(viewer.lang) if one.get("results_from") else "",
            )
            for one in told
        ),
        effects=None if hit is None else tuple(effects[code].said(viewer.lang) for code in hit),
        components=None if parts is None else tuple(parts),
        effect_codes=tuple(hit or ()),
        stages=None
        if body.get("stages") is None
        else tuple(stages[code].said(viewer.lang) for code in body["stages"]),
        body=body,
    )
