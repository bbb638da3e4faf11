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


@pytest.mark.parametrize(("lang", "expected"), [("ja", "照合できない"), ("en", "cannot be matched")])
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
