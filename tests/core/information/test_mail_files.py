"""A mail as a file: read as mail programs write it, within bounds, and nothing of it lost without a word."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kizuki.core.information.mail_file import LONGEST_TEXT, read_mail
from kizuki.core.refusal import Refused

ARRIVED = "from a by b; Mon, 03 Aug 2026 23:30:00 +0000"


def mail(body: str = "本文", **headers: str) -> EmailMessage:
    told = EmailMessage()
    told["Received"] = ARRIVED
    told["From"] = "発見者 <finder@example.org>"
    for name, value in headers.items():
        told[name] = value
    told.set_content(body)
    return told


def test_the_day_is_that_of_our_own_server_in_japan() -> None:
    found = read_mail(mail(Subject="件名").as_bytes())
    assert (found.subject, found.sender, found.body) == ("件名", "発見者 <finder@example.org>", "本文")
    assert found.arrived_on == date(2026, 8, 4), "23:30 UTC is the next morning in Japan"
    older = b"Received: from x by our; Tue, 04 Aug 2026 09:00:00 +0900\r\n" + mail().as_bytes()
    assert read_mail(older).arrived_on == date(2026, 8, 4), "the topmost one is ours"
    assert read_mail(b"From: a@b.example\r\n\r\nhello").arrived_on is None


def test_japanese_mail_of_before_unicode_is_read() -> None:
    content = "From: a@b.example\nContent-Type: text/plain; charset=iso-2022-jp\n\n"
    assert read_mail(content.encode() + "薬液が変わる".encode("iso-2022-jp")).body == "薬液が変わる"


def test_html_without_a_plain_twin_is_told_without_its_tags_and_scripts() -> None:
    told = mail()
    told.set_content(
        "<head><title>t</title></head><p>一行</p><script>evil()</script><p>二行 &amp; 三行</p>", subtype="html"
    )
    assert read_mail(told.as_bytes()).body.split() == ["一行", "二行", "&", "三行"]


def test_what_no_words_can_be_made_of_is_named() -> None:
    told = mail()
    told.add_attachment(b"\x00\x01", maintype="application", subtype="octet-stream", filename="poc.bin")
    told.add_attachment(b"x", maintype="image", subtype="png")
    assert read_mail(told.as_bytes()).unread == ("poc.bin", "image/png")
    strange = b"From: a@b.example\nContent-Type: text/plain; charset=no-such-thing\n\nhello"
    assert read_mail(strange).unread == ("text/plain",)


def test_long_words_are_cut_and_say_so() -> None:
    found = read_mail(mail("あ" * (LONGEST_TEXT + 5)).as_bytes())
    assert (len(found.body), found.cut) == (LONGEST_TEXT, True)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "neither From nor Received"),
        (b"%PDF-1.7 ...", "neither From nor Received"),
        (b"From: a@b.example\n\n", "says nothing"),
        (
            b'From: a@b.example\nContent-Type: multipart/mixed; boundary="x"\n\n' + b"--x\n\na\n" * 300 + b"--x--\n",
            "at most 200",
        ),
    ],
)
def test_what_is_no_mail_is_refused_by_name(content: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        read_mail(content)


@given(st.binary(max_size=400), st.sampled_from([b"", b"From: ", b"Content-Type: ", b"Received: x;"]))
def test_no_bytes_at_all_make_it_fail_in_another_way(content: bytes, head: bytes) -> None:
    try:
        found = read_mail(b"From: a@b.example\n" + head + content)
    except Refused:
        return
    assert len(found.body) <= LONGEST_TEXT
    assert not any(sign < " " and sign not in "\n\t\r" for sign in found.body + found.subject + found.sender)
