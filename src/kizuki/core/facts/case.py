"""A case as a list of matters (事項), each learned on its own day, with every fact known or not yet known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from kizuki.core.facts.fact import Fact
from kizuki.core.facts.values import (
    Causality,
    DeviceStatus,
    Exploited,
    Kind,
    Locus,
    MeasureType,
    MitigationState,
    Reporter,
    ResearchShows,
    Severity,
    Verdict,
    Victim,
)


class Device(msgspec.Struct, frozen=True):
    """The device of the case. `cycle_anchor_on` and `cycle_months` carry the periodic reports (第3号).

    `status`: a device in a clinical trial, or without approval, is one of which another article speaks.
    """

    own: Fact[bool]
    designated: Fact[bool]
    cycle_anchor_on: date | None = None
    cycle_months: int = 12
    reporter: Reporter | None = None
    combination: bool | None = None
    status: DeviceStatus = DeviceStatus.APPROVED


class EarlierHarm(msgspec.Struct, frozen=True):
    """What was known of a harm before it became what it is now (serious, then died), and since when."""

    severity: Fact[Severity]
    causality: Fact[Causality]
    learned_on: date


class Harm(msgspec.Struct, frozen=True):
    """What befell one person, and what is known of its cause and predictability.

    `learned_on` is the day on which anybody of the holder first knew of the harm as it now stands; where the input
    leaves it out, the matter's. `earlier` are the standings before it, each with its own day. `evidence` the facts of
    this person for which somebody said what proves them.
    """

    severity: Fact[Severity]
    causality: Fact[Causality]
    predictable: Fact[bool]
    trend_unpredictable: Fact[bool]
    trend_hazard: Fact[bool]
    learned_on: date
    criterion: int | None = None
    victim: Victim | None = None
    id: str | None = None
    earlier: tuple[EarlierHarm, ...] = ()
    evidence: frozenset[str] = frozenset()


class Mitigation(msgspec.Struct, frozen=True):
    """A correction: how far it is, on how many of the units in use, and whether there is proof."""

    state: Fact[MitigationState]
    on_all_units: Fact[bool]
    proven: Fact[bool]


class Rate(msgspec.Struct, frozen=True):
    """A rate of malfunctions against the rate known beforehand. `exceeded` is None while either is missing."""

    exceeded: Fact[bool]
    known_beforehand: Fact[bool]
    counted_as_the_law_counts: Fact[bool]
    includes_deaths: Fact[bool]


class Measure(msgspec.Struct, frozen=True):
    """A measure taken abroad with the device there."""

    type: Fact[MeasureType]
    for_hazard: Fact[bool]
    covers_identical: Fact[bool]


class Matter(msgspec.Struct, frozen=True):
    """One 事項 that the holder learned, with the day it was learned (情報入手日).

    `judged` is what a person has recorded where the text does not settle it, `evidence` the facts for which somebody
    said what proves them.
    """

    index: int
    learned_on: date
    kind: Fact[Kind]
    locus: Fact[Locus]
    identical: Fact[bool]
    harms: tuple[Harm, ...]
    harms_known: bool
    potential: Fact[Severity]
    malfunction_predictable: Fact[bool]
    expected_malfunction: Fact[bool]
    exploited: Fact[Exploited]
    also_in_domestic_units: Fact[bool]
    component_present: Fact[bool]
    attackable: Fact[bool]
    affects_function: Fact[bool]
    mitigation: Mitigation
    rate: Rate
    measure: Measure
    research: Fact[frozenset[ResearchShows]]
    notes: tuple[str, ...] = ()
    id: str | None = None
    judged: Mapping[str, Verdict] = {}
    evidence: frozenset[str] = frozenset()


class Case(msgspec.Struct, frozen=True):
    """A case: the device, its matters, and the input they were read from (for the record and for replay)."""

    device: Device
    matters: tuple[Matter, ...]
    source: dict[str, Any]
