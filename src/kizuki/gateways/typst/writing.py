"""Keeping a printed document: the whole file or none of it."""

from __future__ import annotations

from pathlib import Path

from kizuki.core.refusal import Refused
from kizuki.gateways.files import write_private


def write_pdf(path: Path, pdf: bytes) -> None:
    """Write the bytes for their owner alone, since what is printed names patients.

    Raises `Refused` with the file and the reason where that cannot be done; nothing is left behind then.
    """
    try:
        write_private(path, pdf)
    except Refused as refused:
        raise Refused("--pdf", refused.reason, file=str(path)) from None
    except OSError as fault:
        raise Refused("--pdf", (fault.strerror or str(fault)).lower(), file=str(path)) from None
