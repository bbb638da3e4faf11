"""Add a hazard entry behind safety-relevant answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kizuki.actions.assessments.people import person_of
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.core.scoring.hazards.hazard import HARM_KINDS
from kizuki.core.scoring.rubric import PIPS_CODES
from kizuki.store.models import Advisory, Device, Hazard
from kizuki.store.queries.severity import levels_in_use
from kizuki.store.queries.viewer import PROGRAM

_LONGEST = 4_000
_MOST_PATIENTS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class HazardEntry:
    """One hazardous situation: what happens, to whom, how grave (a level of the company's scale, empty while it is
    not rated), a statement on likelihood, controls, how staff would notice, patients exposed (None: not known), and
    whether the harm comes through another connected system (None: not known).

    `credible` False needs a reason, and counts only once another person has reviewed it.
    """

    pips: Sequence[str]
    situation: str
    harm: str
    severity: str = ""
    harm_kinds: Sequence[str] = ()
    likelihood: str = ""
    controls: Sequence[str] = ()
    detectability: str = ""
    patients_exposed: int | None = None
    through_other_system: bool | None = None
    credible: bool = True
    not_credible_because: str = ""


def add_hazard(device_id: int, advisory_id: int, entry: HazardEntry, *, actor: Actor) -> int:
    """Keep the entry. Returns its id; `Refused` names what is missing or does not exist."""
    device = find(Device, "device", actor=actor, pk=device_id)
    about = find(Advisory, "advisory", actor=actor, pk=advisory_id)
    values = _values(entry)
    with verb("add_hazard", actor=actor, of=[f"device:{device_id}", f"advisory:{advisory_id}"]) as act:
        made = Hazard.objects.create(
            device=device, advisory=about, entered_by=person_of(actor), entered_at=act.at, **values
        )
        act.record(
            subjects=[f"hazard:{made.pk}", f"device:{device.pk}", f"advisory:{about.pk}"],
            payload={"pips": list(values["pips"]), "severity": made.severity},
        )
    return int(made.pk)


def _values(entry: HazardEntry) -> dict[str, Any]:
    pips = [code for code in PIPS_CODES if code in entry.pips]
    unknown = sorted(set(entry.pips) - set(PIPS_CODES))
    if unknown or not pips:
        raise Refused("hazard.pips", f"{', '.join(unknown) or 'none given'}: at least one of {', '.join(PIPS_CODES)}")
    other = sorted(set(entry.harm_kinds) - set(HARM_KINDS))
    if other:
        raise Refused("hazard.harm_kinds", f"{', '.join(other)} is not among {', '.join(HARM_KINDS)}")
    levels = levels_in_use(PROGRAM)
    if entry.severity and entry.severity not in levels:
        raise Refused("hazard.severity", f"{entry.severity!r} is not a level of the company ({', '.join(levels)})")
    patients = entry.patients_exposed
    if patients is not None and not 0 <= patients <= _MOST_PATIENTS:
        raise Refused("hazard.patients_exposed", "is not a number of people")
    reason = text(entry.not_credible_because, "hazard.not_credible_because", longest=_LONGEST)
    if not entry.credible and not reason:
        raise Refused("hazard.not_credible_because", "a situation that is not credible needs the reason why")
    return {
        "pips": pips,
        "situation": text(entry.situation, "hazard.situation", longest=_LONGEST, required=True),
        "harm": text(entry.harm, "hazard.harm", longest=_LONGEST, required=True),
        "harm_kinds": [kind for kind in HARM_KINDS if kind in entry.harm_kinds],
        "severity": entry.severity,
        "likelihood": text(entry.likelihood, "hazard.likelihood", longest=_LONGEST),
        "controls": [text(line, "hazard.controls", longest=_LONGEST) for line in entry.controls if line.strip()],
        "detectability": text(entry.detectability, "hazard.detectability", longest=_LONGEST),
        "patients_exposed": patients,
        "through_other_system": entry.through_other_system,
        "credible": entry.credible,
        "not_credible_because": reason,
    }
