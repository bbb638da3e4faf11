"""Exclusions between items (…に掲げる事項を除く) where an individual report would fall away.

Where the text takes an individual report away in favour of a periodic or a rate report, Kizuki does not follow it
silently: the individual report stays open and a person judges, the default being to report.
"""

from __future__ import annotations

from kizuki.core.facts.case import Matter
from kizuki.core.facts.finding import Finding, State, apart_from, to_be_judged


def unless_parked_in_3i(parked: Finding, matter: Matter) -> Finding:
    """第3号イを除く: the event is of the expected kind of a designated device and goes to the periodic report.

    A cyber attack is hardly of the kind whose rate was known beforehand, so the individual report waits, open, for
    a person's judgement even where the fact says that it is.
    """
    if parked.state is State.MET:
        return to_be_judged("expected_malfunction_of_designated_device", matter.expected_malfunction.path)
    return apart_from("3-イ", parked)
