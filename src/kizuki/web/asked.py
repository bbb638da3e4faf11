"""What the address of a list asks for: filters, where the list goes on, which findings were chosen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import HttpRequest

from kizuki.store.findings.joined import FindingFilter, Key
from kizuki.store.models.findings import TRIAGE_STATES

VERDICTS = ("affected", "undetermined")
TRIAGE = ("to_do", *TRIAGE_STATES)
_KEY = re.compile(r"([1-9]\d{0,17})-([1-9]\d{0,17})")


def filter_of(request: HttpRequest) -> FindingFilter:
    """The filter of the address. What it does not know is left out, so that an old link still opens the list."""
    asked = request.GET
    verdict, triage = asked.get("verdict", ""), asked.get("triage", "")
    device = asked.get("device", "")
    return FindingFilter(
        device=int(device) if re.fullmatch(r"\d{1,18}", device) else None,
        verdict=verdict if verdict in VERDICTS else "",
        advisory=asked.get("advisory", "").strip()[:200],
        triage=triage if triage in TRIAGE else "",
        exploited=asked.get("exploited") == "1",
        overdue=asked.get("overdue") == "1",
        suppressed=asked.get("suppressed") == "1",
    )


def address_of(wanted: FindingFilter, **changes: object) -> str:
    """The query of an address that asks for this filter with some of it changed; `before` says where it goes on."""
    values = {
        "device": wanted.device,
        "verdict": wanted.verdict,
        "advisory": wanted.advisory,
        "triage": wanted.triage,
        "exploited": wanted.exploited,
        "overdue": wanted.overdue,
        "suppressed": wanted.suppressed,
    } | changes
    said = {name: "1" if value is True else value for name, value in values.items() if value}
    return f"?{urlencode(said)}" if said else "?"


def key_of(text: str) -> Key | None:
    """`12-3` as match and release; None where it is no key."""
    found = _KEY.fullmatch(text)
    return (int(found[1]), int(found[2])) if found else None


def keys_in(texts: Iterable[str]) -> list[Key]:
    """The keys among these texts, in their order, each once."""
    return list(dict.fromkeys(key for text in texts if (key := key_of(text)) is not None))
