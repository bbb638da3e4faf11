"""What a record says beside the versions that it names: decisions of SSVC."""

from __future__ import annotations

from msgspec import Struct


class Ssvc(Struct, frozen=True):
    """One set of SSVC decision points as somebody filled them in: who, in which role, when, and each point's value.

    Kept as stated (CISA's Vulnrichment puts it into an ADP container of the CVE record); it decides nothing here.
    """

    source: str
    role: str
    version: str
    at: str
    points: tuple[tuple[str, str], ...]
