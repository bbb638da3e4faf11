"""A harm graver than the potential that stands: the potential rises with it, since what tightens counts at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kizuki.core.facts.values import Causality, Severity

Facts = Mapping[str, Any]

_BY_NAME = {one.value: one for one in Severity}


@dataclass(frozen=True, slots=True)
class Raised:
    """The potential of the matter at this place, as it was told and as the harm that happened has it."""

    matter: int
    was: Severity
    now: Severity


def with_potential_raised(
    facts: Mapping[str, Any], before: Mapping[str, Any]
) -> tuple[Mapping[str, Any], tuple[Raised, ...]]:
    """The facts (full form) with each potential that a person's harm has overtaken, and what was raised.

    Only where the potential was known `before` and these facts do not lower it: whoever makes it lighter than a harm that
    happened, or tells both at once, contradicts themselves, and `read_case` refuses that. What proves the harm proves the
    potential from then on. Facts that cannot be read are left to their reader.
    """
    rows = facts.get("matters")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return facts, ()
    told, raised = list(rows), []
    for place, (row, was) in enumerate(_with_before(rows, before.get("matters") or ())):
        overtaken = _overtaken(row, was) if was is not None else None
        if was is None or overtaken is None:
            continue
        change, harm = overtaken
        told[place] = {**row, "potential": change.value, **_proven_by(harm, row, was)}
        raised.append(Raised(place, _BY_NAME[row["potential"]], change))
    return ({**facts, "matters": told}, tuple(raised)) if raised else (facts, ())


def _overtaken(row: Mapping[str, Any], was: Mapping[str, Any]) -> tuple[Severity, Mapping[str, Any]] | None:
    """The gravest harm, with the person, where it is above a potential that nobody has lowered."""
    now, then = _severity(row.get("potential")), _severity(was.get("potential"))
    if now is None or then is None or now.rank < then.rank:
        return None
    gravest = max(_harms(row), key=lambda one: one[0].rank, default=None)
    return gravest if gravest is not None and gravest[0].rank > now.rank else None


def _harms(row: Mapping[str, Any]) -> Iterator[tuple[Severity, Mapping[str, Any]]]:
    harms = row.get("harms")
    for harm in harms if isinstance(harms, list) else ():
        if isinstance(harm, dict) and harm.get("causality") != Causality.RULED_OUT.value:
            severity = _severity(harm.get("severity"))
            if severity is not None:
                yield severity, harm


def _severity(value: Any) -> Severity | None:
    return _BY_NAME.get(value) if isinstance(value, str) else None


def _proven_by(harm: Mapping[str, Any], row: Mapping[str, Any], was: Mapping[str, Any]) -> dict[str, Any]:
    """The proofs of the matter; what was said to prove the lighter potential proves this one no longer."""
    proofs, before, own = row.get("evidence"), was.get("evidence") or {}, harm.get("evidence")
    if proofs is not None and not isinstance(proofs, dict):
        return {}
    kept = dict(proofs or {})
    if kept.get("potential") != before.get("potential"):
        return {}
    kept.pop("potential", None)
    if isinstance(own, dict) and own.get("severity"):
        kept["potential"] = own["severity"]
    return {"evidence": kept} if kept != (proofs or {}) else {}


def _with_before(rows: Sequence[Facts], before: Sequence[Facts]) -> Iterator[tuple[Facts, Facts | None]]:
    """Each matter with what it was: by its id, else where day, kind and place leave no other."""
    by_id = {str(row.get("id")): row for row in before}
    given = {str(row["id"]) for row in rows if row.get("id") is not None}
    alike: dict[str, list[Facts]] = {}
    for name, row in by_id.items():
        if name not in given:
            alike.setdefault(_mark(row), []).append(row)
    for row in rows:
        same = alike.get(_mark(row), [])
        if row.get("id") is not None:
            yield row, by_id.get(str(row["id"]))
        else:
            yield row, same[0] if len(same) == 1 else None


def _mark(row: Facts) -> str:
    return repr((row.get("learned_on"), row.get("kind"), row.get("locus")))
