"""Codes of authenticator apps, against the vectors of RFC 6238 and against HMAC written out anew."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from kizuki.store.people.one_time_codes import (
    address_of,
    code_at,
    digest_of,
    draw_recovery_code,
    draw_secret,
    step_of,
    step_that_fits,
)
from tests.codes import code_now

RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
"""The secret of appendix B for SHA-1."""


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@pytest.mark.parametrize(
    ("seconds", "eight_digits"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_a_code_is_the_last_six_digits_of_the_vector_of_the_rfc(seconds: int, eight_digits: str) -> None:
    assert code_at(RFC_SECRET, step_of(at(seconds))) == eight_digits[-6:]


def test_a_drawn_secret_gives_the_codes_that_hmac_written_out_gives() -> None:
    for _ in range(50):
        secret = draw_secret()
        assert len(base64.b32decode(secret)) == 20
        assert code_at(secret, 57_000_123) == code_now(secret, 57_000_123 * 30)


def test_a_clock_may_be_half_a_minute_away_and_no_more() -> None:
    now = at(1_800_000_015)
    step = step_of(now)
    for away in (-1, 0, 1):
        assert step_that_fits(RFC_SECRET, code_at(RFC_SECRET, step + away), now, after=0) == step + away
    for away in (-2, 2):
        assert step_that_fits(RFC_SECRET, code_at(RFC_SECRET, step + away), now, after=0) is None


def test_a_code_that_was_used_and_every_one_before_it_opens_no_more() -> None:
    now = at(1_800_000_015)
    step = step_of(now)
    assert step_that_fits(RFC_SECRET, code_at(RFC_SECRET, step), now, after=step) is None
    assert step_that_fits(RFC_SECRET, code_at(RFC_SECRET, step - 1), now, after=step) is None
    assert step_that_fits(RFC_SECRET, code_at(RFC_SECRET, step + 1), now, after=step) == step + 1


def test_a_code_may_be_typed_wide_or_in_groups() -> None:
    now = at(59)
    for typed in ("287082", "287 082", " 287-082 ", "２８７０８２"):
        assert step_that_fits(RFC_SECRET, typed, now, after=0) == 1
    for typed in ("", "28708", "2870822", "287083", "²87082x"):
        assert step_that_fits(RFC_SECRET, typed, now, after=0) is None


def test_a_recovery_code_is_long_and_bound_to_its_owner_and_kept_as_a_digest_alone() -> None:
    drawn = {draw_recovery_code() for _ in range(1000)}
    assert len(drawn) == 1000
    assert all(re.fullmatch(r"([a-hj-km-np-z2-9]{4}-){3}[a-hj-km-np-z2-9]{4}", one) for one in drawn)
    one = drawn.pop()
    assert digest_of(3, one) == digest_of(3, one.upper().replace("-", " "))
    assert digest_of(3, one) != digest_of(4, one)
    assert one.replace("-", "") not in digest_of(3, one)


def test_the_address_for_the_app_names_us_the_person_and_how_codes_are_made() -> None:
    told = urlsplit(address_of(RFC_SECRET, "Kizuki", "sato & co"))
    assert (told.scheme, told.netloc, told.path) == ("otpauth", "totp", "/Kizuki:sato%20%26%20co")
    assert parse_qs(told.query) == {
        "secret": [RFC_SECRET], "issuer": ["Kizuki"], "algorithm": ["SHA1"], "digits": ["6"], "period": ["30"],
    }  # fmt: skip
