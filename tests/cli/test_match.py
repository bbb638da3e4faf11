"""`kizuki match` as a stranger runs it, and the reading of folders and packed files."""

from __future__ import annotations

import gzip
import json
import lzma
from pathlib import Path
from typing import Any

import pytest

from kizuki.cli.main import main
from kizuki.core.refusal import Refused
from kizuki.gateways.files import Unpacking, read_pieces
from tests.shared import shared_data

Out = pytest.CaptureFixture[bytes]


def osv(number: str, name: str, high: str, **more: Any) -> dict[str, Any]:
    affected = [
        {
            "package": {"ecosystem": "npm", "name": name},
            "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": high}]}],
        }
    ]
    return {"id": number, "modified": "2024-01-02T00:00:00Z", "affected": affected} | more


ADVISORIES = [
    osv("GHSA-1", "lodash", "4.17.21", aliases=["CVE-2021-23337"]),
    osv("GHSA-2", "lodash", "4.17.11", modified="2025-01-01T00:00:00Z"),
    osv("GHSA-3", "mystery", "2.0.0"),
    osv("GHSA-4", "lodash", "9.0.0", withdrawn="2024-06-01T00:00:00Z"),
]
KEV = {"catalogVersion": "1", "vulnerabilities": [{"cveID": "CVE-2021-23337", "dateAdded": "2022-01-05"}]}


@pytest.fixture
def bom(tmp_path: Path) -> str:
    rows = [
        {
            "type": "library",
            "bom-ref": "lodash",
            "name": "lodash",
            "version": "4.17.20",
            "purl": "pkg:npm/lodash@4.17.20",
        },
        {
            "type": "library",
            "bom-ref": "again",
            "name": "lodash",
            "version": "4.17.20",
            "purl": "pkg:npm/lodash@4.17.20",
        },
        {"type": "library", "bom-ref": "mystery", "name": "mystery", "version": "1.0"},
    ]
    path = tmp_path / "bom.json"
    path.write_text(json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": rows}))
    return str(path)


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    folder = tmp_path / "feed"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.json").write_text(json.dumps(ADVISORIES[0]))
    with gzip.open(folder / "deep/b.ndjson.gz", "wt") as file:
        file.write("\n".join([json.dumps(ADVISORIES[1]), "{broken", json.dumps(ADVISORIES[2])]))
    with lzma.open(folder / "c.json.xz", "wt") as file:
        file.write(json.dumps([ADVISORIES[3], {"advisory": {"id": "RUSTSEC-1"}}]))
    (folder / "kev.json").write_text(json.dumps(KEV))
    (folder / "epss.csv").write_text("#model_version:v2025\ncve,epss,percentile\nCVE-2021-23337,0.42,0.97\n")
    return folder


def answer(capture: Out, *words: str) -> dict[str, Any]:
    assert main(["match", "--json", *words]) == 0
    out, err = capture.readouterr()
    assert err == b""
    shown: dict[str, Any] = json.loads(out)
    return shown


def test_a_folder_of_every_shape_is_held_against_the_list(bom: str, feed: Path, capfdbinary: Out) -> None:
    shown = answer(capfdbinary, "--sbom", bom, "--advisories", str(feed), "--lang", "en")
    found = [(row["component"]["ref"], row["advisory"], row["verdict"]) for row in shown["findings"]]
    assert found == [
        ("lodash", "GHSA-1", "affected"),
        ("again", "GHSA-1", "affected"),
        ("mystery", "GHSA-3", "undetermined"),
    ]
    first = shown["findings"][0]
    assert first["aliases"] == ["CVE-2021-23337"]
    assert first["fixed_in"] == ["4.17.21"]
    assert {"identifier", "searched", "range", "scheme", "why"} <= set(first["evidence"])
    assert (first["signals"]["kev"], first["signals"]["epss"]) == (True, 0.42)
    assert [row["ref"] for row in shown["unmatchable"]] == ["mystery"]
    data = shown["data"]
    assert (data["advisories"], data["newest"], data["withdrawn"]) == (4, "2025-01-01T00:00:00Z", 1)
    assert [(Path(row["file"]).name, row["line"]) for row in data["refused"]] == [
        ("c.json.xz", 1),
        ("b.ndjson.gz", 2),
    ]
    assert shown["counts"] == {"affected": 2, "undetermined": 1, "not_affected": 4}


def test_what_is_not_affected_is_listed_only_where_asked_for(bom: str, feed: Path, capfdbinary: Out) -> None:
    shown = answer(capfdbinary, "--sbom", bom, "--advisories", str(feed), "--all")
    codes = {
        row["advisory"]: row["evidence"]["why_codes"] for row in shown["findings"] if row["verdict"] == "not_affected"
    }
    assert codes == {"GHSA-2": ["outside"], "GHSA-4": ["withdrawn"]}


def test_without_a_catalogue_exploitation_is_not_known(bom: str, feed: Path, capfdbinary: Out) -> None:
    shown = answer(capfdbinary, "--sbom", bom, "--advisories", str(feed / "a.json"))
    assert (shown["findings"][0]["signals"]["kev"], shown["findings"][0]["signals"]["epss"]) == (None, None)
    assert (shown["data"]["kev"], shown["data"]["epss"]) == (None, None)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("ja", ["該当", "要確認", "照合できない", "読めなかった"]),
        ("en", ["Affected", "To be checked", "exploitation confirmed"]),
    ],
)
def test_the_page_shows_verdict_evidence_and_data(
    lang: str, words: list[str], bom: str, feed: Path, capfdbinary: Out
) -> None:
    assert main(["match", "--sbom", bom, "--advisories", str(feed), "--lang", lang]) == 0
    page = capfdbinary.readouterr().out.decode()
    assert all(word in page for word in [*words, "GHSA-1", "pkg:npm/lodash@4.17.20", "4.17.21"])


def test_components_that_cannot_be_matched_are_given_suggestions_where_asked_for(
    tmp_path: Path, feed: Path, capfdbinary: Out
) -> None:
    rows = [{"type": "library", "bom-ref": "x", "name": "lo-dash", "version": "1.0"}]
    path = tmp_path / "slip.json"
    path.write_text(json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": rows}))
    plain = answer(capfdbinary, "--sbom", str(path), "--advisories", str(feed), "--lang", "en")
    shown = answer(capfdbinary, "--sbom", str(path), "--advisories", str(feed), "--suggest", "--lang", "en")
    assert [row["suggestions"] for row in plain["unmatchable"]] == [[]]
    assert [row["purl"] for row in shown["unmatchable"][0]["suggestions"]] == ["pkg:npm/lodash"]
    assert shown["findings"] == plain["findings"]
    assert main(["match", "--sbom", str(path), "--advisories", str(feed), "--suggest", "--lang", "en"]) == 0
    assert "pkg:npm/lodash" in capfdbinary.readouterr().out.decode()


def test_an_empty_answer_does_not_look_like_a_clean_bill(tmp_path: Path, bom: str, capfdbinary: Out) -> None:
    (tmp_path / "x.json").write_text(json.dumps(osv("X", "other", "1.0.0")))
    assert main(["match", "--sbom", bom, "--advisories", str(tmp_path / "x.json"), "--lang", "en"]) == 0
    assert "cannot be matched" in capfdbinary.readouterr().out.decode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bad.json", b"{"),
        ("bad.gz", b"not packed"),
        ("bad.json.xz", b"not packed"),
        ("bad.yaml", b"id: &a x\nb: *a\n"),
        ("cut.json.gz", gzip.compress(b"{}" * 99, mtime=0)[:-9]),
    ],
)
def test_an_unusable_file_that_was_named_is_one_line_and_nothing_else(
    name: str, content: bytes, bom: str, tmp_path: Path, capfdbinary: Out
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert main(["match", "--sbom", bom, "--advisories", str(path)]) == 2
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert err.count(b"\n") == 1
    assert name.encode() in err


def test_an_unusable_file_of_a_folder_is_counted(bom: str, feed: Path, capfdbinary: Out) -> None:
    (feed / "bad.gz").write_bytes(b"not packed")
    (feed / "picture.png").write_bytes(b"\x89PNG\xff")
    shown = answer(capfdbinary, "--sbom", bom, "--advisories", str(feed))
    assert {"bad.gz", "picture.png"} <= {Path(row["file"]).name for row in shown["data"]["refused"]}
    assert shown["data"]["advisories"] == 4


def test_a_file_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.json.gz"
    bomb.write_bytes(gzip.compress(b" " * 8_000_000))
    with pytest.raises(Refused, match=r"bomb\.json\.gz.*200 times"):
        list(read_pieces([str(bomb)]))
    lines = tmp_path / "bomb.ndjson.gz"
    lines.write_bytes(gzip.compress(b"{}\n" * 1_000_000))
    with pytest.raises(Refused, match="200 times"):
        for _ in read_pieces([str(lines)]):
            pass


def test_unpacking_has_one_limit_over_all_files(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_bytes(b"{}" * 600)
    with pytest.raises(Refused, match="in all"):
        list(read_pieces([str(tmp_path)], Unpacking(most=2000)))


def test_a_real_device_is_held_against_real_records(tmp_path: Path, capfdbinary: Out) -> None:
    bom = shared_data("sboms") / "medical/spacelab-narrow.cdx.json"
    about = (b"wolfSSL", b"Newtonsoft", b"QCA9563", b"castle", b"jQuery", b"Autofac")
    with lzma.open(shared_data("vulns") / "cve5/vulnrichment.ndjson.xz") as feed:
        chosen = [line for line in feed if any(word in line for word in about)]
    (tmp_path / "feed.ndjson").write_bytes(b"".join(chosen))
    shown = answer(capfdbinary, "--sbom", str(bom), "--advisories", str(tmp_path / "feed.ndjson"))
    affected = {
        (row["component"]["name"], row["advisory"]) for row in shown["findings"] if row["verdict"] == "affected"
    }
    # Read by eye: wolfSSL 4.8.1 against the ranges of its CNA, Newtonsoft.Json 9.0.1 below 13.0.1.
    assert affected == {
        ("WolfSSL", "CVE-2023-6935"),
        ("WolfSSL", "CVE-2023-6936"),
        ("WolfSSL", "CVE-2023-6937"),
        ("WolfSSL", "CVE-2024-0901"),
        ("Newtonsoft.Json", "CVE-2024-21907"),
    }
    undetermined = {row["component"]["name"] for row in shown["findings"] if row["verdict"] == "undetermined"}
    assert "Qualcomm Atheros QCA9563" in undetermined
    assert shown["data"]["refused"] == []


def test_vex_stands_beside_a_finding_and_does_not_change_it(bom: str, tmp_path: Path, capfdbinary: Out) -> None:
    advisories = tmp_path / "advisories.json"
    advisories.write_text(json.dumps(ADVISORIES[:1]))
    told = {
        "vulnerability": {"name": "CVE-2021-23337"},
        "products": [{"@id": "pkg:npm/lodash@4.17.20"}],
        "status": "not_affected",
    }
    vex = tmp_path / "vex.json"
    vex.write_text(json.dumps({"@context": "https://openvex.dev/ns/v0.2.0", "author": "Acme", "statements": [told]}))
    arguments = ["match", "--sbom", bom, "--advisories", str(advisories), "--vex", str(vex)]
    assert main([*arguments, "--json"]) == 0
    findings = json.loads(capfdbinary.readouterr().out)["findings"]
    assert [(row["verdict"], row["vex"][0]["relation"]) for row in findings] == [("affected", "differs")] * 2
    assert main([*arguments, "--lang", "en"]) == 0
    assert "[VEX Acme: not affected – differs from the match result" in capfdbinary.readouterr().out.decode()


def test_a_vex_file_that_is_none_is_refused_by_name(bom: str, tmp_path: Path, capfdbinary: Out) -> None:
    path = tmp_path / "none.json"
    path.write_text("{}")
    assert main(["match", "--sbom", bom, "--advisories", str(path), "--vex", str(path)]) == 2
    assert b"none.json: neither OpenVEX nor CSAF" in capfdbinary.readouterr().err
