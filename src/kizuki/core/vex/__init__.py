"""VEX of others (OpenVEX, CSAF, CycloneDX) as statements: evidence that lies beside a verdict and never makes one."""

from kizuki.core.vex.attaching import Relation, VexEvidence, evidence_for
from kizuki.core.vex.reading import read_vex
from kizuki.core.vex.shapes import VexFile, VexProduct, VexStatement, VexStatus

__all__ = [
    "Relation",
    "VexEvidence",
    "VexFile",
    "VexProduct",
    "VexStatement",
    "VexStatus",
    "evidence_for",
    "read_vex",
]
