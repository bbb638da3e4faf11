"""A proposed answer: its value, where it comes from and why; never applied by itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Origin(StrEnum):
    """Where a proposal comes from."""

    DEVICE = "device_profile"
    SITE = "site_profile"
    KEV = "kev"
    SSVC = "ssvc"
    FIX = "fix"


@dataclass(frozen=True, slots=True)
class Proposal:
    """An answer that waits for a person.

    `entry` names the entry of the profile (`interfaces.eth0`) or the signal; `reason` is a code of the glossary
    (`scoring.proposal.<reason>`), `page` the page of the rubric. `lowers`: the answer can only lower a score, so it
    is worth a second look; `evidence`: it needs evidence and an expiry before it counts (a site's controls).
    """

    code: str
    value: str
    origin: Origin
    entry: str
    reason: str
    page: str
    lowers: bool = False
    evidence: bool = False


@dataclass(frozen=True, slots=True)
class Silent:
    """A question to which the profile and the signals propose nothing, and why (`scoring.silent.<reason>`)."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Proposals:
    """What is proposed and what is left to a person, each in the order of the document."""

    proposed: tuple[Proposal, ...]
    silent: tuple[Silent, ...]
