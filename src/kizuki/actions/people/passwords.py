"""What a password must be: long enough, not among the common ones, not the name of its owner."""

from __future__ import annotations

import unicodedata

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from kizuki.core.refusal import Refused

SHORTEST = 10
"""Signs of a password; the longest is what the hash takes without effort."""

LONGEST = 200

_common = CommonPasswordValidator()


def require_good(password: str, *names: str) -> None:
    """`Refused` at `new_password.<why>`: `length`, `common` (Django's list of 20,000), or `name` of its owner."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Refused("new_password.length", f"must have {SHORTEST} to {LONGEST} characters")
    plain = unicodedata.normalize("NFKC", password).casefold().strip()
    try:
        _common.validate(plain)
    except ValidationError:
        raise Refused("new_password.common", "is among the most common passwords") from None
    if len(set(plain)) < 5:
        raise Refused("new_password.common", "repeats a few signs")
    for name in names:
        word = unicodedata.normalize("NFKC", name).casefold().strip()
        if len(word) > 2 and word in plain:
            raise Refused("new_password.name", "holds the name of its owner")
