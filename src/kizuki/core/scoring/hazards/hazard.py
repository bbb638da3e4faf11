"""A hazard entry behind safety-relevant answers, and the company's mapping of severity to the law's criteria."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kizuki.core.facts.values import Severity

HARM_KINDS = ("injury", "wrong_result", "lost_efficacy", "delay", "privacy", "other")
"""What the harm is: lost efficacy and delay of diagnosis or therapy are harms as an injury is."""


@dataclass(frozen=True, slots=True)
class Hazard:
    """One hazardous situation that exploiting the vulnerability can lead to.

    `pips` are the safety-relevant codes it answers for; `severity` a level of the company's ISO 14971 scale (None: not
    rated yet); `harm_kinds` among `HARM_KINDS`; `patients_exposed` how many, None where not known;
    `through_other_system` whether the harm comes through another connected system, None where not known. `credible`
    False needs `not_credible_because` and `reviewed_by`, else the entry counts.
    """

    id: str
    pips: tuple[str, ...]
    situation: str
    harm: str
    severity: str | None
    likelihood: str = ""
    harm_kinds: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    detectability: str = ""
    patients_exposed: int | None = None
    through_other_system: bool | None = None
    credible: bool = True
    not_credible_because: str = ""
    reviewed_by: str = ""

    @property
    def counts(self) -> bool:
        """Whether it is among the credible entries: it is, unless somebody reviewed it and said why not."""
        return self.credible or not (self.not_credible_because and self.reviewed_by)


@dataclass(frozen=True, slots=True)
class SeverityRow:
    """What one level of the company's scale is to the law: the severity, and for serious harm the criterion 1-5
    (施行規則第228条の20第1項第1号ハ(1)-(5)).
    """

    level: str
    severity: Severity
    criterion: int | None = None


@dataclass(frozen=True, slots=True)
class SeverityMapping:
    """The fixed table from the company's ISO 14971 levels to the law's severities: its name and version, who approved
    it and when. Without approval it counts for nothing, and every entry stays open.
    """

    id: str
    version: str
    rows: Mapping[str, SeverityRow]
    approved_by: str = ""
    approved_on: date | None = None

    @property
    def approved(self) -> bool:
        """Whether a named person approved it on a named day."""
        return bool(self.approved_by) and self.approved_on is not None


@dataclass(frozen=True, slots=True)
class NoHazardStatement:
    """A reviewed statement that no hazardous situation can be reached: who, when and why. It counts only where all 13
    safety-relevant answers are None.
    """

    who: str
    on: date
    reason: str
