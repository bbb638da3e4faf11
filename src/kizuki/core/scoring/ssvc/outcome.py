"""The outcome of an SSVC tree, or the outcomes that are still possible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SsvcStep:
    """A table that was read on the way (also a table behind a decision point): its id, version, inputs and result."""

    table: str
    version: str
    inputs: Mapping[str, str]
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SsvcOutcome:
    """What a tree says of the answers.

    `tree` and `version` are recorded with every decision. `outcome` is None while several are possible; `possible` are
    those, mildest first. `open` are the decision points without an answer that still matter, `settles_most` the one
    whose answer leaves the fewest outcomes (empty where nothing is open).
    """

    tree: str
    version: str
    answers: Mapping[str, str]
    outcome: str | None
    possible: tuple[str, ...]
    open: tuple[str, ...]
    settles_most: str
    steps: tuple[SsvcStep, ...]


@dataclass(frozen=True, slots=True)
class VulnrichmentDecision:
    """The SSVC decision of an ADP container: values by decision point (`E`, `A`, `TI`), the version and instant as
    written. `unread` names options that no decision point of ours knows: they are not dropped.
    """

    cve: str
    source: str
    role: str
    version: str
    at: str
    values: Mapping[str, str]
    unread: tuple[str, ...]
