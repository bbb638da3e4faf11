"""What is written for a person is for them alone, whole, and never over a link, a folder or a device."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest

import kizuki
from kizuki.core.refusal import Refused
from kizuki.gateways.files import write_private
from kizuki.gateways.typst.writing import write_pdf

ROOT = Path(kizuki.__file__).parent


def test_a_file_is_for_its_owner_alone_and_replaces_a_file(tmp_path: Path) -> None:
    place = tmp_path / "a.pdf"
    place.write_bytes(b"before")
    place.chmod(0o644)
    write_private(place, b"now")
    assert (place.read_bytes(), place.stat().st_mode & 0o777) == (b"now", 0o600)
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


@pytest.mark.parametrize("write", [write_private, write_pdf])
def test_a_link_a_folder_and_a_device_are_left_as_they_are(write: object, tmp_path: Path) -> None:
    assert callable(write)
    kept = tmp_path / "kept"
    kept.write_bytes(b"kept")
    link, lost, folder, pipe = (tmp_path / name for name in ("link", "lost", "folder", "pipe"))
    link.symlink_to(kept)
    lost.symlink_to(tmp_path / "nowhere")
    folder.mkdir()
    os.mkfifo(pipe)
    before = sorted((path.name, path.lstat().st_ino) for path in tmp_path.iterdir())
    for place, why in ((link, "link"), (lost, "link"), (folder, "directory"), (pipe, "device")):
        with pytest.raises(Refused, match=why):
            write(place, b"over it")
    assert sorted((path.name, path.lstat().st_ino) for path in tmp_path.iterdir()) == before
    assert kept.read_bytes() == b"kept"


def test_no_door_writes_a_file_in_a_way_of_its_own() -> None:
    odd = []
    for path in sorted(ROOT.rglob("*.py")):
        if path.is_relative_to(ROOT / "gateways" / "files"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ("write_bytes", "write_text"):
                odd.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert odd == [], "kizuki.gateways.files.write_private writes what a person asked for"
