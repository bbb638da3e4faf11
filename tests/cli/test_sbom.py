"""`kizuki sbom` as a stranger runs it."""

from __future__ import annotations

import json
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from kizuki.cli.columns import clip, pad, table, width
from kizuki.cli.main import main


def written(folder: Path, name: str = "bom.json", **more: Any) -> str:
    rows = [
        {
            "type": "library",
            "bom-ref": "a",
            "name": "openssl",
            "version": "1.1.1k",
            "purl": "pkg:generic/openssl@1.1.1k",
        },
        {"type": "library", "bom-ref": "b", "name": "画像処理", "version": ""},
    ]
    path = folder / name
    path.write_text(
        json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": rows} | more)
    )
    return str(path)


def test_one_entry_stands_for_each_file(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    files = [written(tmp_path, "a.json"), written(tmp_path, "b.json", specVersion="1.9")]
    assert main(["sbom", *files, "--json"]) == 0
    answer = json.loads(capfdbinary.readouterr().out)
    assert [(row["file"], row["valid"], row["format"]) for row in answer] == [
        (files[0], True, "cyclonedx-json"),
        (files[1], False, "cyclonedx-json"),
    ]
    assert [row["ref"] for row in answer[0]["components"]] == ["a", "b"]
    assert [(row["ref"], row["why_code"]) for row in answer[0]["unmatchable"]] == [("b", "no_identifier_no_version")]


def test_one_file_too_is_an_array(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["sbom", written(tmp_path), "--json"]) == 0
    assert len(json.loads(capfdbinary.readouterr().out)) == 1


@pytest.mark.parametrize(("lang", "expected"), [("ja", "照合できない"), ("en", "not fully matchable")])
def test_the_page_speaks_the_language_that_was_asked_for(
    lang: str, expected: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["sbom", written(tmp_path), "--lang", lang]) == 0
    page = capfdbinary.readouterr().out.decode()
    assert expected in page
    assert "画像処理" in page


def test_standard_input_is_read(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(Path(written(tmp_path)).read_bytes())))
    assert main(["sbom", "-", "--json"]) == 0
    assert json.loads(capfdbinary.readouterr().out)[0]["file"] == "-"


@pytest.mark.parametrize("content", [b"", b"{", b"<a", b"a,b\n1,2\n", b"\x00\xff"])
def test_an_unusable_file_is_one_line_and_nothing_else(
    content: bytes, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    assert main(["sbom", written(tmp_path), str(path), "--json"]) == 2
    out, err = capfdbinary.readouterr()
    assert out == b""
    assert err.count(b"\n") == 1
    assert str(path).encode() in err


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["sbom", str(tmp_path / "none.json")]) == 2
    assert b"no such file" in capfdbinary.readouterr().err


def test_japanese_characters_take_two_places_in_a_column() -> None:
    assert (width("照合ab"), pad("照合", 6), clip("照合できない", 5)) == (6, "照合  ", "照合…")
    assert table([("照合", "x"), ("a", "y")], indent=0) == ["照合  x", "a     y"]


def csv_file(folder: Path, name: str, text: str, encoding: str = "cp932") -> str:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return str(path)


def test_a_japanese_table_is_read_and_its_encoding_shown(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = csv_file(tmp_path, "部品.csv", "名,版\nopenssl,1.1.1k\n")
    assert main(["sbom", file, "--columns", "name=名"]) == 0
    page = capfdbinary.readouterr().out.decode()
    assert "cp932" in page
    assert "name=名, version=版" in page
    assert main(["sbom", file, "--columns", "name=名", "--json"]) == 0
    (entry,) = json.loads(capfdbinary.readouterr().out)
    assert entry["encoding"] == "cp932"
    assert entry["columns"] == [{"property": "name", "heading": "名"}, {"property": "version", "heading": "版"}]


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("ja", ["SBOMの最小要素", "供給者に求めること", "供給者の名称"]),
        ("en", ["Minimum elements", "To be requested from the supplier"]),
    ],
)
def test_the_page_says_how_complete_the_list_is(
    lang: str, expected: list[str], tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["sbom", written(tmp_path), "--lang", lang]) == 0
    page = capfdbinary.readouterr().out.decode()
    assert all(words in page for words in expected)


def test_two_lists_are_compared(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    old = csv_file(tmp_path, "old.csv", "name,version\nopenssl,1.1.1k\nzlib,1.2\n")
    new = csv_file(tmp_path, "new.csv", "name,version\nopenssl,3.0.1\nqt,5\n")
    assert main(["sbom", "--compare", old, new]) == 0
    page = capfdbinary.readouterr().out.decode()
    assert "1.1.1k → 3.0.1" in page
    assert "追加1件　削除1件　変更1件　同じ0件" in page
    assert main(["sbom", "--compare", old, new, "--json"]) == 0
    shown = json.loads(capfdbinary.readouterr().out)
    assert (shown["old"]["file"], shown["new"]["file"]) == (old, new)
    assert [row["name"] for row in shown["added"]] == ["qt"]
    assert [row["name"] for row in shown["removed"]] == ["zlib"]


@pytest.mark.parametrize(
    "arguments", [[], ["a", "--compare", "a", "b"], ["--compare", "-", "-"], ["a", "--columns", "x"]]
)
def test_a_call_that_says_too_little_or_too_much_is_refused(
    arguments: list[str], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["sbom", *arguments]) == 2
    assert capfdbinary.readouterr().err.count(b"\n") == 1
