"""Every door by what it is about and its name."""

from __future__ import annotations

from collections.abc import Mapping

from kizuki.web.doors import ends, of_case, of_disclosure, of_incident, of_information, of_measure, sending, signing
from kizuki.web.doors.door import Door
from kizuki.web.doors.intake import RECEIVE
from kizuki.web.doors.interview import ANSWER

DOORS: Mapping[tuple[str, str], Door] = {
    (door.kind, door.name): door
    for door in (
        RECEIVE,
        *of_information.DOORS,
        ANSWER,
        *ends.DOORS,
        *signing.DOORS,
        *sending.DOORS,
        *of_case.DOORS,
        *of_measure.DOORS,
        *of_disclosure.DOORS,
        *of_incident.DOORS,
    )
}
"""A door stands here, or leads nowhere."""
