"""The shapes of the JSON columns that are more than a list: what each says, key by key."""

from __future__ import annotations

from typing import Any

from kizuki.core.lifecycle.retention import YEARS
from kizuki.core.sbom.shapes import WHY_CODES
from kizuki.core.scoring.hazards import HARM_KINDS
from kizuki.store.told_kinds import (
    Code,
    Day,
    DayOrNone,
    Digest,
    Id,
    Label,
    Name,
    Number,
    Subject,
    Told,
    Words,
    closed,
)

CATEGORIES: Any = list[closed(*YEARS)]  # type: ignore[misc]
"""Of what kind a device is (`core.lifecycle.retention`)."""

HARMS: Any = list[closed(*HARM_KINDS)]  # type: ignore[misc]
"""Kinds of harm of a hazard."""

CODES = list[Code]
NAMES = list[Name]
IDS = list[Id]

FINDINGS = list[tuple[Id, Id]]
"""Findings as pairs of match and release."""

TASK_ARGS = dict[Code, Id | list[Id]]
"""What a task of the outbox is about: ids."""


COVERED = list[tuple[Code, Id]]
"""Items and places, in rows of before."""

PROBLEMS = list[Words]
"""What could not be read of a feed, in the program's words and the publisher's."""

_Part = Words | int | float | bool | None
CURSOR = dict[Words, _Part | list[_Part] | dict[Words, _Part | list[_Part]]]
"""Where a feed goes on, as its client reads it: instants, numbers, and what the publisher's server calls a version."""

POINTS = dict[Code, Code]
"""CISA's SSVC decision points of a CVE."""


class DeviceFacts(Told):
    """The `device` part of the facts of a case (`core.facts.reading`)."""

    own: bool | None = None
    designated: bool | None = None
    combination: bool | None = None
    cycle_anchor_on: Day | None = None
    cycle_months: int | None = None
    reporter: Code | None = None
    status: Code | None = None


class Contact(Told):
    """A person or an office to be reached, of ours or of a hospital."""

    role: Code | None = None
    name: Label | None = None
    name_ja: Label | None = None
    name_en: Label | None = None
    department: Label | None = None
    department_ja: Label | None = None
    department_en: Label | None = None
    phone: Label | None = None
    fax: Label | None = None
    email: Label | None = None


class CompanyNumbers(Told):
    """業者コード and the numbers by which PMDA knows who reports."""

    company_no: Name | None = None
    registration_no: Name | None = None
    identification_no: Name | None = None


class AlarmLimits(Told):
    """From when on the installation says that something of itself is too old, too full or too large; what is not told
    stands as `kizuki.store.queries.alarm_limits` has it, and 0 switches one off."""

    chain_days: int | None = None
    backup_days: int | None = None
    anchor_days: int | None = None
    disk_mb: int | None = None
    wal_mb: int | None = None


class Fault(Told):
    """A fault of a component list: the place in it, and what its supplier wrote there."""

    where: Words
    what: Words


class Unmatched(Told):
    """Why no feed can be asked about a component: a code, and the identifier that cannot be used."""

    code: closed(*WHY_CODES)  # type: ignore[valid-type]
    purl: Words | None = None
    cpe: Words | None = None
    type: Words | None = None
    ref: Words | None = None


class WhatBefell(Told):
    """What befell an approval: its number, and of a succession the two holders."""

    number: Label | None = None
    from_holder: Label | None = None
    to_holder: Label | None = None


class ProposedEnd(Told):
    """What an act that would end obligations says of itself (`core.lifecycle.obligations.acts`), and the case that is
    kept where one is a duplicate."""

    answer: Code | None = None
    next_on: Day | None = None
    how: Code | None = None
    state: Code | None = None
    on: Day | None = None
    told_on: Day | None = None
    attempts: list[Day] | None = None
    why: Code | None = None
    to: Code | None = None
    case: Id | None = None
    communication: Id | None = None
    kept: Id | None = None


class TaskValues(Told):
    """What stands in the places of the sentence of a task."""

    advisory: Id | None = None
    awareness_on: Day | None = None
    case: Number | None = None
    causes: list[Code] | None = None
    count: Id | None = None
    decided_on: Day | None = None
    decision: Id | None = None
    due_on: DayOrNone | None = None
    first_hour: bool | None = None
    form: Name | None = None
    information: Number | None = None
    kept: Number | None = None
    known_on: Day | None = None
    last_on: Day | None = None
    month: Number | None = None
    name: Name | None = None
    number: Id | Number | None = None
    on: Day | None = None
    place: Name | None = None
    planning_due_on: Day | None = None
    reasons: list[Code] | None = None
    size: Id | None = None


class Reminded(Told):
    """One obligation of which a person is reminded: in which word, and how many days are left."""

    obligation: Id
    word: Code
    days: int | None = None


class Counted(Told):
    """How many obligations run: past their day, on it, within a week, later."""

    past: Id
    today: Id
    week: Id
    later: Id


class Alarmed(Told):
    """One thing of the installation that does not work, and its number."""

    alarm: Code
    count: Id


class Noticed(Told):
    """What a notice says: of which day, and which obligations or how many; which call of a case, and by which webhook;
    which link; whose second factor; what of the installation does not work."""

    on: Day | None = None
    rows: list[Reminded] | None = None
    counts: Counted | None = None
    number: Id | None = None
    hook: Code | None = None
    access: Id | None = None
    person: Id | None = None
    alarms: list[Alarmed] | None = None


class Found(Told):
    """A finding of the check of a report without its words: the box, and how it weighs."""

    code: Code
    field: Name
    weighs: Code
    owed: bool


class Erased(Told):
    """One line of a list of what is erased: whose, by which rule, since when it could be, and how much."""

    owner: Subject
    rule: Code
    years: int | None = None
    ended_on: Day | None = None
    until: Day | None = None
    texts: Id = 0
    documents: Id = 0
    sha256: Digest = ""
    made_on: Day | None = None


class Level(Told):
    """What a level of the company is by the law."""

    severity: closed("none", "non_serious", "serious", "death")  # type: ignore[valid-type]
    criterion: int | None = None


LEVELS = dict[Label, Level]
"""The table of a company by its own words for a level."""


class Recomputed(Told):
    """A result of an assessment that changed."""

    kind: Code
    name: Name
    before: Name
    after: Name


class SignalTold(Told):
    """What an asserter says of a CVE: its entry in the catalogue of known exploited ones, or its EPSS score by which
    version of the model. Which keys there are says the column beside it; none: only that it was said."""

    added_on: DayOrNone | None = None
    due_on: DayOrNone | None = None
    ransomware: bool | None = None
    sources: list[Code] | None = None
    score: float | None = None
    percentile: float | None = None
    model: Name = ""
    scored_on: DayOrNone | None = None


class PlaybookStep(Told):
    """A step of a playbook, worded by the company."""

    key: Code
    role: Code
    within_days: int
    ja: Words
    en: Words
    first_hour: bool | None = None


class PlaybookBody(Told):
    """A playbook, worded by the company."""

    ja: Words
    en: Words
    steps: list[PlaybookStep]


class Malfunction(Told):
    """A kind of malfunction, and what it results from."""

    kind: Code
    results_from: Code | None = None


class Classified(Told):
    """What a case is, in codes (`core.incidents.kinds`)."""

    malfunctions: list[Malfunction] | None = None
    effects: list[Code] | None = None
    stages: list[Code] | None = None
    components: list[Name] | None = None
