"""The files of the sample portfolio, read as a loader reads them: TOML days become ISO 8601 text."""

import json
import tomllib
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

ROOT = Path(str(resources.files("kizuki.sample"))) / "portfolio"


def as_json(value: Any) -> Any:
    """The value as it stands in a JSON document."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: as_json(part) for key, part in value.items()}
    if isinstance(value, list):
        return [as_json(part) for part in value]
    return value


@cache
def toml(path: Path) -> dict[str, Any]:
    return as_json(tomllib.loads(path.read_text(encoding="utf-8")))


@cache
def document(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def by_key(folder: str) -> dict[str, dict[str, Any]]:
    rows = [toml(path) for path in sorted((ROOT / folder).glob("*.toml"))]
    return {row["key"]: row for row in rows}


COMPANY = toml(ROOT / "company.toml")
DEVICES = by_key("devices")
CASES = by_key("cases")
HOSPITALS = {row["key"]: row for row in toml(ROOT / "hospitals.toml")["hospitals"]}
SBOMS = {path.name: document(path) for path in sorted((ROOT / "sboms").glob("*.json"))}
CVE5 = {path.stem: document(path) for path in sorted((ROOT / "advisories" / "cve5").glob("*.json"))}
OSV = {path.stem: document(path) for path in sorted((ROOT / "advisories" / "osv").glob("*.json"))}
KEV = document(ROOT / "advisories" / "kev.json")
SCORES = {path.stem: document(path) for path in sorted((ROOT / "scores").glob("*.json"))}


def cve_ids() -> set[str]:
    """Every CVE that the advisories speak of."""
    return set(CVE5) | {alias for row in OSV.values() for alias in row["aliases"] if alias.startswith("CVE-")}


def containers(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The containers of a CVE record, the assigner's first."""
    return [record["containers"]["cna"], *record["containers"].get("adp", [])]


def vectors(record: dict[str, Any]) -> list[tuple[str, float]]:
    """The CVSS vectors of a CVE record with their base scores."""
    metrics = [metric for box in containers(record) for metric in box.get("metrics", [])]
    bodies = [body for metric in metrics for body in metric.values() if isinstance(body, dict)]
    return [(body["vectorString"], body["baseScore"]) for body in bodies if "vectorString" in body]


def ranges(record: dict[str, Any]) -> list[tuple[str | None, ...]]:
    """The version statements of a CVE record: status, version, lessThan, lessThanOrEqual."""
    rows = [row for box in containers(record) for part in box.get("affected", []) for row in part.get("versions", [])]
    return [(row["status"], row["version"], row.get("lessThan"), row.get("lessThanOrEqual")) for row in rows]
