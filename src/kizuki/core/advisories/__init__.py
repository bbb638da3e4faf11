"""Advisories of every feed as one shape, the signals KEV and EPSS, and the records that no reader knows."""

from kizuki.core.advisories.configurations import affected_of_configurations
from kizuki.core.advisories.grouping import Saying, Vulnerability, vulnerabilities_of
from kizuki.core.advisories.reading import read_advisories
from kizuki.core.advisories.shapes import (
    Advisory,
    AdvisoryFile,
    Affected,
    Configuration,
    ConfigurationNode,
    CpeMatch,
    EpssEntry,
    ExploitedList,
    KevEntry,
    RefusedRecord,
    Statement,
    Status,
    Vector,
)
from kizuki.core.advisories.support import SupportCycle

__all__ = [
    "Advisory",
    "AdvisoryFile",
    "Affected",
    "Configuration",
    "ConfigurationNode",
    "CpeMatch",
    "EpssEntry",
    "ExploitedList",
    "KevEntry",
    "RefusedRecord",
    "Saying",
    "Statement",
    "Status",
    "SupportCycle",
    "Vector",
    "Vulnerability",
    "affected_of_configurations",
    "read_advisories",
    "vulnerabilities_of",
]
