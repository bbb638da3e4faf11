"""Which feeds this installation fetches, and how; nothing is fetched unless KIZUKI_FEEDS names it."""

import os
from collections.abc import Mapping
from typing import Any

from kizuki.core.feeds import FEEDS as KNOWN
from kizuki.core.feeds import terms_of
from kizuki.core.refusal import Refused


def feeds_of(environment: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Every feed by code: `enabled`, `url`, `key`, `parts`, `every_hours`, `stale_after_hours`.

    KIZUKI_FEEDS names the feeds that are fetched (`nvd,jvn,kev`); KIZUKI_FEED_URL_NVD another address (a mirror),
    KIZUKI_FEED_HOURS_NVD another rhythm; KIZUKI_NVD_API_KEY, KIZUKI_OSV_ECOSYSTEMS, KIZUKI_CSAF_PROVIDERS what these
    three need. Raises `Refused` at the variable that cannot be used.
    """
    wanted = _list(environment.get("KIZUKI_FEEDS", ""))
    for code in wanted:
        if code not in KNOWN:
            raise Refused("KIZUKI_FEEDS", f"{code} is no feed: {', '.join(KNOWN)}")
    providers = _list(environment.get("KIZUKI_CSAF_PROVIDERS", ""))
    if "csaf" in wanted and not providers:
        raise Refused("KIZUKI_CSAF_PROVIDERS", "names no provider-metadata.json, and KIZUKI_FEEDS wants csaf")
    parts = {"osv": _list(environment.get("KIZUKI_OSV_ECOSYSTEMS", "")), "csaf": providers}
    return {
        code: {
            "enabled": code in wanted,
            "url": environment.get(f"KIZUKI_FEED_URL_{code.upper()}") or terms_of(code).url,
            "key": environment.get("KIZUKI_NVD_API_KEY", "") if code == "nvd" else "",
            "parts": parts.get(code, ()),
            "every_hours": _hours(environment, code) or terms_of(code).every_hours,
            "stale_after_hours": max(terms_of(code).stale_after_hours, 3 * _hours(environment, code)),
        }
        for code in KNOWN
    }


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _hours(environment: Mapping[str, str], code: str) -> int:
    name = f"KIZUKI_FEED_HOURS_{code.upper()}"
    text = environment.get(name, "")
    if not text:
        return 0
    if not text.isdecimal() or not 1 <= int(text) <= 24 * 31:
        raise Refused(name, f"{text} is no number of hours from 1 to 744")
    return int(text)


FEEDS = feeds_of(os.environ)
