"""From the input of `kizuki assess` to a case: full form, or the flat shorthand for one matter with one harm."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from kizuki.core.facts import fields
from kizuki.core.facts.case import Case, Device, Matter, Measure, Mitigation, Rate
from kizuki.core.facts.contradictions import refuse_contradictions
from kizuki.core.facts.fact import Fact
from kizuki.core.facts.judged import read_judged
from kizuki.core.facts.persons import read_harms, refuse_names_that_come_twice, unknown_harm
from kizuki.core.facts.shorthand import expanded, flat_place
from kizuki.core.facts.values import (
    DeviceStatus,
    Exploited,
    Kind,
    Locus,
    MeasureType,
    MitigationState,
    RateScope,
    Reporter,
    ResearchShows,
    Severity,
)
from kizuki.core.refusal import Refused

DEVICE_KEYS = {"own", "designated", "cycle_anchor_on", "cycle_months", "reporter", "combination", "status"}
MOST_MATTERS = 1000
"""Matters that one case may have."""

MATTER_KEYS = {
    *("id", "kind", "learned_on", "locus", "identical", "harms", "potential", "malfunction_predictable"),
    *("expected_malfunction", "exploited", "also_in_domestic_units", "component_present", "not_applicable"),
    *("attackable", "affects_function", "mitigation", "rate", "measure", "research"),
    *("notes", "references", "likelihood", "judged", "evidence"),
}
NOT_APPLICABLE = "not_applicable"


def read_case(value: Any) -> Case:
    """The case that an input object describes.

    `value` is a parsed JSON object in the full form (`device`, `matters`) or the shorthand of contracts.md. An
    absent or null key is not yet known, unless contracts.md names a default. Raises `Refused` with the path of the
    key for unknown keys, wrong values and contradictions (`ruled_out` without a reason, a potential below an
    actual harm, …).
    """
    if not isinstance(value, dict):
        raise Refused("", "the facts must be one object")
    if "matters" in value or "device" in value:
        return _full(value, ())
    full, notes = expanded(value)
    try:
        case = _full(full, notes)
    except Refused as refusal:
        raise Refused(flat_place(refusal.place), refusal.reason) from None
    return Case(case.device, case.matters, value)


def _full(value: dict[str, Any], notes: tuple[str, ...]) -> Case:
    top = fields.an_object(value, "", {"device", "matters"})
    device = _device(top.get("device"))
    rows = fields.a_list(top.get("matters", []), "matters")
    if not rows:
        raise Refused("matters", "at least one matter (事項) is needed")
    if len(rows) > MOST_MATTERS:
        raise Refused("matters", f"{len(rows)} matters are more than {MOST_MATTERS}, the most that one case may have")
    matters = tuple(_matter(row, index, notes) for index, row in enumerate(rows))
    refuse_names_that_come_twice(matters)
    return Case(device, matters, value)


def _device(value: Any) -> Device:
    row = fields.an_object({} if value is None else value, "device", DEVICE_KEYS)
    months = fields.a_number(row.get("cycle_months"), "device.cycle_months", whole=True, least=1)
    if months is not None and months > 12:
        raise Refused("device.cycle_months", "a cycle has at most 12 months (一年以内ごと)")
    combination = fields.yes_no(row, "combination", "device").value
    return Device(
        own=fields.yes_no(row, "own", "device"),
        designated=fields.yes_no(row, "designated", "device"),
        cycle_anchor_on=fields.a_date(row.get("cycle_anchor_on"), "device.cycle_anchor_on"),
        cycle_months=12 if months is None else int(months),
        reporter=fields.one_of(row.get("reporter"), "device.reporter", Reporter),
        combination=combination,
        status=fields.one_of(row.get("status"), "device.status", DeviceStatus) or DeviceStatus.APPROVED,
    )


def _matter(value: Any, index: int, notes: tuple[str, ...]) -> Matter:
    at = f"matters.{index}"
    row = fields.an_object(value, at, MATTER_KEYS)
    harms = row.get("harms")
    learned_on = _learned_on(row, at)
    identical = fields.yes_no(row, "identical", at)
    matter = Matter(
        index=index,
        learned_on=learned_on,
        id=fields.a_name(row.get("id"), f"{at}.id"),
        kind=fields.choice(row, "kind", at, Kind),
        locus=fields.choice(row, "locus", at, Locus),
        identical=identical if identical.known else Fact(identical.path, True),
        harms=(unknown_harm(f"{at}.harms", learned_on),)
        if harms is None
        else read_harms(harms, f"{at}.harms", learned_on),
        harms_known=harms is not None,
        potential=fields.choice(row, "potential", at, Severity),
        malfunction_predictable=fields.yes_no(row, "malfunction_predictable", at),
        expected_malfunction=fields.yes_no(row, "expected_malfunction", at),
        exploited=fields.choice(row, "exploited", at, Exploited),
        also_in_domestic_units=fields.yes_no(row, "also_in_domestic_units", at),
        component_present=_component_present(row, at),
        attackable=fields.yes_no(row, "attackable", at),
        affects_function=fields.yes_no(row, "affects_function", at),
        mitigation=_mitigation(row["mitigation"], f"{at}.mitigation")
        if row.get("mitigation") is not None
        else _no_mitigation(f"{at}.mitigation"),
        rate=_rate(row["rate"], f"{at}.rate") if row.get("rate") is not None else _no_rate(f"{at}.rate"),
        measure=_measure(row["measure"], f"{at}.measure")
        if row.get("measure") is not None
        else _no_measure(f"{at}.measure"),
        research=_research(row.get("research"), f"{at}.research"),
        notes=notes,
        judged=read_judged(row.get("judged"), f"{at}.judged"),
        evidence=_evidence(row.get("evidence"), f"{at}.evidence"),
    )
    refuse_contradictions(matter)
    return matter


def _learned_on(row: Mapping[str, Any], at: str) -> date:
    learned_on = fields.a_date(row.get("learned_on"), f"{at}.learned_on")
    if learned_on is None:
        raise Refused(f"{at}.learned_on", "the day on which the matter was learned (情報入手日) is required")
    return learned_on


def _evidence(value: Any, at: str) -> frozenset[str]:
    """The facts of a matter for which somebody said what proves them."""
    row = fields.an_object({} if value is None else value, at, MATTER_KEYS)
    return frozenset(fact for fact, proof in row.items() if fields.a_text(proof, f"{at}.{fact}"))


def _component_present(row: Mapping[str, Any], at: str) -> Fact[bool]:
    """False only where the component is known to be absent; own code and configuration have no component."""
    path = f"{at}.component_present"
    value = row.get("component_present")
    no_component = fields.yes_no(row, NOT_APPLICABLE, at).value
    if no_component and value is not None and value != NOT_APPLICABLE:
        raise Refused(path, "cannot be answered where not_applicable is true")
    if no_component is False and value == NOT_APPLICABLE:
        raise Refused(path, "cannot be not_applicable where not_applicable is false")
    if value == NOT_APPLICABLE or no_component:
        return Fact(path, True)
    if value is not None and not isinstance(value, bool):
        raise Refused(path, "must be true, false, null or not_applicable")
    return Fact(path, value)


def _mitigation(value: Any, at: str) -> Mitigation:
    keys = {"state", "units_done", "units_total", "proven_by"}
    row = fields.an_object(value, at, keys)
    done = fields.a_number(row.get("units_done"), f"{at}.units_done", whole=True)
    total = fields.a_number(row.get("units_total"), f"{at}.units_total", whole=True)
    if done is not None and total is not None and done > total:
        raise Refused(f"{at}.units_done", f"{done:g} units done of {total:g} in use")
    asked = f"{at}.units_total" if not total else f"{at}.units_done"
    on_all = None if done is None or not total else done == total
    proof = row.get("proven_by")
    proven = False if proof is False else fields.a_text(proof, f"{at}.proven_by") is not None or None
    return Mitigation(
        state=fields.choice(row, "state", at, MitigationState),
        on_all_units=Fact(asked, on_all),
        proven=Fact(f"{at}.proven_by", proven),
    )


def _rate(value: Any, at: str) -> Rate:
    keys = {"observed", "expected", "exceeded", "known_beforehand", "scope", "includes_deaths"}
    row = fields.an_object(value, at, keys)
    observed = fields.a_number(row.get("observed"), f"{at}.observed")
    expected = fields.a_number(row.get("expected"), f"{at}.expected")
    exceeded = fields.yes_no(row, "exceeded", at).value
    if observed is not None and expected is not None:
        above = observed > expected
        if exceeded is not None and exceeded != above:
            raise Refused(f"{at}.exceeded", f"contradicts observed {observed:g} and expected {expected:g}")
        exceeded = above
    scope = fields.choice(row, "scope", at, RateScope)
    counted = scope.value is RateScope.DEATH_SERIOUS if scope.known else None
    return Rate(
        exceeded=Fact(f"{at}.{'observed' if observed is None else 'expected'}", exceeded),
        known_beforehand=fields.yes_no(row, "known_beforehand", at),
        counted_as_the_law_counts=Fact(scope.path, counted),
        includes_deaths=fields.yes_no(row, "includes_deaths", at),
    )


def _measure(value: Any, at: str) -> Measure:
    row = fields.an_object(value, at, {"type", "by", "for_hazard", "covers_identical"})
    fields.a_text(row.get("by"), f"{at}.by")
    return Measure(
        type=fields.choice(row, "type", at, MeasureType),
        for_hazard=fields.yes_no(row, "for_hazard", at),
        covers_identical=fields.yes_no(row, "covers_identical", at),
    )


# Of most matters nothing of this is known: the same unknowns serve every case.
_KEPT = 256


@lru_cache(_KEPT)
def _no_mitigation(at: str) -> Mitigation:
    return _mitigation({}, at)


@lru_cache(_KEPT)
def _no_rate(at: str) -> Rate:
    return _rate({}, at)


@lru_cache(_KEPT)
def _no_measure(at: str) -> Measure:
    return _measure({}, at)


def _research(value: Any, at: str) -> Fact[frozenset[ResearchShows]]:
    if value is None:
        return Fact(at, None)
    legs = set()
    for number, row in enumerate(fields.a_list(value, at)):
        leg = fields.one_of(row, f"{at}.{number}", ResearchShows)
        if leg is None:
            raise Refused(f"{at}.{number}", "must not be null: leave the list out while it is not known")
        legs.add(leg)
    return Fact(at, frozenset(legs))
