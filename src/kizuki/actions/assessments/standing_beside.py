"""What stands beside an assessment when it is saved: signals, SSVC, the hazards that count, and the sites."""

from __future__ import annotations

from typing import Any

from kizuki.actions.assessments.record import Assessed
from kizuki.core.scoring.ssvc.evaluation import evaluate, points_of
from kizuki.core.scoring.ssvc.shown import ssvc_json
from kizuki.store.models import Advisory, Device, Hazard, SeverityMapping
from kizuki.store.queries import signals as signal_queries
from kizuki.store.queries.viewer import PROGRAM
from kizuki.store.record.canonical import canonical_json, json_of

TREES = ("supplier", "deployer", "cisa_coordinator")
"""The trees that a record keeps: the maker's own first."""


def beside_of(device: Device, about: Advisory, assessed: Assessed) -> dict[str, Any]:
    """Plain JSON values; nothing in them changes a score."""
    beside = signal_queries.beside_of(PROGRAM, about.pk)
    hazards = Hazard.objects.filter(device=device, advisory=about, withdrawn_at=None).order_by("pk")
    mapping = SeverityMapping.objects.exclude(approved_at=None).order_by("-version").first()
    told = {
        "signals": beside.signals,
        "ssvc": ssvc_outcomes(beside, assessed.sheet.get("ssvc", {})),
        "hazards": list(hazards.values_list("pk", flat=True)),
        "severity_mapping": mapping.version if mapping else None,
    }
    return json_of(canonical_json(told))  # type: ignore[no-any-return]


def ssvc_outcomes(beside: signal_queries.Beside, answers: dict[str, str]) -> list[dict[str, Any]]:
    """Each tree with what CISA's decision and the person answered; open points leave several outcomes."""
    given = {**beside.points, **answers}
    found = []
    for tree in TREES:
        asked = {key: value for key, value in given.items() if key in points_of(tree)}
        said = ssvc_json(evaluate(tree, asked), "en")
        said.pop("why")
        found.append(said)
    return found
