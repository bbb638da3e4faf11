"""Everything that an assessment rests on, at one point in time, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kizuki.core.scoring.answers import Answers
from kizuki.core.scoring.confirmation import Confirmation


@dataclass(frozen=True, slots=True)
class KevState:
    """What CISA's catalogue says of the CVE: whether it is listed, since when, the due day, ransomware (None: the
    catalogue says Unknown), and the version of the catalogue.
    """

    listed: bool
    added_on: date | None = None
    due_on: date | None = None
    ransomware: bool | None = None
    catalogue: str = ""


@dataclass(frozen=True, slots=True)
class EpssState:
    """EPSS of the CVE: probability and percentile, 0 to 1, the model's version and the day of the scores."""

    score: float
    percentile: float
    model: str
    scored_on: date | None = None


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of one assessment as they stood on the day `on`.

    A signal that is None was not looked up: that is not the same as looked up and absent. `ssvc` are the decision
    points of CISA's decision (`E`, `A`, `TI`), `ssvc_answers` those a person answered, `ssvc_tree` the tree used.
    `vectors` are (source, vector) pairs; `vex` the status (`affected`, `not_affected` …); `fix` one of `none`,
    `available`, `withdrawn`; `sbom` a digest; `rulings` and `confirmations` stand in `answers`.
    """

    on: date
    answers: Answers
    kev: KevState | None = None
    epss: EpssState | None = None
    ssvc: tuple[tuple[str, str], ...] | None = None
    ssvc_tree: str = ""
    ssvc_answers: tuple[tuple[str, str], ...] = ()
    vectors: tuple[tuple[str, str], ...] = ()
    vex: str | None = None
    fix: str | None = None
    sbom: str | None = None
    end_of_support_on: date | None = None
    confirmations: tuple[Confirmation, ...] = ()
