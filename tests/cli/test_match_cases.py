"""Small lists and records that once failed, as `kizuki match` answers them, and the accounting of every record."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from kizuki.cli.main import main
from kizuki.core.matching.naming import full_name
from kizuki.core.sbom import read_sbom
from kizuki.core.sbom.further import source_of
from kizuki.core.sbom.purl import read_purl
from tests.shared import SHARED, shared_data

Out = pytest.CaptureFixture[bytes]
CASES = SHARED.parent / "cases" / "matching"

SEEN = ("affected", "undetermined")
EXPECTED: dict[str, tuple[str, ...]] = {
    "02-trivy-deb-srcname-property": ("affected",),
    "02b-trivy-spdx-sourceinfo": ("affected",),
    "05-rpm-upstream-suse": ("affected",),
    "06-rpm-rocky-namespace": ("affected",),
    "10-rpm-no-namespace": SEEN,
    "14-torch-local": ("affected",),
    "15-cpe-alternatives-syft": SEEN,
    "16-cpe-vendor-star": SEEN,
    "30-yocto-bluez5": SEEN,
    "30-yocto-python3": SEEN,
    "31-bind9-cpe": SEEN,
    "42-and-platform-present": ("affected",),
    "44b-exact-case": ("affected",),
    "49b-windows-old-style-cpe": SEEN,
    "51-kev-debian-upstream": SEEN,
    "59c-module-stream": ("undetermined",),
    "71-deb-upstream-version": ("affected",),
    "71e-syft-util-linux-real": ("affected",),
    "74-julia-jll-build": ("affected",),
    "76-sles-ns": ("affected",),
    "87-spdx301-two-cpes": ("affected",),
    "90-maven-custom-repo": ("affected",),
    "94-cdx-evidence-identity": SEEN,
    "97-windows-name-only": ("undetermined",),
    "words-cna-n-a": ("undetermined",),
    "words-nvd-not-scheduled": ("undetermined",),
}
"""The verdicts that are right; several where two are."""

FINDINGS = {"97-windows-name-only": 2, "words-nvd-not-scheduled": 2}
"""How many findings a case has where it is not one."""


def matched(out: Out, sbom: str, advisories: str, *more: str) -> dict[str, Any]:
    assert main(["match", "--sbom", sbom, "--advisories", advisories, "--json", "--lang", "en", *more]) == 0
    shown: dict[str, Any] = json.loads(out.readouterr().out)
    return shown


def test_every_input_that_once_failed_comes_out_as_said(capfdbinary: Out) -> None:
    if not CASES.is_dir():
        pytest.skip(
            "skipped: the small inputs that once failed are not beside this checkout (../shared/cases/matching)"
        )
    assert {row.name for row in CASES.iterdir()} == EXPECTED.keys()
    for case, expected in EXPECTED.items():
        (sbom,) = (CASES / case).glob("bom*")
        shown = matched(capfdbinary, str(sbom), str(CASES / case / "adv"), "--all")
        verdicts = [row["verdict"] for row in shown["findings"]]
        assert len(verdicts) == FINDINGS.get(case, 1), case
        assert set(verdicts) <= set(expected), case
        if case.startswith("51"):
            assert shown["findings"][0]["signals"]["kev"] is True
        if case.startswith("words"):
            codes = {row["advisory"]: row["evidence"]["why_codes"][0] for row in shown["findings"]}
            assert codes.pop("CVE-2026-10002", "nvd_range_may_be_old") == "nvd_range_may_be_old"
            assert set(codes.values()) == {"named_in_words_only"}


def written(folder: Path, name: str, value: Any) -> str:
    path = folder / name
    path.write_text(json.dumps(value))
    return str(path)


def listed(*parts: dict[str, Any]) -> dict[str, Any]:
    rows = [{"type": "library", "bom-ref": row["name"]} | row for row in parts]
    return {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "components": rows}


def record(number: int, *affected: dict[str, Any], text: str = "x", state: str = "PUBLISHED") -> dict[str, Any]:
    cna = {"descriptions": [{"lang": "en", "value": text}], "affected": list(affected)}
    metadata = {"cveId": f"CVE-2026-{number:05}", "state": state}
    return {"dataType": "CVE_RECORD", "cveMetadata": metadata, "containers": {"cna": cna}}


def lib(high: str, name: str = "acmelib") -> dict[str, Any]:
    entry = {"version": "0", "lessThan": high, "status": "affected", "versionType": "semver"}
    return {
        "vendor": "x",
        "product": name,
        "packageURL": f"pkg:npm/{name}",
        "versions": [entry],
        "defaultStatus": "unaffected",
    }


def test_every_record_ends_once_for_each_list_and_the_numbers_add_up(tmp_path: Path, capfdbinary: Out) -> None:
    nothing = {"vendor": "n/a", "product": "n/a"}
    records = [
        record(1, lib("2.0")),
        record(2, lib("0.5")),
        record(3, lib("2.0"), lib("2.0", "other")),
        record(4, nothing, text="A flaw in lwip."),
        record(5, nothing, text="A flaw in somebody's svg viewer."),
        record(6, nothing, text="A flaw in another thing."),
        record(7, lib("9", "unrelated")),
        record(8, state="REJECTED"),
    ]
    (tmp_path / "adv").mkdir()
    for number, value in enumerate([*records, {"what": "is this"}]):
        written(tmp_path / "adv", f"{number}.json", value)
    first = written(
        tmp_path, "first.json",
        listed(
            {"name": "acmelib", "version": "1.0", "purl": "pkg:npm/acmelib@1.0"},
            {"name": "lwip", "version": "2.1"},
            {"name": "svg", "version": "1"},
        ),
    )  # fmt: skip
    second = written(
        tmp_path, "second.json", listed({"name": "other", "version": "1.0", "purl": "pkg:npm/other@1.0"})
    )
    shown = matched(capfdbinary, first, str(tmp_path / "adv"))
    (account,) = shown["data"]["accounted"]
    assert account.pop("sbom") == first
    assert account == {
        "affected": 2,
        "undetermined": 1,
        "not_affected": 1,
        "no_name_of_ours": 3,
        "withdrawn": 1,
        "refused": 1,
        "why_codes": {
            "affected": {"in_range": 2},
            "undetermined": {"named_in_words_only": 1},
            "not_affected": {"outside": 1},
            "no_name_of_ours": {"name_too_common": 1, "names_others": 1, "words_without_ours": 1},
            "withdrawn": {"withdrawn": 1},
        },
    }
    assert [(row["name"], row["why_code"]) for row in shown["left_out"]] == [("svg", "name_too_common")]
    assert shown["data"]["advisories"] == 8
    shown = matched(capfdbinary, first, str(tmp_path / "adv"), "--sbom", first, second)
    ends = ("affected", "undetermined", "not_affected", "no_name_of_ours", "withdrawn")
    assert [sum(row[end] for end in ends) for row in shown["data"]["accounted"]] == [8, 8]
    assert [row["affected"] for row in shown["data"]["accounted"]] == [2, 1]


def test_a_cna_record_that_comes_later_still_speaks_for_a_range_that_may_be_old(
    tmp_path: Path, capfdbinary: Out
) -> None:
    name = "cpe:2.3:a:acme:pump:{}:*:*:*:*:*:*:*"
    match = {"vulnerable": True, "criteria": name.format("*"), "versionEndExcluding": "2.0"}
    nvd = {
        "id": "CVE-2026-00001",
        "vulnStatus": "Modified",
        "configurations": [{"nodes": [{"operator": "OR", "cpeMatch": [match]}]}],
    }
    cna = {
        "vendor": "acme",
        "product": "pump",
        "cpes": [name.format("*")],
        "defaultStatus": "unaffected",
        "versions": [{"version": "0", "lessThan": "2.0", "status": "affected", "versionType": "custom"}],
    }
    sbom = written(tmp_path, "bom.json", listed({"name": "pump", "version": "2.5", "cpe": name.format("2.5")}))
    (tmp_path / "adv").mkdir()
    written(tmp_path / "adv", "a.json", {"cve": nvd})
    shown = matched(capfdbinary, sbom, str(tmp_path / "adv"))
    assert [row["evidence"]["why_codes"][0] for row in shown["findings"]] == ["nvd_range_may_be_old"]
    written(tmp_path / "adv", "b.json", record(1, cna))
    shown = matched(capfdbinary, sbom, str(tmp_path / "adv"), "--all")
    assert {row["verdict"] for row in shown["findings"]} == {"not_affected"}


@pytest.mark.prove
def test_the_device_s_list_over_all_records_accounts_for_every_one(capfdbinary: Out) -> None:
    sbom = shared_data("sboms") / "medical/spacelab-narrow.cdx.json"
    shown = matched(capfdbinary, str(sbom), str(shared_data("vulns")))
    (account,) = shown["data"]["accounted"]
    ends = ("affected", "undetermined", "not_affected", "no_name_of_ours", "withdrawn")
    assert sum(account[end] for end in ends) == shown["data"]["advisories"] == 56_952
    assert account["refused"] == 0
    for end in ends:
        assert sum(account["why_codes"][end].values()) == account[end]


@pytest.mark.prove
def test_the_kernel_by_cpe_leaves_no_fewer_records_open_than_by_its_bare_name(
    tmp_path: Path, capfdbinary: Out
) -> None:
    by_cpe = {"name": "kernel", "version": "5.10.100", "cpe": "cpe:2.3:o:linux:linux_kernel:5.10.100:*:*:*:*:*:*:*"}
    lists = [
        written(tmp_path, "cpe.json", listed(by_cpe)),
        written(tmp_path, "name.json", listed({"name": "linux", "version": "5.10.100"})),
    ]
    shown = matched(capfdbinary, lists[0], str(shared_data("vulns")), "--sbom", *lists)
    open_of = {row["sbom"]: row["affected"] + row["undetermined"] for row in shown["data"]["accounted"]}
    assert open_of[lists[0]] >= open_of[lists[1]] > 400


@pytest.mark.prove
def test_a_list_of_sles_is_not_flooded_with_what_is_not_its_own(tmp_path: Path, capfdbinary: Out) -> None:
    """A line is foreign where the record means the name in words only, or a product that no package is called."""
    name = "spdx-syft-rancher_mirrored-longhornio-longhorn-ui-"
    with tarfile.open(shared_data("sboms") / "containers-multi-tool.tar.xz") as archive:
        (member,) = [row for row in archive if name in row.name]
        file = archive.extractfile(member)
        assert file
        path = tmp_path / "sles.json"
        path.write_bytes(file.read())
    shown = matched(capfdbinary, str(path), str(shared_data("vulns")))
    own = {
        full_name(text)
        for row in read_sbom(path.read_bytes()).components
        for text in (row.name, source_of(row.identifiers, read_purl(row.purl))[0])
    }
    foreign = [
        row
        for row in shown["findings"]
        if row["evidence"]["why_codes"][0] == "named_in_words_only"
        or (
            not any(full_name(row["evidence"]["searched"]).endswith(text) for text in own if text)
            and row["evidence"]["identifier"] == "name"
        )
    ]
    assert len(foreign) <= 50
