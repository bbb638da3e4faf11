"""What the world says of an advisory's vulnerability: KEV, EPSS with its model, CISA's SSVC, published vectors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from kizuki.core.scoring.signals import ASSERTERS, EpssState, KevState, Listing, Signals
from kizuki.store.access.seen import seen
from kizuki.store.findings.vulnerability_names import numbers_of, vulnerability_names
from kizuki.store.models import Advisory, CveSignal, SignalEvent, SignalSource
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.canonical import json_of
from kizuki.store.signals.standing import EXPLOITATION

_POINTS = {"exploitation": "E", "automatable": "A", "technical impact": "TI"}
_VALUES = {
    **{("E", name): code for name, code in (("none", "N"), ("poc", "P"), ("active", "A"))},
    **{("A", name): code for name, code in (("no", "N"), ("yes", "Y"))},
    **{("TI", name): code for name, code in (("partial", "P"), ("total", "T"))},
}
_OTHERS = tuple(asserter for asserter in EXPLOITATION if asserter != "kev")
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
        """The SSVC decision points that CISA's decision answers; what is listed as exploited is so, whatever it says."""
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
    numbers = numbers_of((name for names, _ in kept.values() for name in names), viewer)
    bodies = {pk: (_cves(names, numbers), body) for pk, (names, body) in kept.items()}
    cves = {cve for names, _ in bodies.values() for cve in names}
    told: dict[str, dict[str, CveSignal]] = {}
    for row in seen(viewer, CveSignal).filter(cve__in=cves):
        told.setdefault(row.asserter, {})[row.cve] = row
    catalogue = dict(seen(viewer, SignalSource).values_list("kind", "version")).get("kev")
    return {pk: _beside(names, body, told, catalogue) for pk, (names, body) in bodies.items()}


@dataclass(frozen=True, slots=True)
class SignalTold:
    """That somebody asserted, took back or asserted again (`change`) what they said of a vulnerability: of which name,
    who (`kev`, `euvd`, `vc_kev`, `epss`, or the kind of a record that was withdrawn), of which day they said it, and
    when it was seen."""

    name: str
    asserter: str
    change: str
    said_on: date | None
    at: datetime

    @property
    def who(self) -> str:
        """What the asserter is called; the kind of a record stays as it is."""
        return ASSERTERS.get(self.asserter, self.asserter.upper())


def signals_told(viewer: Viewer, advisory_id: int) -> tuple[SignalTold, ...]:
    """What came and went of the signals of this record's vulnerability under any of its names, the newest first."""
    about = seen(viewer, Advisory).filter(pk=advisory_id).values_list("identifier", "aliases").first()
    if about is None:
        return ()
    names = vulnerability_names(about[0], viewer).union(about[1])
    rows = seen(viewer, SignalEvent).filter(name__in=names).order_by("-at", "-pk")
    return tuple(
        SignalTold(name, asserter, change, said_on, at)
        for name, asserter, change, said_on, at in rows.values_list("name", "asserter", "change", "said_on", "at")
    )


def _beside(
    names: tuple[str, ...],
    body: Mapping[str, Any],
    told: Mapping[str, Mapping[str, CveSignal]],
    catalogue: str | None,
) -> Beside:
    points = ssvc_points(body)
    by_point = dict(points or ())
    signals = Signals(
        kev=_kev(_of(names, told.get("kev", {})), catalogue),
        epss=_epss([row.value for row in _of(names, told.get("epss", {})) if row.retracted_at is None]),
        exploitation=by_point.get("E"),
        automatable=by_point.get("A"),
        technical_impact=by_point.get("TI"),
        listings=tuple(
            _listing(asserter, rows) for asserter in _OTHERS if (rows := _of(names, told.get(asserter, {})))
        ),
    )
    return Beside(signals, points, vectors_of(body))


def vectors_of(body: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The (source, vector) pairs of CVSS in an advisory as kept."""
    rows = body.get("vectors", ())
    return tuple((row["source"], row["vector"]) for row in rows if row["version"] in CVSS_VERSIONS)


def _cves(names: frozenset[str], numbers: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({number for name in names for number in numbers[name]}))


def _of(names: Sequence[str], told: Mapping[str, CveSignal]) -> list[CveSignal]:
    return [told[name] for name in names if name in told]


def _kev(rows: Sequence[CveSignal], catalogue: str | None) -> KevState | None:
    """Listed since the first day under any of the names; taken back only where no name is listed any more."""
    if catalogue is None:
        return None
    if not rows:
        return KevState(listed=False, catalogue=catalogue)
    return replace(_told(rows), catalogue=catalogue)


def _told(rows: Sequence[CveSignal]) -> KevState:
    standing = [row for row in rows if row.retracted_at is None]
    taken_back = [] if standing else [row.retracted_at for row in rows if row.retracted_at is not None]
    due = sorted(row.value["due_on"] for row in standing or rows if row.value.get("due_on"))
    return KevState(
        listed=True,
        added_on=min((row.said_on for row in rows if row.said_on), default=None),
        due_on=date.fromisoformat(due[0]) if due else None,
        ransomware=True if any(row.value.get("ransomware") for row in standing or rows) else None,
        retracted_on=timezone.localdate(max(taken_back)) if taken_back else None,
    )


def _listing(asserter: str, rows: Sequence[CveSignal]) -> Listing:
    told = _told(rows)
    return Listing(asserter, told.added_on, told.ransomware, told.retracted_on)


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
