"""CISA's SSVC decisions (Vulnrichment) in the ADP containers of a CVE record, CVE JSON 5."""

from __future__ import annotations

from typing import Any

from kizuki.core.scoring.ssvc.outcome import VulnrichmentDecision
from kizuki.core.scoring.ssvc.tables import POINTS, value_of

_POINTS = {"exploitation": "E", "automatable": "A", "technical impact": "TI"}
"""The names of the options, and the decision points that they answer."""


def read_vulnrichment(record: Any) -> tuple[VulnrichmentDecision, ...]:
    """Every SSVC decision of one CVE record (a parsed JSON value), in its order; none where it has none.

    An option or value that no decision point of ours knows is kept in `unread`: its point stays open. What is not in
    the shape of a CVE record has no decision.
    """
    if not isinstance(record, dict):
        return ()
    cve = str(_dict(record.get("cveMetadata")).get("cveId", ""))
    found = []
    for container in _list(_dict(record.get("containers")).get("adp")):
        source = str(_dict(_dict(container).get("providerMetadata")).get("shortName", ""))
        for metric in _list(_dict(container).get("metrics")):
            other = _dict(_dict(metric).get("other"))
            if str(other.get("type", "")).casefold() == "ssvc":
                found.append(_decision(cve, source, other.get("content")))
    return tuple(found)


def _decision(cve: str, source: str, content: Any) -> VulnrichmentDecision:
    fields = _dict(content)
    values: dict[str, str] = {}
    unread = [] if isinstance(fields.get("options"), list) else ["options"]
    for option in _list(fields.get("options")):
        for name, answer in _dict(option).items() if isinstance(option, dict) else [(str(option), None)]:
            point = _POINTS.get(str(name).casefold())
            value = value_of(POINTS[point], answer) if point and isinstance(answer, str) else None
            if point and value and values.get(point, value) == value:
                values[point] = value
            else:
                unread.append(f"{name}:{answer}")
    return VulnrichmentDecision(
        cve=cve or str(fields.get("id", "")),
        source=source,
        role=str(fields.get("role", "")),
        version=str(fields.get("version", "")),
        at=str(fields.get("timestamp", "")),
        values=values,
        unread=tuple(unread),
    )


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
