"""Component lists in XML: which format the root tells, and which reader takes it."""

from __future__ import annotations

from kizuki.core.documents.xml import XmlDocument, local, namespace, read_xml
from kizuki.core.refusal import Refused
from kizuki.core.sbom.assembling import NOT_KNOWN, Draft
from kizuki.core.sbom.cyclonedx_xml import read_cyclonedx_xml
from kizuki.core.sbom.spdx_rdf import read_spdx_rdf
from kizuki.core.sbom.spdx_xml import read_spdx_xml
from kizuki.core.sbom.swid import TAG, read_swid


def read_list_in_xml(content: bytes) -> tuple[Draft, str]:
    """The list, and the encoding of its document. `Refused` for XML that is no list of a format that is known."""
    document = read_xml(content)
    return _of_xml(document), document.encoding


def _of_xml(document: XmlDocument) -> Draft:
    root = document.root
    name = local(root)
    if name == "bom":
        return read_cyclonedx_xml(document)
    if name == "RDF":
        return read_spdx_rdf(root)
    if name == TAG or any(local(row) == TAG for row in root.iter()):
        return read_swid(root)
    if name in ("Document", "SpdxDocument") or any(local(row) in ("spdxVersion", "Document") for row in root):
        return read_spdx_xml(root)
    where = f" in {namespace(root)}" if namespace(root) else ""
    raise Refused("line 1", f"{NOT_KNOWN}: XML whose root is {name}{where}")
