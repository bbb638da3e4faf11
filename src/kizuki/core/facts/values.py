"""The values that facts can take, as the contract of `kizuki assess` spells them."""

from __future__ import annotations

from enum import Enum


class Kind(Enum):
    """What kind of 事項 the holder learned."""

    EVENT = "event"
    VULNERABILITY = "vulnerability"
    RATE = "rate"
    INFECTION = "infection"
    FOREIGN_MEASURE = "foreign_measure"
    RESEARCH = "research"


class Locus(Enum):
    """当該医療機器 or 外国医療機器."""

    DOMESTIC = "domestic"
    FOREIGN = "foreign"


class Severity(Enum):
    """Harm, actual or possible. SERIOUS is any of the criteria (1)-(5) of 施行規則第228条の20第1項第1号ハ."""

    NONE = "none"
    NON_SERIOUS = "non_serious"
    SERIOUS = "serious"
    DEATH = "death"

    @property
    def rank(self) -> int:
        """0 for none to 3 for death."""
        return list(Severity).index(self)


class Causality(Enum):
    """Whether the harm is suspected to come from the malfunction; UNKNOWN counts as suspected."""

    SUSPECTED = "suspected"
    UNKNOWN = "unknown"
    RULED_OUT = "ruled_out"


class Victim(Enum):
    """Whom the harm befell (患者等)."""

    PATIENT = "patient"
    OPERATOR = "operator"
    OTHER = "other"


class Exploited(Enum):
    """Whether exploitation of the vulnerability is known."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    NONE_KNOWN = "none_known"


class MitigationState(Enum):
    """How far a correction is: REDUCED means that function is unaffected and no harm is to be feared any more."""

    NONE = "none"
    AVAILABLE = "available"
    REDUCED = "reduced"
    REMOVED = "removed"


class MeasureType(Enum):
    """What was done abroad with the identical device."""

    STOP = "stop"
    RECALL = "recall"
    DISPOSAL = "disposal"
    CORRECTION = "correction"
    ADVISORY = "advisory"
    FORCED_UPDATE = "forced_update"
    ROUTINE_PATCH = "routine_patch"
    OTHER = "other"


class ResearchShows(Enum):
    """What a research report shows: the three legs of 第2号ハ."""

    SERIOUS_RISK = "serious_risk"
    TREND_CHANGE = "trend_change"
    NO_EFFECT = "no_effect"


class RateScope(Enum):
    """Over which malfunctions a rate was counted; the law counts those with death or serious harm or their おそれ."""

    DEATH_SERIOUS = "death_serious"
    ALL = "all"


class Verdict(Enum):
    """What a person has judged where the text does not settle it."""

    REPORT = "report"
    NOT_REPORT = "not_report"


class DeviceStatus(Enum):
    """Whether the device is one of 第2項, or one of which another article speaks (治験, 未承認)."""

    APPROVED = "approved"
    CLINICAL_TRIAL = "clinical_trial"
    UNAPPROVED = "unapproved"


class Reporter(Enum):
    """In which capacity the company reports (第2項柱書)."""

    MAH = "mah"
    DESIGNATED_MAH = "designated_mah"
    SPECIAL_APPROVAL_HOLDER = "special_approval_holder"
