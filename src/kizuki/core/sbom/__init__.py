"""Component lists of every format as one shape, with the faults of the file and what cannot be matched."""

from kizuki.core.sbom.reading import read_sbom
from kizuki.core.sbom.shapes import NO_DETAILS, Component, Details, Fault, Hash, Sbom, Unmatchable, identified

__all__ = [
    "NO_DETAILS",
    "Component",
    "Details",
    "Fault",
    "Hash",
    "Sbom",
    "Unmatchable",
    "identified",
    "read_sbom",
]
