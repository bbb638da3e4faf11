"""From the bytes of a document to VEX statements."""

from __future__ import annotations

from typing import Any

from kizuki.core.csaf import looks_like_csaf
from kizuki.core.documents import json_value
from kizuki.core.refusal import Refused
from kizuki.core.vex import csaf_vex, cyclonedx_vex, openvex
from kizuki.core.vex.shapes import VexFile


def read_vex(content: bytes) -> VexFile:
    """The statements of an OpenVEX, CSAF or CycloneDX (JSON) document.

    What is stated of nothing that can be told, or in a word that the format does not have, stands in `unclear`.
    Raises `Refused` for any other document, and for one that cannot be read as a whole.
    """
    value: Any = json_value(content)
    if openvex.looks_like_openvex(value):
        return openvex.statements_of(value)
    if looks_like_csaf(value):
        return csaf_vex.statements_of(value)
    if cyclonedx_vex.looks_like_cyclonedx(value):
        return cyclonedx_vex.statements_of(value)
    raise Refused("", "neither OpenVEX nor CSAF nor CycloneDX with vulnerabilities")
