"""Facts of one matter that cannot all be true: refused by name, never resolved silently."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kizuki.core.facts.case import Matter
from kizuki.core.facts.values import Causality, Exploited, Kind, Locus, Severity
from kizuki.core.refusal import Refused


def refuse_contradictions(matter: Matter, row: Mapping[str, Any]) -> None:
    """Raise `Refused` for the first contradiction in a matter; `row` is the input it was read from."""
    at = f"matters.{matter.index}"
    if matter.kind.value is Kind.VULNERABILITY:
        _no_event_yet(matter, at)
    if matter.kind.value is Kind.FOREIGN_MEASURE and matter.locus.value is Locus.DOMESTIC:
        raise Refused(f"{at}.locus", "a foreign_measure is of the foreign device: locus must be foreign")
    if matter.locus.value is Locus.DOMESTIC and row.get("identical") is False:
        raise Refused(f"{at}.identical", "asks only of a foreign device; this matter is domestic")
    _potential_not_below_harm(matter, at)


def _no_event_yet(matter: Matter, at: str) -> None:
    """Intrusion into or malware in a unit is an event, not a mere vulnerability (notification 4(2))."""
    if matter.exploited.value is Exploited.HERE:
        raise Refused(f"{at}.exploited", "exploited here is an event: a unit that was broken into is kind event")
    for number, harm in enumerate(matter.harms if matter.harms_known else ()):
        if harm.severity.value not in (None, Severity.NONE):
            raise Refused(f"{at}.harms.{number}", "somebody was harmed: that is kind event, not kind vulnerability")


def _potential_not_below_harm(matter: Matter, at: str) -> None:
    if matter.potential.value is None:
        return
    for number, harm in enumerate(matter.harms):
        actual = harm.severity.value
        if actual is None or harm.causality.value is Causality.RULED_OUT:
            continue
        if matter.potential.value.rank < actual.rank:
            raise Refused(
                f"{at}.potential",
                f"{matter.potential.value.value} is below the harm that happened (harms.{number}: {actual.value})",
            )
