"""The record of one revision: everything that recomputes it without the rest of the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import metadata
from typing import Any

from kizuki.core.scoring import ScoreResult, read_answers, score
from kizuki.core.scoring.rubric import RUBRIC_VERSION
from kizuki.core.scoring.shown import outcome_codes
from kizuki.store.devices.milestones import milestones_of
from kizuki.store.models import Advisory, Device, Release, User
from kizuki.store.record.canonical import canonical_json, digest_of, json_of

RECORD_FORM = 1
"""The shape of the record; a record of another shape is read by the program that wrote it."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """What is to be kept: the input of `kizuki score` with every question answered, where each answer comes from, the
    sheet that a person filled (empty where none did), and what stood beside.
    """

    given: Mapping[str, Any]
    on: date | None = None
    origins: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    sheet: Mapping[str, Any] = field(default_factory=dict)
    beside: Mapping[str, Any] = field(default_factory=dict)


def scored(assessed: Assessed) -> ScoreResult:
    """The result of the answers on their day. `Refused` names the question without an answer."""
    return score(read_answers(dict(assessed.given), assessed.on))


def record_of(
    assessed: Assessed,
    result: ScoreResult,
    device: Device,
    release: Release | None,
    about: Advisory,
    who: User | None,
) -> dict[str, Any]:
    """The record, as plain JSON values."""
    body = json_of(about.body)
    record = {
        "form": RECORD_FORM,
        "engine": {"kizuki": metadata.version("kizuki"), "cvss": metadata.version("cvss"), "rubric": RUBRIC_VERSION},
        "subject": {
            "device": device.key,
            "brand": device.brand,
            "generic": device.generic,
            "approval_no": device.approval_no,
            "release": release.version if release else None,
            "sbom": release.sbom_id if release else None,
            "eos_on": ends.isoformat() if (ends := milestones_of(device.pk).get("eos")) else None,
        },
        "vulnerability": {
            "advisory": about.identifier,
            "aliases": list(about.aliases),
            "revision": about.revision,
            "source": about.source_id,
            "vectors": published_vectors(body),
        },
        "on": assessed.on.isoformat() if assessed.on else None,
        "input": dict(assessed.given),
        "origins": {code: dict(origin) for code, origin in assessed.origins.items()},
        "sheet": dict(assessed.sheet),
        "beside": dict(assessed.beside),
        "outcome": outcome_codes(result),
        "proposed_by": None if who is None else {"id": who.pk, "name": who.display_name, "role": who.role},
    }
    return json_of(canonical_json(record))  # type: ignore[no-any-return]


def published_vectors(body: Mapping[str, Any]) -> list[list[str]]:
    """The (source, vector) pairs of CVSS in an advisory as kept."""
    return [
        [row["source"], row["vector"]]
        for row in body.get("vectors", ())
        if row["version"] in ("2.0", "3.0", "3.1", "4.0")
    ]


def digest_of_record(record: Mapping[str, Any]) -> str:
    """SHA-256 of the record's canonical text."""
    return digest_of(canonical_json(record))
