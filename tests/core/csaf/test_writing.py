"""What is written is valid by the official tests, reads back as it was meant, and stays a draft without a passage."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from kizuki.core.csaf import read_csaf
from kizuki.core.csaf.writing import Hole, Release, Sentences, Telling, bytes_of, draft_of, released
from kizuki.core.disclosure.gate import Passage, Saying, Shelter, passage_for
from kizuki.core.refusal import Refused
from kizuki.core.vex.reading import read_vex
from kizuki.core.vex.writing import cyclonedx_of, openvex_of, released_cyclonedx, released_openvex
from kizuki.gateways.csaf.validating import faults_of

AT = datetime(2026, 8, 3, 1, tzinfo=UTC)
JA = Sentences(
    "ja", "輸液ポンプの脆弱性", "過量投与のおそれがあります。", "無線を止めてください。", "部品を使っていません。"
)
EN = Sentences("en", "A hole in the pump", "It may overdose.", "Switch the radio off.", "The part is not used.")
TOLD = Telling(
    id="KZ-2026-0001",
    publisher="葵メディカル株式会社",
    namespace="https://aoi-medical.example",
    contact="psirt@aoi-medical.example",
    brand="FLOW-3",
    releases=(Release("KZP-1", "1.0", "30600BZX00012000"), Release("KZP-2", "2.0"), Release("KZP-3", "3.0")),
    holes=(
        Hole(
            "CVE-2026-1000",
            {"KZP-1": "affected", "KZP-2": "not_affected", "KZP-3": "fixed"},
            "CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H",
            8.1,
        ),
        Hole("KIZUKI-2026-1", {"KZP-1": "fixed"}),
    ),
    words=JA,
    revisions=((AT, "初版"),),
)


def passage(content: bytes) -> Passage:
    digest = hashlib.sha256(content).hexdigest()
    return passage_for(Saying("csaf", "public", ("affected",), "", digest), Shelter(("measure:1",)), AT)


@pytest.mark.parametrize("words", [JA, EN])
@pytest.mark.parametrize("category", ["csaf_security_advisory", "csaf_vex"])
@pytest.mark.parametrize("fix", [True, False])
def test_draft_and_released_form_pass_the_schema_and_every_mandatory_test(
    words: Any, category: Any, fix: bool
) -> None:
    told = replace(TOLD, words=words, category=category, fix_available=fix)
    content = bytes_of(draft_of(told))
    assert faults_of(json.loads(content), "2.0") == ()
    out = json.loads(released(content, passage(content)))
    assert faults_of(out, "2.0") == ()
    assert (out["document"]["tracking"]["status"], out["document"]["tracking"]["version"]) == ("final", "1.0.0")


def test_the_history_follows_the_revisions() -> None:
    later = AT.replace(day=9)
    content = bytes_of(draft_of(replace(TOLD, revisions=((AT, "初版"), (later, "修正版の提供")))))
    out = json.loads(released(content, passage(content)))
    assert faults_of(out, "2.0") == ()
    tracking = out["document"]["tracking"]
    assert tracking["version"] == "2.0.0"
    assert [row["summary"] for row in tracking["revision_history"]] == ["初版", "修正版の提供"]


def test_what_was_written_reads_back_with_every_status_score_and_remedy() -> None:
    found = read_csaf(draft_of(TOLD))
    assert not found.unclear
    assert {row.id: (row.vendor, row.version) for row in found.products} == {
        "KZP-1": ("葵メディカル株式会社", "1.0"),
        "KZP-2": ("葵メディカル株式会社", "2.0"),
        "KZP-3": ("葵メディカル株式会社", "3.0"),
    }
    hole, own = found.vulnerabilities
    assert {row.status: row.product_ids for row in hole.statuses} == {
        "known_affected": ("KZP-1",),
        "known_not_affected": ("KZP-2",),
        "fixed": ("KZP-3",),
    }
    assert (hole.scores[0].base, hole.scores[0].product_ids) == (8.1, ("KZP-1", "KZP-3"))
    assert hole.remedies[0].text == "無線を止めてください。"
    # What nobody judged is under investigation.
    assert {row.status: row.product_ids for row in own.statuses} == {
        "fixed": ("KZP-1",),
        "under_investigation": ("KZP-2", "KZP-3"),
    }


@pytest.mark.parametrize("write", [openvex_of, cyclonedx_of])
def test_vex_reads_back_with_the_same_statuses(write: Any) -> None:
    found = read_vex(bytes_of(write(TOLD)))
    assert not found.unclear
    told: Counter[tuple[str, str]] = Counter()
    for row in found.statements:
        told[row.names[0], row.status.value] += len(row.products)
    assert told == {
        ("CVE-2026-1000", "affected"): 1,
        ("CVE-2026-1000", "not_affected"): 1,
        ("CVE-2026-1000", "fixed"): 1,
        ("KIZUKI-2026-1", "fixed"): 1,
        ("KIZUKI-2026-1", "under_investigation"): 2,
    }


def test_what_is_wholly_under_investigation_is_told_as_vex_and_is_no_advisory() -> None:
    told = replace(TOLD, holes=(Hole("CVE-2026-1000", {}),))
    with pytest.raises(Refused, match="told as VEX"):
        draft_of(told)
    assert faults_of(draft_of(replace(told, category="csaf_vex")), "2.0") == ()


@pytest.mark.parametrize("write", [draft_of, openvex_of, cyclonedx_of])
def test_that_something_is_not_affected_needs_its_reason(write: Any) -> None:
    with pytest.raises(Refused, match="why a release is not affected"):
        write(replace(TOLD, words=replace(JA, why_not_affected=" ")))


@pytest.mark.parametrize(
    ("write", "release", "word"),
    [
        (draft_of, released, "draft"),
        (openvex_of, released_openvex, "DRAFT"),
        (cyclonedx_of, released_cyclonedx, "draft"),
    ],
)
def test_a_draft_says_so_until_it_is_released_by_its_own_passage(write: Any, release: Any, word: str) -> None:
    content = bytes_of(write(TOLD))
    assert word in content.decode()
    assert word not in release(content, passage(content)).decode()
    with pytest.raises(Refused, match="another document"):
        release(content + b" ", passage(content))


def test_nothing_is_written_about_nothing() -> None:
    for told in (replace(TOLD, releases=()), replace(TOLD, holes=()), replace(TOLD, revisions=())):
        with pytest.raises(Refused):
            draft_of(told)
