"""Package URLs and CPE names."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packageurl import PackageURL

from kizuki.core.sbom.cpe import ANY, NA, Cpe, plain, read_cpe
from kizuki.core.sbom.purl import read_purl
from tests.shared import shared_data

text = st.text("abcXYZ019 .-_~+@/%é", min_size=1, max_size=8).filter(lambda value: value.strip(" /") == value)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["deb", "npm", "generic", "golang"]),
    st.one_of(st.none(), text.filter(lambda value: "//" not in value and "/" not in value)),
    text.filter(lambda value: "/" not in value),
    st.one_of(st.none(), text.filter(lambda value: "/" not in value)),
)
def test_a_package_url_is_read_as_another_implementation_wrote_it(
    kind: str, namespace: str | None, name: str, version: str | None
) -> None:
    written = PackageURL(kind, namespace, name, version, {"distro": "debian-12"})
    read = read_purl(written.to_string())
    assert read is not None
    assert (read.type, read.namespace, read.name) == (written.type, written.namespace or "", written.name)
    assert read.version == (written.version or "")
    assert read.qualifier("distro") == "debian-12"


@settings(max_examples=300, deadline=None)
@given(
    st.from_regex(
        r"pkg:[a-z.]{1,3}/([a-z%40@.:+/-]{0,8}/)?[a-zA-Z0-9.~+%@/-]{0,6}(@[0-9a-z.%:+~@/-]{0,6})?", fullmatch=True
    )
)
def test_the_usual_form_is_read_as_the_unusual_ones_are(written: str) -> None:
    # A blank before it sends a package URL the longer way.
    assert read_purl(written) == read_purl(" " + written)


def test_the_official_package_urls_that_are_valid_are_read() -> None:
    read = 0
    for file in sorted((shared_data("purl") / "types").glob("*-definition.json")):
        for example in json.loads(file.read_text()).get("examples", []):
            expected, found = PackageURL.from_string(example), read_purl(example)
            assert found is not None
            assert (found.type, found.version) == (expected.type, expected.version or "")
            read += 1
    assert read > 50


@pytest.mark.parametrize("broken", ["", "openssl", "pkg:", "pkg:npm", "pkg:npm/", "http://x/y", "pkg:9x y/name"])
def test_a_text_that_is_no_package_url_is_none(broken: str) -> None:
    assert read_purl(broken) is None


def test_an_at_sign_of_a_scope_is_not_a_version() -> None:
    purl = read_purl("pkg:npm/@angular/core")
    assert purl is not None
    assert (purl.namespace, purl.name, purl.version) == ("@angular", "core", "")


def test_two_spellings_of_one_python_package_have_one_key() -> None:
    one, other = read_purl("pkg:pypi/Ruamel.Yaml@1"), read_purl("pkg:pypi/ruamel_yaml")
    assert one is not None
    assert other is not None
    assert one.key == other.key == "pypi/ruamel-yaml"


def test_escapes_and_wildcards_of_a_cpe_are_kept_apart() -> None:
    cpe = read_cpe(r"cpe:2.3:a:Foo\:Bar:b\*z:10.5\(1\):-:*:*:*:node.js:*:*")
    assert cpe is not None
    assert cpe == Cpe("a", r"foo\:bar", r"b\*z", r"10.5\(1\)", NA, ANY, ANY, ANY, "node.js", ANY, ANY)
    assert (plain(cpe.vendor), plain(cpe.product), cpe.plain_version) == ("foo:bar", "b*z", "10.5(1)")
    assert cpe.names_a_product


@pytest.mark.parametrize(
    ("uri", "formatted"),
    [
        ("cpe:/a:redhat:enterprise_linux:8::appstream", "cpe:2.3:a:redhat:enterprise_linux:8:*:appstream:*:*:*:*:*"),
        ("cpe:/a:foo:bar:8.%02", "cpe:2.3:a:foo:bar:8\\.*:*:*:*:*:*:*:*"),
        ("cpe:/a:hp:insight:7.4::~~online~win2003~x64~", "cpe:2.3:a:hp:insight:7\\.4:*:*:*:online:win2003:x64:*"),
    ],
)
def test_the_older_uri_is_read_into_the_same_attributes(uri: str, formatted: str) -> None:
    left, right = read_cpe(uri), read_cpe(formatted)
    assert left is not None
    assert right is not None
    assert [plain(getattr(left, name)) for name in Cpe.__slots__] == [
        plain(getattr(right, name)) for name in Cpe.__slots__
    ]


@pytest.mark.parametrize("broken", ["", "cpe:2.3:a", "cpe:2.3:x:a:b", "cpe:/", "openssl", "cpe:2.3:a:b:c" + ":d" * 9])
def test_a_text_that_is_no_cpe_is_none(broken: str) -> None:
    assert read_cpe(broken) is None


@pytest.mark.parametrize("text", ["cpe:2.3:a:*:openssl:1", "cpe:2.3:a:openssl:-:1", "cpe:2.3:a:open*:ssl:1"])
def test_a_cpe_with_an_open_vendor_or_product_names_no_product(text: str) -> None:
    cpe = read_cpe(text)
    assert cpe is not None
    assert not cpe.names_a_product
