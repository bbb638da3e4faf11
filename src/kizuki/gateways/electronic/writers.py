"""Writers of the electronic report. PMDA's own format is a writer of its own once its schema is at hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import jsonschema_rs
import msgspec

from kizuki.core.forms.electronic import ElectronicReport, electronic_json, schema
from kizuki.core.refusal import Refused


class Writer(Protocol):
    """From a report as data to the bytes of one format: the same report gives the same bytes."""

    name: str
    media_type: str

    def write(self, report: ElectronicReport) -> bytes:
        """The bytes. `Refused` names what the format cannot hold."""
        ...


class CanonicalJson:
    """Our own format: UTF-8, keys in order, no blanks; held against the published schema before it leaves."""

    name = "canonical-json"
    media_type = "application/json"

    def write(self, report: ElectronicReport) -> bytes:
        """The document as canonical JSON. `Refused` names the first place that the schema does not allow."""
        document = electronic_json(report)
        fault = next(iter(jsonschema_rs.validator_for(schema()).iter_errors(document)), None)
        if fault is not None:
            raise Refused(".".join(str(part) for part in fault.instance_path), fault.message)
        return msgspec.json.encode(document, order="sorted")


WRITERS: Mapping[str, Writer] = {writer.name: writer for writer in (CanonicalJson(),)}
"""Every writer by its name."""


def writer_of(name: str) -> Writer:
    """The writer of this name; `Refused` lists them."""
    if name not in WRITERS:
        raise Refused("writer", f"{name!r} is not one of: {', '.join(WRITERS)}")
    found: Any = WRITERS[name]
    return found  # type: ignore[no-any-return] # a Writer by the table's own type
