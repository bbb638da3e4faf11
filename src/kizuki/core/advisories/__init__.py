"""Advisories of every feed as one shape, the signals KEV and EPSS, and the records that no reader knows."""

from kizuki.core.advisories.configurations import affected_of_configurations
from kizuki.core.advisories.reading import read_advisories
from kizuki.core.advisories.shapes import (
    Advisory,
    AdvisoryFile,
    Affected,
    Configuration,
    ConfigurationNode,
    CpeMatch,
    EpssEntry,
    KevEntry,
    RefusedRecord,
    Statement,
    Status,
    Vector,
)

__all__ = [
    "Advisory",
    "AdvisoryFile",
    "Affected",
    "Configuration",
    "ConfigurationNode",
    "CpeMatch",
    "EpssEntry",
    "KevEntry",
    "RefusedRecord",
    "Statement",
    "Status",
    "Vector",
    "affected_of_configurations",
    "read_advisories",
]
