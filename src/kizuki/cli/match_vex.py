"""VEX beside the findings of `kizuki match`."""

from __future__ import annotations

from typing import Any

from kizuki.core.matching import Verdict
from kizuki.core.refusal import Refused
from kizuki.core.sbom import Component, Sbom
from kizuki.core.vex import VexFile, evidence_for, read_vex
from kizuki.gateways.files import read_document


def read_vex_files(names: list[str]) -> list[tuple[str, VexFile]]:
    """Every file, or `Refused` naming the one that cannot be read."""
    found = []
    for name in names:
        try:
            found.append((name, read_vex(read_document(name).content)))
        except Refused as refused:
            raise refused.in_file(name) from None
    return found


def add_vex(shown: dict[str, Any], sboms: list[tuple[str, Sbom]], files: list[tuple[str, VexFile]]) -> None:
    """Put `vex` beside every finding, and what could not be told of the files into `data.vex`."""
    statements = [statement for _, file in files for statement in file.statements]
    subjects = {name: sbom.subject for name, sbom in sboms}
    for row in shown["findings"]:
        names = (row["record"], row["advisory"], *row["aliases"])
        evidence = evidence_for(
            _component(row["component"]), Verdict(row["verdict"]), names, statements, subjects[row["sbom"]]
        )
        row["vex"] = [told.as_json() for told in evidence]
    shown["data"]["vex"] = {
        "statements": len(statements),
        "unclear": [
            {"file": name, "where": row.where, "why": row.why} for name, file in files for row in file.unclear
        ],
    }


def _component(shown: dict[str, Any]) -> Component:
    ref, name, version, purl, cpe = (str(shown[key] or "") for key in ("ref", "name", "version", "purl", "cpe"))
    return Component(ref, name, version, purl, cpe)
