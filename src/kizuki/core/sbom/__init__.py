"""Component lists of every format as one shape, with the faults of the file and what cannot be matched."""

from kizuki.core.sbom.reading import read_sbom
from kizuki.core.sbom.shapes import Component, Fault, Hash, Sbom, Unmatchable, component_json, sbom_json

__all__ = ["Component", "Fault", "Hash", "Sbom", "Unmatchable", "component_json", "read_sbom", "sbom_json"]
