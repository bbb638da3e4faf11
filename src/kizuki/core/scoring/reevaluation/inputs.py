"""Everything that an assessment rests on, at one point in time, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kizuki.core.scoring.answers import Answers
from kizuki.core.scoring.signals import Signals


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of one assessment as they stood on the day `on`.

    `answers` are the persons' answers with their rulings and confirmations; `ssvc_answers` the decision points that a
    person answered for `ssvc_tree` (empty: no tree is used). `vectors` are (source, vector) pairs as published; `vex`
    the status of the component's maker (`affected`, `not_affected` …); `component_present` whether the component is in
    the device, as matching says; `sbom` a digest. None is not known.
    """

    on: date
    answers: Answers
    signals: Signals = field(default_factory=Signals)
    ssvc_tree: str = ""
    ssvc_answers: tuple[tuple[str, str], ...] = ()
    vectors: tuple[tuple[str, str], ...] = ()
    vex: str | None = None
    component_present: bool | None = None
    sbom: str | None = None
    end_of_support_on: date | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """What the company set beforehand: the EPSS threshold (0 to 1), and the changes by code that its decision named as
    conditions to reopen it (`epss_crossed_up`, …).
    """

    epss_threshold: float = 0.1
    watched: frozenset[str] = frozenset()
