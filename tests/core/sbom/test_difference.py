"""What changed from one component list to the next."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kizuki.core.sbom import Component, Hash, Sbom, read_sbom
from kizuki.core.sbom.difference import Difference, difference, difference_json
from tests.shared import shared_data


def listed(*components: Component) -> Sbom:
    return Sbom("csv", "", "", (), components, (), 0)


def part(name: str, version: str = "1", purl: str = "", cpe: str = "", sha: str = "") -> Component:
    hashes = (Hash("SHA-256", sha),) if sha else ()
    return Component(f"ref-{name}-{version}", name, version, purl, cpe, hashes=hashes)


def told(found: Difference) -> list[tuple[str, tuple[str, ...], list[str], list[str]]]:
    return [
        (row.by, row.what, [each.version for each in row.old], [each.version for each in row.new])
        for row in found.changed
    ]


def test_a_new_version_is_a_change_whatever_identifies_the_component() -> None:
    for old, new, by in (
        (part("x", "1", purl="pkg:npm/x@1"), part("X", "2", purl="pkg:npm/x@2"), "purl"),
        (part("x", "1", cpe="cpe:2.3:a:v:x:1"), part("other name", "2", cpe="cpe:2.3:a:v:x:2"), "cpe"),
        (part("Open  SSL", "1"), part("open ssl", "2"), "name"),
    ):
        found = difference(listed(old), listed(new))
        assert told(found) == [(by, ("version",), ["1"], ["2"])]
        assert (found.added, found.removed, found.same) == ((), (), 0)


def test_what_only_one_list_has_is_added_or_removed() -> None:
    found = difference(listed(part("a"), part("b")), listed(part("b"), part("c")))
    assert [row.name for row in found.added] == ["c"]
    assert [row.name for row in found.removed] == ["a"]
    assert found.same == 1


def test_the_same_version_with_another_hash_is_a_change() -> None:
    found = difference(listed(part("a", sha="AA")), listed(part("a", sha="bb")))
    assert told(found) == [("name", ("content",), ["1"], ["1"])]
    assert difference(listed(part("a", sha="AA")), listed(part("a", sha="aa"))).same == 1


def test_an_identifier_that_was_added_is_a_change_and_not_another_component() -> None:
    found = difference(listed(part("a")), listed(part("a", purl="pkg:npm/a@1")))
    assert told(found) == [("name", ("identifier",), ["1"], ["1"])]


def test_nobody_guesses_which_of_several_versions_became_which() -> None:
    old = listed(part("a", "1"), part("a", "2"), part("a", "3"))
    new = listed(part("a", "2"), part("a", "4"))
    assert told(difference(old, new)) == [("name", ("version",), ["1", "3"], ["4"])]
    assert difference(old, new).same == 1


def test_the_version_is_taken_from_the_identifier_where_the_list_has_none() -> None:
    found = difference(listed(part("a", "", purl="pkg:npm/a@1")), listed(part("a", "1", purl="pkg:npm/a")))
    assert (found.same, found.changed) == (1, ())


def test_what_has_neither_name_nor_identifier_is_told() -> None:
    found = difference(listed(part("")), listed(part("")))
    assert len(found.uncompared) == 2
    assert (found.added, found.removed, found.same) == ((), (), 0)


PARTS = st.builds(
    part,
    st.sampled_from(["a", "b", "c", ""]),
    st.sampled_from(["1", "2", ""]),
    st.sampled_from(["", "pkg:npm/a", "pkg:npm/b@2"]),
    st.sampled_from(["", "cpe:2.3:a:v:a:1", "cpe:2.3:a:v:b:*"]),
    st.sampled_from(["", "aa"]),
)


@given(st.lists(PARTS, max_size=8), st.lists(PARTS, max_size=8))
def test_every_component_of_both_lists_is_counted_once(old: list[Component], new: list[Component]) -> None:
    found = difference(listed(*old), listed(*new))
    olds = len(found.removed) + sum(len(row.old) for row in found.changed) + found.same
    news = len(found.added) + sum(len(row.new) for row in found.changed) + found.same
    assert olds + news + len(found.uncompared) == len(old) + len(new)


@given(st.lists(PARTS, max_size=8))
def test_a_list_does_not_differ_from_itself(components: list[Component]) -> None:
    found = difference(listed(*components), listed(*reversed(components)))
    assert (found.added, found.removed, found.changed) == ((), (), ())


def test_two_releases_of_a_real_product_differ_in_seven_modules() -> None:
    folder = shared_data("sboms") / "bom-examples/SBOM/proton-bridge"
    old, new = (read_sbom((folder / f"proton-bridge-v{name}.bom.json").read_bytes()) for name in ("1.6.3", "1.8.0"))
    shown = difference_json(difference(old, new))
    assert (len(shown["changed"]), shown["added"], shown["removed"], shown["same"]) == (7, [], [], 194)
    assert {row["old"][0]["name"] for row in shown["changed"]} >= {"github.com/miekg/dns", "golang.org/x/net"}
