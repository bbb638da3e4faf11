"""Findings in the shape of contracts.md."""

from __future__ import annotations

from typing import Any

from kizuki.core.glossary import Lang
from kizuki.core.matching.shapes import Evidence, Finding


def finding_json(finding: Finding, lang: Lang) -> dict[str, Any]:
    """One finding; `signals` is for the caller, who knows the catalogues."""
    component = finding.component
    return {
        "component": {
            "ref": component.ref,
            "name": component.name or None,
            "version": component.version or None,
            "purl": component.purl or None,
            "cpe": component.cpe or None,
        },
        "advisory": finding.advisory,
        "aliases": list(finding.aliases),
        "verdict": str(finding.verdict),
        "evidence": evidence_json(finding.evidence, lang),
        "fixed_in": list(finding.fixed_in),
        "beside": [{"verdict": str(row.verdict)} | evidence_json(row, lang) for row in finding.beside],
    }


def evidence_json(evidence: Evidence, lang: Lang) -> dict[str, Any]:
    """The evidence with its reasons as sentences and as codes."""
    joint = "" if lang == "ja" else " "
    return {
        "identifier": evidence.identifier,
        "searched": evidence.searched,
        "versions": list(evidence.versions),
        "range": evidence.range,
        "scheme": evidence.scheme or None,
        "source": evidence.source,
        "identifiers": [{"identifier": kind, "searched": searched} for kind, searched in evidence.identifiers],
        "why": joint.join(reason.sentence(lang) for reason in evidence.why),
        "why_codes": [reason.code for reason in evidence.why],
    }
