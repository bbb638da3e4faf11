"""Writing CSAF 2.0: a security advisory or VEX as a draft, and its release with the passage of the gate.

Source: OASIS CSAF 2.0, profiles 4.4 and 4.5, mandatory tests 6.1. A draft says `draft` of itself; only `released` takes
that away.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from msgspec import Struct

from kizuki.core.disclosure.gate import Passage
from kizuki.core.refusal import Refused

Category = Literal["csaf_security_advisory", "csaf_vex"]

STATUS_KEYS = {
    "affected": "known_affected",
    "fixed": "fixed",
    "not_affected": "known_not_affected",
    "under_investigation": "under_investigation",
}
"""What a person said of a finding, as CSAF calls it."""

_SEVERITIES = ((9.0, "CRITICAL"), (7.0, "HIGH"), (4.0, "MEDIUM"), (0.1, "LOW"), (0.0, "NONE"))


class Release(Struct, frozen=True):
    """One version of the device: its id in the document, what it is called, and its number of approval ('' none)."""

    id: str
    version: str
    model: str = ""


class Hole(Struct, frozen=True):
    """One vulnerability: its name, a status for every release (by id), its CVSS 3.1 base vector and score, and how its
    exploitation stands."""

    name: str
    statuses: Mapping[str, str]
    vector: str = ""
    base: float | None = None


class Sentences(Struct, frozen=True):
    """What people wrote in one language: title, what it means for patients, what hospitals do, why a release is not
    affected ('' where none is said to be so)."""

    lang: str
    title: str
    summary: str
    action: str
    why_not_affected: str = ""


class Telling(Struct, frozen=True):
    """Everything that a document says. `id` and `number` identify it and count its revisions (with an instant and words
    each); `namespace` is the publisher's address on the web; `fix_available`: a patch of ours closes it."""

    id: str
    publisher: str
    namespace: str
    contact: str
    brand: str
    releases: Sequence[Release]
    holes: Sequence[Hole]
    words: Sentences
    revisions: Sequence[tuple[datetime, str]]
    tlp: str = "WHITE"
    fix_available: bool = False
    category: Category = "csaf_security_advisory"


def draft_of(told: Telling) -> dict[str, Any]:
    """The document, as a draft. `Refused` where it says nothing of any release, says `not_affected` without a reason, or
    a CVE number stands beside nothing."""
    if not told.releases or not told.holes:
        raise Refused("disclosure", "names no release or no vulnerability")
    if not told.revisions:
        raise Refused("revisions", "has no revision")
    for hole in told.holes:
        judged = any(status != "under_investigation" for status in hole.statuses.values())
        if told.category == "csaf_security_advisory" and not judged:
            raise Refused("category", f"{hole.name} is under investigation in every release: that is told as VEX")
    return {
        "document": _document(told),
        "product_tree": {"branches": [_vendor(told)]},
        "vulnerabilities": [_hole(told, hole) for hole in told.holes],
    }


def bytes_of(document: Mapping[str, Any]) -> bytes:
    """A document as it is kept and digested: UTF-8, indented, its keys in the order of their names."""
    return (json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def released(content: bytes, passage: Passage) -> bytes:
    """The public form of a draft: final, with its own version. `Refused` where the passage is another document's."""
    passage.require(hashlib.sha256(content).hexdigest())
    document = copy.deepcopy(json.loads(content))
    tracking = document["document"]["tracking"]
    tracking["status"] = "final"
    tracking["version"] = _public(tracking["version"])
    for row in tracking["revision_history"]:
        row["number"] = _public(row["number"])
    return bytes_of(document)


def _public(number: str) -> str:
    """A draft counts its revisions after the zero (6.1.17); what is public counts them before it (6.1.18)."""
    return f"{number.split('.')[1]}.0.0"


def _document(told: Telling) -> dict[str, Any]:
    words = told.words
    notes = [
        {"category": "summary", "title": _titles(words.lang)[0], "text": words.summary},
        {"category": "general", "title": _titles(words.lang)[1], "text": words.action},
    ]
    history = [
        {"date": _at(at), "number": f"0.{number}.0", "summary": said}
        for number, (at, said) in enumerate(told.revisions, 1)
    ]
    return {
        "category": told.category,
        "csaf_version": "2.0",
        "distribution": {"tlp": {"label": told.tlp}},
        "lang": words.lang,
        "notes": notes,
        "publisher": {
            "category": "vendor",
            "name": told.publisher,
            "namespace": told.namespace,
            **({"contact_details": told.contact} if told.contact else {}),
        },
        "title": words.title,
        "tracking": {
            "current_release_date": history[-1]["date"],
            "id": told.id,
            "initial_release_date": history[0]["date"],
            "revision_history": history,
            "status": "draft",
            "version": history[-1]["number"],
        },
    }


def _vendor(told: Telling) -> dict[str, Any]:
    versions = [
        {
            "category": "product_version",
            "name": release.version,
            "product": {
                "name": f"{told.brand} {release.version}",
                "product_id": release.id,
                **({"product_identification_helper": {"model_numbers": [release.model]}} if release.model else {}),
            },
        }
        for release in told.releases
    ]
    brand = {"category": "product_name", "name": told.brand, "branches": versions}
    return {"category": "vendor", "name": told.publisher, "branches": [brand]}


def _hole(told: Telling, hole: Hole) -> dict[str, Any]:
    by_status: dict[str, list[str]] = {}
    for release in told.releases:
        status = hole.statuses.get(release.id, "under_investigation")
        by_status.setdefault(STATUS_KEYS[status], []).append(release.id)
    row: dict[str, Any] = {
        **_name(hole.name, told.namespace),
        "notes": [{"category": "description", "text": told.words.summary}],
        "product_status": by_status,
    }
    affected = by_status.get("known_affected", [])
    not_affected = by_status.get("known_not_affected", [])
    if affected:
        category = "vendor_fix" if told.fix_available else "workaround"
        row["remediations"] = [{"category": category, "details": told.words.action, "product_ids": affected}]
    elif by_status.get("fixed"):
        # The tests want a remedy wherever something was fixed: it is the fix itself.
        row["remediations"] = [
            {"category": "vendor_fix", "details": told.words.action, "product_ids": by_status["fixed"]}
        ]
    if not_affected:
        if not told.words.why_not_affected.strip():
            raise Refused("why_not_affected", f"says why a release is not affected by {hole.name}")
        row["threats"] = [{"category": "impact", "details": told.words.why_not_affected, "product_ids": not_affected}]
    scored = [*affected, *by_status.get("fixed", [])]
    if hole.vector and hole.base is not None and scored:
        row["scores"] = [{"cvss_v3": _cvss(hole.vector, hole.base), "products": scored}]
    return row


def _name(name: str, namespace: str) -> dict[str, Any]:
    if name.startswith("CVE-"):
        return {"cve": name}
    return {"ids": [{"system_name": namespace, "text": name}]}


def _cvss(vector: str, base: float) -> dict[str, Any]:
    severity = next(word for least, word in _SEVERITIES if base >= least)
    return {"version": "3.1", "vectorString": vector, "baseScore": base, "baseSeverity": severity}


def _titles(lang: str) -> tuple[str, str]:
    return (
        ("臨床上の影響", "医療機関にお願いすること")
        if lang == "ja"
        else ("Clinical impact", "What hospitals are asked to do")
    )


def _at(at: datetime) -> str:
    if at.tzinfo is None:
        raise Refused("revisions", "each has an instant with its offset from UTC")
    return at.isoformat(timespec="seconds")
