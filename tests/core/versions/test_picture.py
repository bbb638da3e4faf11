"""The picture of docs/matching.md shows the bytes that the program makes."""

from __future__ import annotations

import re
from pathlib import Path

from kizuki.core.versions import version_key

PICTURE = Path(__file__).parents[3] / "docs/matching-keys.svg"
_VERSION = re.compile(r'<g data-version="([^"]+)">(.*?)</g>', re.DOTALL)
_BYTE = re.compile(r'class="byte">([0-9a-f]{2})<')


def test_the_picture_shows_the_keys_as_they_are() -> None:
    shown = {
        version: bytes.fromhex("".join(_BYTE.findall(body)))
        for version, body in _VERSION.findall(PICTURE.read_text(encoding="utf-8"))
    }
    assert shown == {version: version_key("generic", version) for version in ("1.1.1k", "2.0", "10.0")}


def test_the_order_that_the_picture_tells_holds() -> None:
    ascending = ["1.1.0", "1.1.1-rc1", "1.1.1", "1.1.1k", "1.1.1l", "1.1.1.1", "2.0", "3.0", "10.0"]
    assert sorted(ascending, key=lambda version: version_key("generic", version) or b"") == ascending
