"""What of a kept document a page shows: texts as they are written, pictures by their bytes, and nothing else."""

from __future__ import annotations

import pytest

from kizuki.core.documents.shown import LONGEST, MAIL, UNTOLD, ending_of, text_shown, type_of

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8
EML = b"From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\nDate: Mon, 3 Aug 2026 09:00:00 +0900\r\n\r\n<html>"


@pytest.mark.parametrize(
    ("told", "content", "found"),
    [
        ("application/pdf", b"%PDF-1.7", "application/pdf"),
        ("text/plain; charset=utf-8", b"a", "text/plain"),
        (UNTOLD, b"%PDF-1.7", "application/pdf"),
        (UNTOLD, EML, MAIL),
        (UNTOLD, b"Received: by mx.example; x\r\nFrom: a@b.example\r\n\r\nhi", MAIL),
        (UNTOLD, b"From: the pump\nit stopped\n", "text/plain"),
        (UNTOLD, b'{"a": 1}', "application/json"),
        (UNTOLD, b"<html><script>1</script>", UNTOLD),
        (UNTOLD, b"", UNTOLD),
        ("text/html", PNG, "image/png"),
        ("image/png", b"<svg onload=x>", "image/png"),
    ],
)
def test_the_type_is_what_was_told_or_what_the_bytes_say(told: str, content: bytes, found: str) -> None:
    assert type_of(told, content) == found


@pytest.mark.parametrize(
    ("media_type", "ending"),
    [(MAIL, ".eml"), ("text/plain", ".txt"), ("application/pdf", ".pdf"), ("image/jpeg", ".jpg"), (UNTOLD, "")],
)
def test_a_file_ends_as_people_know_it(media_type: str, ending: str) -> None:
    assert ending_of(media_type) == ending


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp932", "iso2022_jp"])
def test_japanese_is_read_in_whatever_it_was_written(encoding: str) -> None:
    shown = text_shown("text/csv", "text/csv", "品名,停止\r\n".encode(encoding))
    assert shown is not None
    assert (shown.text, shown.more) == ("品名,停止\n", 0)


def test_a_charset_that_was_told_comes_first() -> None:
    shown = text_shown("text/plain", "text/plain; charset=euc-jp", "停止".encode("euc-jp"))
    assert shown is not None
    assert shown.text == "停止"


def test_a_long_text_is_cut_and_what_is_cut_is_counted() -> None:
    shown = text_shown("text/plain", "text/plain", "あ".encode() * (LONGEST + 7))
    assert shown is not None
    assert (len(shown.text), shown.more) == (LONGEST, 7)


def test_what_no_reader_would_see_stands_as_a_mark() -> None:
    shown = text_shown("text/plain", "text/plain", "a\x00b\u202ec\x1b[31m".encode())
    assert shown is not None
    assert shown.text == "a\ufffdb\ufffdc\ufffd[31m"


@pytest.mark.parametrize("media_type", ["application/pdf", "application/zip", "image/png", UNTOLD])
def test_what_is_no_text_is_shown_as_none(media_type: str) -> None:
    assert text_shown(media_type, media_type, b"%PDF-1.7") is None


def test_bytes_that_no_encoding_reads_are_no_text() -> None:
    assert text_shown("text/plain", "text/plain", b"\x81\xff\xff\xfe") is None


def test_xml_and_svg_are_read_as_they_declare() -> None:
    told = '<?xml version="1.0" encoding="Shift_JIS"?><a>停止</a>'
    for kind in ("application/xml", "image/svg+xml"):
        shown = text_shown(kind, kind, told.encode("cp932"))
        assert shown is not None
        assert "停止" in shown.text
