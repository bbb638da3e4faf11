"""What a file is, by its content."""

from __future__ import annotations

import io
import zipfile

import pytest

from kizuki.core.documents.sniffing import media_type_of
from kizuki.core.refusal import Refused

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _zip(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n\x00", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x00" * 128 + b"DICM\x02", "application/dicom"),
        (_zip("a.txt"), "application/zip"),
        (
            _zip("[Content_Types].xml", "xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("時刻,事象\n22:40,停止\n".encode("cp932"), "text/plain"),
        ("時刻,事象\n".encode("utf-16"), "text/plain"),
        (b"<log>2 < 3</log>", "text/plain"),
    ],
)
def test_a_document_is_known_by_its_content(content: bytes, media_type: str) -> None:
    assert media_type_of(content) == media_type


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00", "program"),
        (b"\x7fELF\x02", "program"),
        (b"#!/bin/sh\n", "program"),
        (b"<!DOCTYPE html><p>", "browser"),
        (b"  text first <ScRiPt>alert(1)</script>", "browser"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "browser"),
        ("<html>".encode("utf-16"), "browser"),
        (b"PK\x03\x04broken", "damaged"),
        (bytes(range(256)), "none of the types"),
    ],
)
def test_what_could_run_and_what_is_unknown_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        media_type_of(content)
