"""Checking a time stamp that was kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from cryptography.x509 import Certificate, load_pem_x509_certificates
from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

from kizuki.core.refusal import Refused


def roots_of(file: str) -> tuple[Certificate, ...]:
    """The certificates that the company trusts for time stamps, from a PEM file; none where no file is named."""
    if not file:
        return ()
    try:
        return tuple(load_pem_x509_certificates(Path(file).read_bytes()))
    except OSError as fault:
        raise Refused("KIZUKI_TSA_ROOTS", (fault.strerror or str(fault)).lower(), file=file) from None
    except ValueError:
        raise Refused("KIZUKI_TSA_ROOTS", "holds no certificates in PEM", file=file) from None


def check_stamp(token: bytes, message: bytes, roots: Sequence[Certificate]) -> str:
    """`good`, `unsigned` (it dates this message, but no certificate is at hand to check who signed it) or `bad`."""
    try:
        response = decode_timestamp_response(token)
        if response.tst_info.message_imprint.message != hashlib.sha256(message).digest():
            return "bad"
        if not roots:
            return "unsigned"
        builder = VerifierBuilder()
        for root in roots:
            builder = builder.add_root_certificate(root)
        builder.build().verify_message(response, message)
    except (ValueError, VerificationError):
        return "bad"
    return "good"
