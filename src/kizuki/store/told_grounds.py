"""The shapes of what a no-report decision rests on, and of the evidence of a match."""

from __future__ import annotations

import msgspec

from kizuki.store.told_kinds import Code, Day, Digest, Label, Name, Told, Words


class ReachTold(Told):
    """What of ours the records of a vulnerability speak of (`core.lifecycle.no_report.Reach`)."""

    component: Label
    record: Name
    verdict: Code
    range: Digest
    on: Day | None = None


class HoleTold(Told):
    """A vulnerability as it stood when a decision was proposed (`core.lifecycle.no_report.Hole`)."""

    name: Name
    known_exploited: bool | None = None
    exploited_on: Day | None = None
    vector: Name | None = None
    pips: list[Name] | None = None
    open_pips: list[Name] = msgspec.field(default_factory=list)
    assessed_on: Day | None = None
    learned_on: Day | None = None
    names: list[Name] = msgspec.field(default_factory=list)
    exploitation: Code | None = None
    active_on: Day | None = None
    severity: list[tuple[Name, float]] = msgspec.field(default_factory=list)
    severity_on: Day | None = None
    reach: list[ReachTold] = msgspec.field(default_factory=list)
    records: list[tuple[Name, int]] = msgspec.field(default_factory=list)
    returned: bool = False


class WatchedTold(Told):
    """What a decision rests on (`core.lifecycle.no_report.Watched`)."""

    facts: Name
    facts_on: Day
    outcome: Code
    holes: list[HoleTold] = msgspec.field(default_factory=list)
    units_done: int | None = None
    units_total: int | None = None
    units_on: Day | None = None
    measure_withdrawn: bool = False
    support_ends_on: Day | None = None
    events: int = 0
    event_on: Day | None = None
    units_from: Code = ""
    told_done: int | None = None
    told_total: int | None = None
    measures: list[Label] = msgspec.field(default_factory=list)
    withdrawn: list[Label] = msgspec.field(default_factory=list)
    design: list[tuple[Label, Name]] = msgspec.field(default_factory=list)
    design_on: Day | None = None
    events_of: list[int] | None = None
    exploited_of: list[int] | None = None
    exploited_on: Day | None = None
    unclear_of: list[int] | None = None
    unclear_on: Day | None = None


class CauseTold(Told):
    """Why a decision was reopened; what it is about may be the name of a component."""

    code: Code
    about: Label
    stored_on: Day


class ReasonTold(Told):
    """A reason as a value."""

    code: Code
    values: list[tuple[Code, Words]] = msgspec.field(default_factory=list)


class EvidenceTold(Told):
    """On what a verdict rests (`core.matching.Evidence`), in the words of the record and of the component list."""

    identifier: Words
    searched: Words
    versions: list[Words]
    range: Words
    scheme: Code
    source: Words
    verdict: Code
    why: list[ReasonTold]
    identifiers: list[tuple[Words, Words]] = msgspec.field(default_factory=list)


class MatchTold(Told):
    """The evidence of a match, what fixes it, and other evidence that lies beside it."""

    evidence: EvidenceTold
    fixed_in: list[Words]
    beside: list[EvidenceTold]
