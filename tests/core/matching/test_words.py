"""Records that name their product only in words: candidates with their sentence, never affected, never silent."""

from __future__ import annotations

import json
import lzma
import re

import pytest

from kizuki.core.advisories import Advisory, read_advisories
from kizuki.core.matching import judge
from kizuki.core.matching.words import everyday, in_words, is_too_common, names_left_out
from kizuki.core.sbom import Component, read_sbom
from tests.core.matching.cases import UNDETERMINED, cve, read, verdict
from tests.shared import shared_data


def worded(text: str, **more: object) -> Advisory:
    container = {
        "descriptions": [{"lang": "en", "value": text}],
        "affected": [{"vendor": "n/a", "product": "n/a", "versions": [{"version": "n/a", "status": "affected"}]}],
    }
    metadata = {"cveId": "CVE-2026-1", "state": "PUBLISHED"}
    return read({"dataType": "CVE_RECORD", "cveMetadata": metadata, "containers": {"cna": container}} | more)


def named(name: str, version: str = "1.0", **more: str) -> Component:
    return Component(ref="c", name=name, version=version, **more)


def test_a_record_that_names_no_product_is_searched_for_the_name_and_shows_the_sentence() -> None:
    advisory = worded("Some words before. A heap overflow in lwIP through 2.1.3 lets attackers crash it. And after.")
    (finding,) = judge(named("lwip", "2.1.2"), advisory)
    (why,) = finding.evidence.why
    assert (finding.verdict, finding.evidence.identifier, why.code) == (UNDETERMINED, "name", "named_in_words_only")
    assert dict(why.values)["sentence"] == "A heap overflow in lwIP through 2.1.3 lets attackers crash it."
    assert "lwIP through 2.1.3" in why.sentence("en")


def test_a_record_that_names_a_product_in_fields_is_held_by_names_and_never_by_words() -> None:
    container = {"vendor": "Acme", "product": "Gateway", "versions": [{"version": "1", "status": "affected"}]}
    advisory = cve(container)
    assert advisory.words == ""
    assert judge(named("lwip"), advisory) == ()


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("lwip", "in lwIP's timers", True),
        ("lwip", "in lwipopts.h", False),
        ("util-linux", "the util-linux package", True),
        ("util-linux", "in util_linux", True),
        ("util-linux", "a util of Linux", False),
        ("lwip", "lwIPの境界外読み取り", True),
        ("bluez", "Bluez5 daemon", False),
    ],
)
def test_only_whole_words_in_a_row_count(name: str, text: str, found: bool) -> None:
    assert bool(in_words(named(name), text)) is found


def test_a_rejected_record_has_no_words() -> None:
    metadata = {"cveId": "CVE-2026-1", "state": "REJECTED", "dateRejected": "2026-01-01T00:00:00Z"}
    assert worded("in lwIP", cveMetadata=metadata).words == ""


@pytest.mark.parametrize("name", ["svg", "Svg", "permissions", "filesystem", "login", "info", "tar", "file 5", "pam"])
def test_an_everyday_word_or_a_short_one_is_not_searched_alone_and_that_is_told(name: str) -> None:
    assert is_too_common(name)
    component = named(name, supplier="Acme Corp")
    assert names_left_out(component) == (name,)
    assert judge(component, worded(f"An error in {name} handling of another product.")) == ()


def test_an_everyday_word_beside_its_maker_is_found() -> None:
    component = named("permissions", supplier="Openwall")
    assert verdict(component, worded("In Openwall permissions before 3.2 a link is followed.")) == (
        UNDETERMINED,
        ["named_in_words_only"],
    )
    far = "Openwall published a note. It says that somebody else's program has weak permissions."
    assert judge(component, worded(far)) == ()


def test_a_longer_name_of_the_table_is_searched_where_the_own_name_is_too_common() -> None:
    component = named("linux", "5.10", cpe="cpe:2.3:o:linux:linux_kernel:5.10:*:*:*:*:*:*:*")
    assert names_left_out(component) == ("linux",)
    assert judge(component, worded("A program for Linux and Windows.")) == ()
    assert verdict(component, worded("In the Linux kernel before 6.1 a lock is missing."))[0] is UNDETERMINED


def test_every_everyday_name_has_its_reason() -> None:
    assert len(everyday()) > 500
    assert all(reason.strip() for reason in everyday().values())


def test_a_record_that_is_enriched_later_is_no_longer_held_by_words() -> None:
    before = {
        "cve": {"id": "CVE-2026-1", "vulnStatus": "Received", "descriptions": [{"lang": "en", "value": "lwIP."}]}
    }
    match = {"vulnerable": True, "criteria": "cpe:2.3:a:x:lwip:*:*:*:*:*:*:*:*", "versionEndExcluding": "2.0"}
    after = {
        "cve": before["cve"]
        | {"vulnStatus": "Analyzed", "configurations": [{"nodes": [{"operator": "OR", "cpeMatch": [match]}]}]}
    }
    component = named("lwip", "2.1.2", cpe="cpe:2.3:a:x:lwip:2.1.2:*:*:*:*:*:*:*")
    assert verdict(component, read(before)) == (UNDETERMINED, ["named_in_words_only"])
    assert verdict(component, read(after))[1] == ["outside"]


def test_what_is_left_of_real_records_is_no_more_than_what_a_search_of_its_own_leaves() -> None:
    """The oracle is a regular expression with word boundaries over title and description, written apart."""
    listed = (shared_data("sboms") / "medical/spacelab-narrow.cdx.json").read_bytes()
    components = read_sbom(listed).everything
    own = {row.name for row in components if row.name and not is_too_common(row.name)}
    pattern = re.compile(
        "|".join(rf"\b{re.escape(name)}\b" for name in sorted(own, key=len, reverse=True)), re.IGNORECASE
    )
    left = ours = worded_records = 0
    with lzma.open(shared_data("vulns") / "cve5/vulnrichment.ndjson.xz") as file:
        for line in file:
            if b'"n/a"' not in line:
                continue
            (advisory,) = read_advisories(line).advisories
            if advisory.words:
                cna = json.loads(line)["containers"]["cna"]
                text = " ".join([cna.get("title", ""), *(row["value"] for row in cna.get("descriptions", []))])
                worded_records += 1
                left += not pattern.search(text)
                ours += not any(in_words(row, advisory.words) for row in components)
    assert worded_records > 2500
    assert ours <= left < worded_records
