"""The second factor of a sign-in: codes of an authenticator app (RFC 6238), and codes for the day on which it is lost."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import unicodedata
from datetime import datetime
from urllib.parse import quote, urlencode

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP

STEP_SECONDS = 30
DIGITS = 6
NEAR_STEPS = 1
"""How many steps the clock of a telephone may be away from ours, either way."""

RECOVERY_CODES = 10
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are read for one another."""
_RECOVERY_LENGTH = 16


def draw_secret() -> str:
    """A new secret of 160 bits, in base32 as authenticator apps read it."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def draw_recovery_code() -> str:
    """A new code of 79 bits, in groups of four: `abcd-efgh-jkmn-pqrs`."""
    drawn = "".join(secrets.choice(_SIGNS) for _ in range(_RECOVERY_LENGTH))
    return "-".join(drawn[at : at + 4] for at in range(0, _RECOVERY_LENGTH, 4))


def plain(code: str) -> str:
    """A code as it is compared: narrow, small, without the spaces and hyphens between its groups."""
    return "".join(one for one in unicodedata.normalize("NFKC", code).casefold() if one.isalnum())[:64]


def digest_of(person: int, code: str) -> str:
    """What is kept of a code for the day of loss."""
    return hashlib.sha256(f"recovery {person} {plain(code)}".encode()).hexdigest()


def code_at(secret: str, step: int) -> str:
    """The code of one step: how many times `STEP_SECONDS` have gone by since 1970."""
    # SHA-1 and six digits are what every authenticator app takes; HMAC rests on nothing that is broken in SHA-1.
    return HOTP(base64.b32decode(secret), DIGITS, SHA1()).generate(step).decode()  # noqa: S303 see above


def step_of(moment: datetime) -> int:
    """The step in which an instant lies."""
    return int(moment.timestamp()) // STEP_SECONDS


def step_that_fits(secret: str, code: str, moment: datetime, *, after: int) -> int | None:
    """The step near this instant whose code it is, later than the last one that was used; None where there is none."""
    typed, now, found = plain(code), step_of(moment), None
    for step in range(now - NEAR_STEPS, now + NEAR_STEPS + 1):
        same = hmac.compare_digest(code_at(secret, step).encode(), typed.encode())
        if same and step > after:
            found = step
    return found


def address_of(secret: str, issuer: str, name: str) -> str:
    """What the picture on the page says to the app (`otpauth://`)."""
    told = {"secret": secret, "issuer": issuer, "algorithm": "SHA1", "digits": DIGITS, "period": STEP_SECONDS}
    return f"otpauth://totp/{quote(issuer)}:{quote(name)}?{urlencode(told, quote_via=quote)}"
