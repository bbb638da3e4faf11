"""Facts of one matter that cannot all be true: refused by name, never resolved silently."""

from __future__ import annotations

from kizuki.core.facts.case import Harm, Matter
from kizuki.core.facts.values import Causality, Exploited, Kind, Locus, Severity
from kizuki.core.refusal import Refused


def refuse_contradictions(matter: Matter) -> None:
    """Raise `Refused` for the first contradiction in a matter."""
    at = f"matters.{matter.index}"
    if matter.kind.value is Kind.VULNERABILITY:
        _no_event_yet(matter, at)
    if matter.kind.value is Kind.FOREIGN_MEASURE and matter.locus.value is Locus.DOMESTIC:
        raise Refused(f"{at}.locus", "a foreign_measure is of the foreign device: locus must be foreign")
    if matter.identical.value is False:
        _only_abroad_and_not_identical(matter, at)
    for number, harm in enumerate(matter.harms):
        refuse_contradictions_of_person(matter, harm, f"{at}.harms.{number}")


def refuse_contradictions_of_person(matter: Matter, harm: Harm, at: str) -> None:
    """Raise `Refused` where what befell one person contradicts itself or the potential of the matter."""
    actual = harm.severity.value
    if actual is None:
        return
    if harm.criterion is not None and actual is not Severity.SERIOUS:
        raise Refused(f"{at}.criterion", "only a serious harm meets one of the criteria (1)-(5)")
    potential = matter.potential.value
    if potential is None or harm.causality.value is Causality.RULED_OUT or potential.rank >= actual.rank:
        return
    number = at.rpartition(".")[2]
    raise Refused(
        f"matters.{matter.index}.potential",
        f"{potential.value} is below the harm that happened (harms.{number}: {actual.value})",
    )


def is_an_event_already(matter: Matter) -> bool:
    """Intrusion into or malware in a unit, or a person harmed, is an event, not a mere vulnerability (4(2))."""
    return matter.exploited.value is Exploited.HERE or _first_harmed(matter) is not None


def _first_harmed(matter: Matter) -> int | None:
    harmed = (number for number, harm in enumerate(matter.harms) if harm.severity.value not in (None, Severity.NONE))
    return next(harmed, None)


def _no_event_yet(matter: Matter, at: str) -> None:
    if matter.exploited.value is Exploited.HERE:
        raise Refused(f"{at}.exploited", "exploited here is an event: a unit that was broken into is kind event")
    number = _first_harmed(matter)
    if number is not None:
        raise Refused(f"{at}.harms.{number}", "somebody was harmed: that is kind event, not kind vulnerability")


def _only_abroad_and_not_identical(matter: Matter, at: str) -> None:
    if matter.locus.value is Locus.DOMESTIC:
        raise Refused(f"{at}.identical", "asks only of a foreign device; this matter is domestic")
    if matter.measure.covers_identical.value:
        raise Refused(
            f"{at}.measure.covers_identical",
            "the measure is said to cover the identical device, and the device (identical) is said not to be it",
        )
