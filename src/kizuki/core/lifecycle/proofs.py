"""What proves that a case need not be reported: for each reason its named proofs, and what must hold beside them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from kizuki.core.facts.case import Case, Matter
from kizuki.core.facts.values import Causality, Kind, MitigationState
from kizuki.core.lifecycle.no_report import Hole, Watched, shown_count
from kizuki.core.refusal import Refused

RECORD = ("items", "units", "absent", "not_attackable", "no_effect", "mitigated", "ruled_out", "not_ours")
"""What the record itself can prove; everything else that a reason needs is a document."""

OTHER = "other"
"""A document that is kept beside the proofs and proves nothing by itself."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason for not reporting: the documents and the states of the record that prove it, and where it is said.

    `one_of` are documents of which one is enough; `spares_reading` the documents that, all there, take the place of
    the clinical reading; `reads` is False where no reading is ever asked for.
    """

    code: str
    documents: tuple[str, ...]
    one_of: tuple[str, ...]
    record: tuple[str, ...]
    spares_reading: tuple[str, ...]
    reads: bool
    said: str

    @property
    def needs(self) -> tuple[str, ...]:
        """Every proof that this reason names."""
        return (*self.documents, *self.one_of, *self.record)


@cache
def grounds() -> Mapping[str, Ground]:
    """Every reason by code. ValueError where one names no proof."""
    table = tomllib.loads((resources.files(__package__) / "no_report.toml").read_text(encoding="utf-8"))
    return {code: _ground(code, row) for code, row in table.items()}


def _ground(code: str, row: Mapping[str, Any]) -> Ground:
    named: dict[str, tuple[str, ...]] = {key: tuple(row.get(key, ())) for key in ("documents", "one_of", "record")}
    reading = row.get("reading", ())
    if not any(named.values()) or not set(named["record"]) <= set(RECORD):
        raise ValueError(f"no_report: the reason {code} names no proof")
    spares = tuple(reading) if isinstance(reading, list) else ()
    return Ground(code, **named, spares_reading=spares, reads=reading != "none", said=str(row["said"]))


@cache
def documents() -> tuple[str, ...]:
    """Every proof that a document can give, and `other`."""
    named = dict.fromkeys(code for row in grounds().values() for code in (*row.documents, *row.one_of))
    return (*named, OTHER)


@dataclass(frozen=True, slots=True)
class Ruled:
    """What the newest determination of the newest facts says. `open` names whatever it still leaves open; `claims` are
    the states of `RECORD` that the facts say; `evidence_missing` the answers that nobody proved."""

    outcome: str
    evidence_missing: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    claims: frozenset[str] = frozenset()


def claims_of(case: Case) -> frozenset[str]:
    """What the facts of a case say, in the words of `RECORD`: of each vulnerability among them, or of each harm."""
    holes = [matter for matter in case.matters if matter.kind.value is Kind.VULNERABILITY]
    harms = [harm for matter in case.matters for harm in matter.harms]
    found = {
        "absent": bool(holes) and all(matter.component_present.value is False for matter in holes),
        "not_attackable": bool(holes) and all(matter.attackable.value is False for matter in holes),
        "no_effect": bool(holes) and all(matter.affects_function.value is False for matter in holes),
        "mitigated": bool(holes) and all(_mitigated(matter) for matter in holes),
        "ruled_out": bool(harms) and all(harm.causality.value is Causality.RULED_OUT for harm in harms),
        "not_ours": case.device.own.value is False,
    }
    return frozenset(code for code, holds in found.items() if holds)


def _mitigated(matter: Matter) -> bool:
    return matter.mitigation.state.value in (MitigationState.REDUCED, MitigationState.REMOVED)


def require_evidence(reason: str, now: Watched, ruled: Ruled, proofs: Sequence[str]) -> None:
    """`Refused` where the reason is none, or where what proves it is not there. `proofs` names each document's.

    A no needs its evidence (notification 4(3)). The clinical reading with its hazards comes first wherever the case
    names a vulnerability: nobody's reading is no answer of None. Mitigation counts only where it is on every unit.
    """
    ground = grounds().get(reason)
    if ground is None:
        raise Refused("reason", f"{reason!r} is not one of: {', '.join(grounds())}")
    _require_ruling(ruled)
    _require_documents(ground, proofs)
    _require_record(ground, now, ruled)
    if ground.reads and not (ground.spares_reading and set(ground.spares_reading) <= set(proofs)):
        _require_reading(reason, now.holes)


def _require_ruling(ruled: Ruled) -> None:
    if ruled.outcome != "no_report":
        raise Refused(
            "outcome", f"the rules answer {ruled.outcome or 'nothing yet'}; only no_report can be registered"
        )
    if ruled.evidence_missing:
        raise Refused("evidence_missing", f"answers without proof: {', '.join(ruled.evidence_missing)}")
    if ruled.open:
        raise Refused("outcome", f"not every item is not met: {', '.join(ruled.open)}")


def _require_documents(ground: Ground, proofs: Iterable[str]) -> None:
    given = set(proofs)
    lacking = [code for code in ground.documents if code not in given]
    if lacking:
        raise Refused("evidence", f"{ground.code} needs a document for each of: {', '.join(lacking)}")
    if ground.one_of and not given & set(ground.one_of):
        raise Refused("evidence", f"{ground.code} needs a document for one of: {', '.join(ground.one_of)}")


def _require_record(ground: Ground, now: Watched, ruled: Ruled) -> None:
    unsaid = [code for code in ground.record if code not in ("items", "units") and code not in ruled.claims]
    if unsaid:
        raise Refused("reason", f"{ground.code} is not what the facts say: {', '.join(unsaid)}")
    if "units" in ground.record:
        _require_every_unit(ground.code, now)


def _require_every_unit(reason: str, now: Watched) -> None:
    done, total = shown_count(now.units_done), shown_count(now.units_total)
    told_done, told_total = shown_count(now.told_done), shown_count(now.told_total)
    told = now.units_from == "record" and now.told_total is not None
    if told and (now.units_done, now.units_total) != (now.told_done, now.told_total):
        raise Refused(
            "units_differ", f"the facts say {told_done} of {told_total} units, the record counts {done} of {total}"
        )
    if not (now.units_total and now.units_done == now.units_total):
        raise Refused("units", f"{reason} counts only on every unit in use: {done} of {total}")


def _require_reading(reason: str, holes: Iterable[Hole]) -> None:
    unread = [hole.name for hole in holes if hole.vector is None or hole.pips is None or hole.returned]
    if unread:
        raise Refused("assessment", f"{reason} needs the clinical reading of {', '.join(unread)} first")
    lacking = [f"{hole.name} ({', '.join(hole.open_pips)})" for hole in holes if hole.open_pips]
    if lacking:
        raise Refused("hazards", f"a hazard entry comes first for the patient-safety answers of {'; '.join(lacking)}")
