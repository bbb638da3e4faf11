"""Component lists from the files that a command line names."""

from __future__ import annotations

from kizuki.core.refusal import Refused
from kizuki.core.sbom import Sbom, read_sbom
from kizuki.gateways.files import read_document


def read_one(name: str, columns: dict[str, str] | None = None) -> Sbom:
    """The component list of one file; a refusal names the file."""
    try:
        return read_sbom(read_document(name).content, columns)
    except Refused as refused:
        raise refused.in_file(name) from None
