"""What the world says of a vulnerability: KEV, EPSS, CISA's SSVC decision, the state of the fix.

Signals can only speak for more danger. That a catalogue does not list a vulnerability, or that its EPSS is low, says
nothing of a flaw in a device: of 428 CVEs in 144 medical advisories of CISA, none that is native to a device is in KEV.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kizuki.core.advisories.shapes import EpssEntry, KevEntry

ASSERTERS: Mapping[str, str] = {"kev": "CISA KEV", "euvd": "EUVD", "vc_kev": "VulnCheck KEV", "epss": "EPSS"}
"""What those are called who say something of a vulnerability by its CVE number; the same in every language."""


class Fix(StrEnum):
    """How far a fix is: the maker's own, a temporary one of the maker, somebody's workaround, withdrawn, none."""

    NONE = "none"
    WORKAROUND = "workaround"
    TEMPORARY = "temporary"
    OFFICIAL = "official"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class KevState:
    """What CISA's catalogue says of the CVE: whether it is listed, since when, the due day, ransomware (None: the
    catalogue says Unknown), and the version of the catalogue. The due day is for American agencies: information only.
    One that was listed stays listed: `retracted_on` is the day on which a newer catalogue was seen without it.
    """

    listed: bool
    added_on: date | None = None
    due_on: date | None = None
    ransomware: bool | None = None
    catalogue: str = ""
    retracted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """That another list than CISA's has the CVE as exploited: whose (`euvd`, `vc_kev`), since when, ransomware (None:
    not said). As with CISA's, one that was listed stays listed: `retracted_on` is when it was seen taken back."""

    asserter: str
    added_on: date | None = None
    ransomware: bool | None = None
    retracted_on: date | None = None


@dataclass(frozen=True, slots=True)
class EpssState:
    """EPSS of the CVE: probability and percentile, 0 to 1, the model's version and the day of the scores."""

    score: float
    percentile: float
    model: str = ""
    scored_on: date | None = None


@dataclass(frozen=True, slots=True)
class Signals:
    """The signals of one vulnerability. None was not looked up or is not known, which is not the same as absent.

    `exploitation`, `automatable` and `technical_impact` are values of the SSVC points E, A and TI; `confirmed_by_vendor`
    whether the maker of the component has confirmed the vulnerability. `listings` are the lists of others than CISA that
    have it as exploited; a list that was not looked up is not in them, nor is one that does not have it.
    """

    kev: KevState | None = None
    epss: EpssState | None = None
    exploitation: str | None = None
    automatable: str | None = None
    technical_impact: str | None = None
    fix: Fix | None = None
    confirmed_by_vendor: bool | None = None
    listings: tuple[Listing, ...] = ()

    @property
    def exploited(self) -> str | None:
        """The SSVC value of E that the signals speak for at least: listed as exploited is active; None: none speaks."""
        if (self.kev and self.kev.listed) or self.listings:
            return "A"
        return self.exploitation

    @property
    def all_taken_back(self) -> bool:
        """Whether somebody listed it as exploited and nobody does any more."""
        days = [one.retracted_on for one in self.listings]
        if self.kev and self.kev.listed:
            days.append(self.kev.retracted_on)
        return bool(days) and None not in days


def kev_state(entry: KevEntry | None, catalogue: str = "") -> KevState:
    """The state of a CVE that was looked up in a catalogue; None is not listed there."""
    if entry is None:
        return KevState(listed=False, catalogue=catalogue)
    return KevState(True, _day(entry.added_on), _day(entry.due_on), entry.ransomware, catalogue)


def epss_state(entry: EpssEntry) -> EpssState:
    """The state of a CVE that has EPSS scores."""
    return EpssState(entry.score, entry.percentile, entry.model, _day(entry.scored_on))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


class EpssMove(StrEnum):
    """How EPSS moved. REBASELINED: the model changed, so that the two scores cannot be compared; MODEL_UNKNOWN: it is
    not known whether they can.
    """

    SAME = "same"
    MOVED = "moved"
    CROSSED_UP = "crossed_up"
    CROSSED_DOWN = "crossed_down"
    REBASELINED = "rebaselined"
    MODEL_UNKNOWN = "model_unknown"
    APPEARED = "appeared"
    VANISHED = "vanished"


def epss_move(before: EpssState | None, after: EpssState | None, threshold: float) -> EpssMove:
    """How EPSS moved against a threshold of the company's policy (0 to 1; at the threshold counts as above).

    Only under the same model can a threshold be crossed: a new model moves every score at once.
    """
    if before is None or after is None:
        if before is after:
            return EpssMove.SAME
        return EpssMove.VANISHED if after is None else EpssMove.APPEARED
    if before.model != after.model:
        return EpssMove.REBASELINED if before.model and after.model else EpssMove.MODEL_UNKNOWN
    if before.score == after.score:
        return EpssMove.SAME
    was, now = before.score >= threshold, after.score >= threshold
    if was == now:
        return EpssMove.MOVED
    return EpssMove.CROSSED_UP if now else EpssMove.CROSSED_DOWN
