"""Which shape a record has, and the reader that takes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Any

import msgspec
from msgspec import Struct

from kizuki.core.advisories import csaf, cve5, ghsa, jvn_json, native, nvd, osv
from kizuki.core.advisories.exploited import (
    exploited_of,
    looks_like_euvd,
    looks_like_record_of_euvd,
    looks_like_vulncheck,
)
from kizuki.core.advisories.shapes import Advisory, AdvisoryFile
from kizuki.core.advisories.signals import KevCatalogue, kev_of
from kizuki.core.advisories.support import cycles_of, looks_like_support, products_of
from kizuki.core.csaf import looks_like_csaf, read_csaf


class Place(Struct, frozen=True):
    """Where a record stands: the file and the line it begins on."""

    file: str
    line: int

    @property
    def stem(self) -> str:
        """The name of the file without its folders and endings."""
        return PurePath(self.file).name.partition(".")[0] if self.file else ""

    @property
    def as_name(self) -> str:
        """A name for a record that has none of its own."""
        return f"{PurePath(self.file).name or 'record'}:{self.line}"


Value = dict[str, Any]
Reader = Callable[[Value, Place], AdvisoryFile]


def _one(advisory: Advisory) -> AdvisoryFile:
    return AdvisoryFile(advisories=(advisory,))


def _cve5(value: Value, _place: Place) -> AdvisoryFile:
    return _one(cve5.advisory_of(msgspec.convert(value, cve5.Record)))


def _osv(value: Value, _place: Place) -> AdvisoryFile:
    return _one(osv.advisory_of(msgspec.convert(value, osv.Record)))


def _nvd(value: Value, place: Place) -> AdvisoryFile:
    return _one(nvd.advisory_of(msgspec.convert(value, nvd.Holder), place.as_name))


def _ghsa(value: Value, _place: Place) -> AdvisoryFile:
    return _one(ghsa.advisory_of(value))


def _csaf(value: Value, _place: Place) -> AdvisoryFile:
    document = read_csaf(value)
    if jvn_json.is_jvn(value):
        return AdvisoryFile(advisories=jvn_json.advisories_of_jvn(document, value))
    return AdvisoryFile(advisories=csaf.advisories_of(document))


def _jvn(value: Value, _place: Place) -> AdvisoryFile:
    return AdvisoryFile(advisories=jvn_json.overviews_of(value))


def _rustsec(value: Value, _place: Place) -> AdvisoryFile:
    return _one(native.rustsec_advisory(msgspec.convert(value, native.RustRecord)))


def _npm(value: Value, _place: Place) -> AdvisoryFile:
    return _one(native.npm_advisory(msgspec.convert(value, native.NpmRecord)))


def _node(value: Value, _place: Place) -> AdvisoryFile:
    return _one(native.node_advisory(msgspec.convert(value, native.NodeRecord)))


def _kev(value: Value, _place: Place) -> AdvisoryFile:
    return kev_of(msgspec.convert(value, KevCatalogue))


def _exploited(value: Value, _place: Place) -> AdvisoryFile:
    return exploited_of(value)


def _support(value: Value, place: Place) -> AdvisoryFile:
    return AdvisoryFile(support=cycles_of(value, place.stem))


def _looks_like_osv(value: Value) -> bool:
    told = any(key in value for key in ("affected", "schema_version", "withdrawn", "aliases"))
    return "id" in value and "modified" in value and told


SHAPES: tuple[tuple[str, Callable[[Value], bool], Reader], ...] = (
    ("CVE JSON 5", lambda value: value.get("dataType") == "CVE_RECORD", _cve5),
    ("CSAF", looks_like_csaf, _csaf),
    ("OSV", _looks_like_osv, _osv),
    ("KEV", lambda value: "catalogVersion" in value, _kev),
    ("NVD", nvd.looks_like_nvd, _nvd),
    ("GHSA", ghsa.looks_like_ghsa, _ghsa),
    ("JVN", jvn_json.looks_like_overviews, _jvn),
    ("RustSec", native.looks_like_rustsec, _rustsec),
    ("Node.js Security WG", native.looks_like_npm, _npm),
    ("Node.js Security WG", native.looks_like_node, _node),
    ("EUVD", lambda value: looks_like_euvd(value) or looks_like_record_of_euvd(value), _exploited),
    ("VulnCheck KEV", looks_like_vulncheck, _exploited),
    ("endoflife.date", looks_like_support, _support),
)
"""By shape: its name, how it is told, and its reader; the first that fits is asked."""


def record_of(value: Value) -> tuple[str, Reader | None]:
    """The name of the shape and its reader; no reader for a shape that is known and not read, or not known."""
    for name, fits, reader in SHAPES:
        if fits(value):
            return name, reader
    return (
        "CVE JSON 4" if value.get("data_type") == "CVE" else "NVD (JSON 1.x)" if "CVE_Items" in value else ""
    ), None


def is_list_of_records(value: Value) -> bool:
    """Whether a value only wraps records: an answer of NVD's, OSV's or endoflife.date's interface."""
    answer = value.get("vulnerabilities")
    of_nvd = isinstance(answer, list) and ("resultsPerPage" in value or value.get("format") == "NVD_CVE")
    return isinstance(value.get("vulns"), list) or of_nvd or products_of(value) is not None


def wrapped(value: Value) -> tuple[list[Any], int | None]:
    """The records of such a value, and how many it says there are in all."""
    rows = next(
        rows for rows in (value.get("vulns"), products_of(value), value.get("vulnerabilities")) if rows is not None
    )
    total = value.get("totalResults")
    return rows, total if isinstance(total, int) else None
