"""What the address of a list asks for: filters, where the list goes on, which findings were chosen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest

from kizuki.store.findings.filters import RANKED, Cursor, FindingFilter, Key
from kizuki.store.models.findings import TRIAGE_STATES
from kizuki.web.numbers import number_in

VERDICTS = ("affected", "undetermined")
TRIAGE = ("to_do", *TRIAGE_STATES)
_KEY = re.compile(r"([1-9]\d{0,17})-([1-9]\d{0,17})")
_CURSOR = re.compile(_KEY.pattern + r"(?:-(\d{4}-\d\d-\d\d))?(?:_(-?\d{1,9}(?:\.\d{1,20})?(?:e-\d\d)?))?")


def filter_of(request: HttpRequest) -> FindingFilter:
    """The filter of the address. What it does not know is left out, so that an old link still opens the list."""
    asked = request.GET
    verdict, triage = asked.get("verdict", ""), asked.get("triage", "")
    device = asked.get("device", "")
    return FindingFilter(
        device=number_in(device),
        verdict=verdict if verdict in VERDICTS else "",
        text=asked.get("text", "").strip()[:200],
        advisory=asked.get("advisory", "").strip()[:200],
        triage=triage if triage in TRIAGE else "",
        exploited=asked.get("exploited") == "1",
        overdue=asked.get("overdue") == "1",
        suppressed=asked.get("suppressed") == "1",
        sort=asked.get("sort", "") if asked.get("sort") in RANKED else "",
    )


def address_of(wanted: FindingFilter, **changes: object) -> str:
    """The query of an address that asks for this filter with some of it changed; `before` says where it goes on."""
    values = {
        "device": wanted.device,
        "verdict": wanted.verdict,
        "text": wanted.text,
        "advisory": wanted.advisory,
        "triage": wanted.triage,
        "exploited": wanted.exploited,
        "overdue": wanted.overdue,
        "suppressed": wanted.suppressed,
        "sort": wanted.sort,
    } | changes
    said = {name: "1" if value is True else value for name, value in values.items() if value}
    return f"?{urlencode(said)}" if said else "?"


def key_of(text: str) -> Key | None:
    """`12-3` as match and release; None where it is no key."""
    found = _KEY.fullmatch(text)
    return (int(found[1]), int(found[2])) if found else None


def cursor_of(text: str) -> Cursor | None:
    """`12-3`, `12-3-2026-06-01` in a list of what waits, or `12-3_0.97` in a ranked one, as the place where a list goes
    on; None where it is none."""
    found = _CURSOR.fullmatch(text)
    if found is None:
        return None
    try:
        since = date.fromisoformat(found[3]) if found[3] else None
    except ValueError:
        return None
    return Cursor((int(found[1]), int(found[2])), since, float(found[4]) if found[4] else None)


def cursor_text(cursor: Cursor) -> str:
    """The place where a list goes on, as an address has it."""
    match, release = cursor.key
    since = f"-{cursor.since.isoformat()}" if cursor.since else ""
    return f"{match}-{release}{since}" + (f"_{cursor.rank!r}" if cursor.rank is not None else "")


def keys_in(texts: Iterable[str]) -> list[Key]:
    """The keys among these texts, in their order, each once."""
    return list(dict.fromkeys(key for text in texts if (key := key_of(text)) is not None))
