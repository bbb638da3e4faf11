"""Every ecosystem in its own order of versions."""

from __future__ import annotations

import pytest

from kizuki.core.matching import finding_json
from tests.core.matching.cases import AFFECTED, NOT_AFFECTED, UNDETERMINED, only, osv, purl


@pytest.mark.parametrize(
    ("ecosystem", "name", "text", "scheme", "fixed", "below", "above"),
    [
        ("Maven", "org.a:b", "pkg:maven/org.a/b", "maven", "2.0", "2.0-SNAPSHOT", "2.0.Final"),
        ("RubyGems", "b", "pkg:gem/b", "gem", "2.0.0", "2.0.0.rc1", "2.0.0.1"),
        ("Packagist", "a/b", "pkg:composer/a/b", "composer", "2.0", "2.0-RC1", "v2.0.0"),
        ("Alpine:v3.19", "b", "pkg:apk/alpine/b", "apk", "2.0-r1", "2.0_rc1-r5", "2.0.1-r0"),
        ("Go", "a.io/b", "pkg:golang/a.io/b", "go", "2.0.0", "v1.9.0+incompatible", "v2.0.0+incompatible"),
        ("Go", "stdlib", "pkg:golang/stdlib", "go", "1.21.0-rc.3", "1.21rc2", "go1.21"),
        ("Bitnami", "b", "pkg:bitnami/b", "bitnami", "6.2.0", "6.1.9-3", "6.2.0-1"),
        ("Pub", "b", "pkg:pub/b", "pub", "1.0.0+1", "1.0.0", "1.0.0+2"),
        ("CRAN", "b", "pkg:cran/b", "cran", "0.1-2", "0.1", "0.1-10"),
        ("Hackage", "b", "pkg:hackage/b", "hackage", "1.0.0", "1.0", "1.0.0.0"),
        ("ConanCenter", "b", "pkg:conan/b", "conan", "1.10", "1.9.2", "1.10.0"),
        ("crates.io", "b", "pkg:cargo/b", "semver", "1.0.0", "1.0.0-alpha.1", "1.0.0"),
    ],
)
def test_each_ecosystem_is_judged_in_its_own_order_and_the_evidence_names_it(
    ecosystem: str, name: str, text: str, scheme: str, fixed: str, below: str, above: str
) -> None:
    advisory = osv(ecosystem, name, {"introduced": "0"}, {"fixed": fixed})
    release = "?distro=alpine-3.19" if ecosystem.startswith("Alpine") else ""
    found = [only(purl(f"{text}@{version}{release}"), advisory) for version in (below, above, "not a version!")]
    assert [row.verdict for row in found] == [AFFECTED, NOT_AFFECTED, UNDETERMINED]
    assert found[2].evidence.why[0].code == "version_not_orderable"
    for row in found:
        shown = finding_json(row, "en")["evidence"]
        assert (shown["identifier"], shown["searched"], shown["scheme"]) == ("purl", text, scheme)
        assert shown["range"] == f">= 0, < {fixed}"
        assert shown["why"]
