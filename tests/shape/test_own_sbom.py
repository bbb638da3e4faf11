"""Our own component list: true, read by our own reader, and held against known holes by our own matcher."""

from __future__ import annotations

import datetime
import json
import tomllib
from pathlib import Path

import pytest

from kizuki.core.sbom import read_sbom
from tools import notices, own_sbom

SET = str(own_sbom.KNOWN / "pypa.ndjson")


def with_version(name: str, version: str) -> str:
    document = json.loads(own_sbom.drawn())
    for one in document["components"]:
        if one["name"] == name:
            one |= {"version": version, "purl": f"pkg:pypi/{name}@{version}"}
    return json.dumps(document)


def test_it_names_every_part_that_is_listed_with_its_licence_and_is_read_without_a_fault() -> None:
    sbom = read_sbom(own_sbom.drawn().encode())
    assert {(one.name, one.version) for one in sbom.components} >= {
        (name, version) for name, version, _ in (*notices.python_parts(), *notices.npm_parts())
    }
    assert not sbom.unmatchable
    assert own_sbom.drawn() == own_sbom.drawn()


def test_what_is_installed_has_no_hole_that_the_set_knows() -> None:
    assert own_sbom.known_holes(own_sbom.drawn(), [SET]) == []


@pytest.mark.parametrize(
    ("name", "version", "record"),
    [
        ("django", "4.2.3", "PYSEC-2023-225"),
        ("urllib3", "2.0.6", "PYSEC-2023-212"),
        ("pyyaml", "5.3.1", "PYSEC-2021-142"),
    ],
)
def test_a_part_with_a_known_hole_ends_the_run(
    name: str, version: str, record: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What each record says itself: fixed are Django 4.2.5, urllib3 2.0.7, PyYAML 5.4."""
    planted = with_version(name, version)
    monkeypatch.setattr(own_sbom, "drawn", lambda: planted)
    monkeypatch.setattr(own_sbom, "SBOM", Path("/nowhere"))
    monkeypatch.setattr(own_sbom.sys, "version_info", (3, 12))
    assert own_sbom.main(["--check"]) == 1
    told = capsys.readouterr().err
    assert f"own parts: {name} {version}: affected by {record}" in told


def test_the_age_of_the_set_is_told_each_time(capsys: pytest.CaptureFixture[str]) -> None:
    taken = tomllib.loads((own_sbom.KNOWN / "source.toml").read_text(encoding="utf-8"))["taken_on"]
    own_sbom.main(["--check"])
    days = (datetime.datetime.now(tz=datetime.UTC).date() - taken).days
    assert f"as they stood on {taken}, {days} days ago" in capsys.readouterr().err


def test_a_set_of_which_nothing_was_read_is_no_all_clear(tmp_path: Path) -> None:
    (tmp_path / "empty.ndjson").write_text("")
    with pytest.raises(SystemExit):
        own_sbom.main(["--check", "--advisories", str(tmp_path / "empty.ndjson")])
