"""Answers to the temporal questions that signals propose. No signal proposes that there is less danger, but a fix."""

from __future__ import annotations

from collections.abc import Iterator

from kizuki.core.scoring.profiles.proposal import Origin, Proposal, Silent
from kizuki.core.scoring.rubric import QUESTIONS
from kizuki.core.scoring.signals import Fix, Signals

_FIX = {
    Fix.OFFICIAL: (("XRLS", "N"), ("XRLO", "Y")),
    Fix.TEMPORARY: (("XRLS", "N"), ("XRLO", "N"), ("XRLT", "Y")),
    Fix.WORKAROUND: (("XRLS", "N"), ("XRLO", "N"), ("XRLT", "N"), ("XRLW", "Y")),
    Fix.NONE: (("XRLS", "N"), ("XRLO", "N"), ("XRLT", "N"), ("XRLW", "N")),
    Fix.WITHDRAWN: (("XRLS", "N"), ("XRLO", "N")),
}
"""What the state of the fix answers; what a withdrawn fix leaves behind is for a person."""


def signal_proposals(signals: Signals) -> Iterator[Proposal | Silent]:
    """KEV, or another list of what is exploited: XEC and XEW are Yes. SSVC active: XEW Yes; proof of concept: XEP Yes.
    The fix: XRLO, XRLT, XRLW.

    EPSS proposes nothing, and neither does absence from KEV or an SSVC value of none: they are silent, with that
    reason, since they say nothing of a flaw in a device.
    """
    yield from _exploitation(signals)
    if signals.fix is None:
        yield Silent("XRLO", "fix_not_known")
    else:
        for code, value in _FIX[signals.fix]:
            lowers = value == "Y"
            yield _proposal(code, value, Origin.FIX, f"fix.{signals.fix}", f"fix_{signals.fix}", lowers=lowers)
    if signals.confirmed_by_vendor:
        for code, value in (("XRCS", "N"), ("XRCV", "Y")):
            yield _proposal(code, value, Origin.FIX, "confirmed_by_vendor", "confirmed_by_vendor")


def _exploitation(signals: Signals) -> Iterator[Proposal | Silent]:
    by_cisa = signals.kev is not None and signals.kev.listed
    listed = by_cisa or bool(signals.listings)
    if listed:
        entry, reason = ("kev", "kev_listed") if by_cisa else (signals.listings[0].asserter, "exploited_listed")
        for code, value in (("XES", "N"), ("XEC", "Y"), ("XEW", "Y")):
            yield _proposal(code, value, Origin.KEV, entry, reason)
    elif signals.exploitation == "A":
        for code, value in (("XES", "N"), ("XEW", "Y")):
            yield _proposal(code, value, Origin.SSVC, "ssvc.E", "ssvc_active")
    if signals.exploitation == "P" and not listed:
        for code, value in (("XES", "N"), ("XEP", "Y")):
            yield _proposal(code, value, Origin.SSVC, "ssvc.E", "ssvc_poc")
    if not listed:
        reason = "kev_not_looked_up" if signals.kev is None else "not_in_kev"
        yield Silent("XEC", reason)
        yield Silent("XEF", "for_a_person")
    if signals.exploitation == "N":
        yield Silent("XEP", "ssvc_none")


def _proposal(code: str, value: str, origin: Origin, entry: str, reason: str, *, lowers: bool = False) -> Proposal:
    return Proposal(code, value, origin, entry, reason, QUESTIONS[code].page, lowers=lowers)
