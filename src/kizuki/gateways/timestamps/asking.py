"""Asking a time-stamping authority to date a digest."""

from __future__ import annotations

import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException

from rfc3161_client import HashAlgorithm, TimestampRequestBuilder, decode_timestamp_response

from kizuki.core.refusal import Refused


class _StaysThere(urllib.request.HTTPRedirectHandler):
    """The authority that was named is asked, and no other that it names."""

    def redirect_request(self, *_told: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_StaysThere)
_SECONDS = 30
_MOST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the authority answered: its token as DER, and the moment that it says."""

    token: bytes
    stamped_at: datetime


def ask_for_stamp(url: str, message: bytes) -> Stamp:
    """Send the SHA-256 of the message to the authority at `url` and return its time stamp, for this request.

    `Refused` where the address is none, nobody answers, or the answer is no time stamp over this message.
    """
    if not url.startswith(("http://", "https://")):
        raise Refused("KIZUKI_TSA_URL", "begins with neither http:// nor https://")
    builder = TimestampRequestBuilder().data(message).hash_algorithm(HashAlgorithm.SHA256)
    # With its certificate in it, a token can be checked years later by who has the root alone.
    request = builder.cert_request(cert_request=True).nonce().build()
    asked = urllib.request.Request(  # noqa: S310 the scheme is checked above
        url, data=request.as_bytes(), headers={"Content-Type": "application/timestamp-query"}
    )
    try:
        with _OPENER.open(asked, timeout=_SECONDS) as answer:
            token = answer.read(_MOST_BYTES)
        response = decode_timestamp_response(token)
        granted, told = response.status in (0, 1), response.tst_info
    except (urllib.error.URLError, HTTPException, OSError) as fault:
        raise Refused("KIZUKI_TSA_URL", f"the authority does not answer: {fault}") from None
    except ValueError as fault:
        raise Refused("KIZUKI_TSA_URL", f"the answer is no time stamp: {fault}") from None
    if not granted or told.nonce != request.nonce or told.message_imprint.message != request.message_imprint.message:
        raise Refused("KIZUKI_TSA_URL", "the answer is no time stamp over what was asked")
    return Stamp(token, told.gen_time)
