"""Names that mean the same product: what the table leads to, and what it does not."""

from __future__ import annotations

import pytest

from kizuki.core.matching import judge
from kizuki.core.matching.equivalences import equivalences, same_as
from kizuki.core.sbom import Component
from kizuki.core.sbom.cpe import read_cpe
from tests.core.matching.cases import AFFECTED, UNDETERMINED, below, cve, verdict
from tests.core.matching.test_identifiers_of_tools import cpe, nvd


def test_the_kernel_by_cpe_meets_what_its_own_cna_calls_linux() -> None:
    component = Component("c", "kernel", "5.10.100", cpe=cpe("linux", "linux_kernel", "5.10.100", "o"))
    entry = {"vendor": "Linux", "product": "Linux", "versions": [below("5.10.120", "5.10.0")]}
    assert verdict(component, cve(entry)) == (AFFECTED, ["in_range"])


def test_bind_by_cpe_meets_the_cna_s_bind_9() -> None:
    component = Component("c", "bind", "9.16.40", cpe=cpe("isc", "bind", "9.16.40"))
    entry = {"vendor": "ISC", "product": "BIND 9", "versions": [below("9.16.46", "9.16.0")]}
    assert verdict(component, cve(entry)) == (AFFECTED, ["in_range"])


def test_the_utilities_of_linux_are_not_the_kernel() -> None:
    guessed = (("cpe", cpe("util", "util-linux", "2.36.2")), ("cpe", cpe("util_linux", "util-linux", "2.36.2")))
    component = Component(
        "c", "util-linux", "2.36.2", "pkg:rpm/sles/util-linux@2.36.2?distro=sles-15.3", cpe("linux", "util", "1"),
        "SUSE LLC", identifiers=guessed,
    )  # fmt: skip
    assert judge(component, cve({"vendor": "Linux", "product": "Linux", "versions": [below("9")]})) == ()


def test_a_distributor_s_build_of_something_called_alike_is_not_the_product_of_a_cpe() -> None:
    component = Component("c", "node", "1.0", cpe=cpe("acme", "node", "1.0"))
    named = {"vendor": "", "product": "node", "packageURL": "pkg:bitnami/node", "versions": [below("2.0")]}
    assert judge(component, cve(named)) == ()
    assert verdict(Component("c", "node", "1.0"), cve(named))[0] is UNDETERMINED


@pytest.mark.parametrize(
    ("version", "said", "expected"),
    [
        ("1809", "cpe:2.3:o:microsoft:windows_10:1809:*:*:*:*:*:x64:*", (UNDETERMINED, ["no_version"])),
        ("10.0.17763.1", "cpe:2.3:o:microsoft:windows_10:1809:*:*:*:*:*:x64:*", (AFFECTED, ["in_range"])),
        ("10.0.17763.1", "cpe:2.3:o:microsoft:windows_10_1809:*:*:*:*:*:*:*:*", (AFFECTED, ["in_range"])),
        ("1607", "cpe:2.3:o:microsoft:windows_10:1607:*:*:*:*:*:x64:*", (None, [])),
    ],
)
def test_an_old_name_of_windows_10_is_the_new_one_and_its_release_no_version_of_it(
    version: str, said: str, expected: object
) -> None:
    component = Component("c", "Windows 10", version, cpe=said)
    advisory = nvd(cpe("microsoft", "windows_10_1809", part="o"), versionEndExcluding="10.0.17763.3406")
    assert verdict(component, advisory) == expected


def test_a_record_under_the_old_name_meets_a_component_under_the_new_one() -> None:
    component = Component("c", "Windows 10", "", cpe=cpe("microsoft", "windows_10_1809", part="o"))
    assert verdict(component, nvd(cpe("microsoft", "windows_10", "1809", "o")))[0] is AFFECTED
    assert verdict(component, nvd(cpe("microsoft", "windows_10", "1607", "o")))[0] is not AFFECTED


def test_a_name_without_identifier_leads_to_its_product_and_never_to_affected() -> None:
    component = Component(
        "c", "Windows 10 IoT Enterprise LTSC 2019", "10.0.17763.1", supplier="Microsoft Corporation"
    )
    advisory = nvd(cpe("microsoft", "windows_10_1809", part="o"), versionEndExcluding="10.0.17763.3406")
    assert verdict(component, advisory) == (UNDETERMINED, ["name_and_maker", "in_range"])


def test_every_row_has_a_source_and_a_state_and_names_that_can_be_read() -> None:
    table = equivalences()
    assert table.version
    for row in table.rows:
        assert row.state in ("confirmed", "proposed")
        assert row.source
        assert list(row.designations)
        assert all(read_cpe(f"cpe:2.3:a:{key}") or True for key in row.cpes)
        assert all(key == key.casefold() and key.count(":") == 1 for key in row.cpes)
        assert all(key.count("/") >= 1 for key in row.purls)


def test_a_proposed_row_leaves_the_verdict_open() -> None:
    proposed = [row for row in equivalences().rows if row.state == "proposed"]
    for row in proposed[:5]:
        assert row.doubt is not None
        assert row.doubt.code == "equivalence_proposed"
    assert all(same.doubt is None for same in same_as("cpe isc:bind") if same.state == "confirmed")
