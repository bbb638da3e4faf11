"""What the world says of an advisory's vulnerability: KEV, EPSS with its model, CISA's SSVC, published vectors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kizuki.core.scoring.signals import EpssState, KevState, Signals
from kizuki.store.access.seen import seen
from kizuki.store.findings.vulnerability_names import numbers_of
from kizuki.store.models import Advisory, CveSignal, KnownExploited, SignalSource
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.canonical import json_of

_POINTS = {"exploitation": "E", "automatable": "A", "technical impact": "TI"}
_VALUES = {
    **{("E", name): code for name, code in (("none", "N"), ("poc", "P"), ("active", "A"))},
    **{("A", name): code for name, code in (("no", "N"), ("yes", "Y"))},
    **{("TI", name): code for name, code in (("partial", "P"), ("total", "T"))},
}
CVSS_VERSIONS = ("2.0", "3.0", "3.1", "4.0")


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside an assessment: the signals, CISA's SSVC decision points (None: no decision was kept), and the
    (source, vector) pairs as published.
    """

    signals: Signals
    ssvc: tuple[tuple[str, str], ...] | None
    vectors: tuple[tuple[str, str], ...]

    @property
    def points(self) -> dict[str, str]:
        """The SSVC decision points that CISA's decision answers; what KEV lists is exploited, whatever it says."""
        found = dict(self.ssvc or ())
        if self.signals.exploited:
            found["E"] = self.signals.exploited
        return found


def beside_of(viewer: Viewer, advisory_id: int) -> Beside:
    """What stands beside an assessment of one advisory."""
    return beside_of_many(viewer, [advisory_id])[advisory_id]


def beside_of_many(viewer: Viewer, advisory_ids: Iterable[int]) -> dict[int, Beside]:
    """The same for several, in a fixed number of queries."""
    rows = seen(viewer, Advisory).filter(pk__in=list(advisory_ids)).only("identifier", "aliases", "body")
    kept = {row.pk: (frozenset((row.identifier, *row.aliases)), json_of(row.body)) for row in rows}
    numbers = numbers_of(name for names, _ in kept.values() for name in names)
    bodies = {pk: (_cves(names, numbers), body) for pk, (names, body) in kept.items()}
    cves = {cve for names, _ in bodies.values() for cve in names}
    told = {row.cve: row for row in seen(viewer, CveSignal).filter(pk__in=cves)}
    listed = dict(seen(viewer, KnownExploited).filter(pk__in=cves).values_list("cve", "added_on"))
    versions = dict(seen(viewer, SignalSource).values_list("kind", "version"))
    catalogue = versions.get("kev", "" if listed or seen(viewer, KnownExploited).exists() else None)
    return {pk: _beside(names, body, told, listed, catalogue) for pk, (names, body) in bodies.items()}


def _beside(
    names: tuple[str, ...],
    body: Mapping[str, Any],
    told: Mapping[str, CveSignal],
    listed: Mapping[str, date],
    catalogue: str | None,
) -> Beside:
    points = ssvc_points(body)
    by_point = dict(points or ())
    signals = Signals(
        kev=_kev(names, listed, told, catalogue),
        epss=_epss([told[name].epss for name in names if name in told and told[name].epss]),
        exploitation=by_point.get("E"),
        automatable=by_point.get("A"),
        technical_impact=by_point.get("TI"),
    )
    return Beside(signals, points, vectors_of(body))


def vectors_of(body: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The (source, vector) pairs of CVSS in an advisory as kept."""
    rows = body.get("vectors", ())
    return tuple((row["source"], row["vector"]) for row in rows if row["version"] in CVSS_VERSIONS)


def _cves(names: frozenset[str], numbers: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({number for name in names for number in numbers[name]}))


def _kev(
    names: Sequence[str], listed: Mapping[str, date], told: Mapping[str, CveSignal], catalogue: str | None
) -> KevState | None:
    if catalogue is None:
        return None
    found = sorted((listed[name], name) for name in names if name in listed)
    if not found:
        return KevState(listed=False, catalogue=catalogue)
    entries = [told[name].kev or {} for _, name in found if name in told]
    due = sorted(entry["due_on"] for entry in entries if entry.get("due_on"))
    return KevState(
        listed=True,
        added_on=found[0][0],
        due_on=date.fromisoformat(due[0]) if due else None,
        ransomware=True if any(entry.get("ransomware") for entry in entries) else None,
        catalogue=catalogue,
    )


def _epss(rows: Sequence[Mapping[str, Any]]) -> EpssState | None:
    if not rows:
        return None
    top = max(rows, key=lambda row: float(row["score"]))
    scored_on = date.fromisoformat(top["scored_on"]) if top["scored_on"] else None
    return EpssState(float(top["score"]), float(top["percentile"]), top["model"], scored_on)


def ssvc_points(body: Mapping[str, Any]) -> tuple[tuple[str, str], ...] | None:
    """CISA's decision points; None where the record has no decision. A value that no point knows stays out: open."""
    texts = [row["vector"] for row in body.get("vectors", ()) if row["version"] == "ssvc"]
    if not texts:
        return None
    found: dict[str, str] = {}
    for pair in texts[-1].split("/"):
        name, _, value = pair.partition(":")
        point = _POINTS.get(name.casefold())
        code = _VALUES.get((point or "", value.casefold()))
        if point and code:
            found[point] = code
    return tuple(sorted(found.items()))
