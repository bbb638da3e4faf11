"""Which cases an incident needs: harm has a case per patient, a vulnerability without an event a case per device."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kizuki.core.refusal import Refused

KINDS = ("event", "vulnerability", "campaign")
"""`campaign`: one story above incidents and cases (a hole, a series of attacks, with several models, hospitals, makers).
It links and owns nothing: its cases and their clocks stay their own, harm is counted in its incidents."""

CAMPAIGN = "campaign"
ONLY_OF_CAMPAIGNS = ("incident", "advisory")
"""What only a campaign links beside cases, information, devices, units and hospitals."""


@dataclass(frozen=True, slots=True)
class CaseHeld:
    """A case of an incident: on which device, and on how many harmed persons. `person` is the id of whom it tells, the
    same for every case that tells of them; '' where no id is known."""

    device: int
    harmed: int
    person: str = ""


@dataclass(frozen=True, slots=True)
class CasesWanted:
    """What is still to open. `patients_missing` harmed patients without a case; None while nobody has said how many
    there are. `devices_missing` devices of the incident without any case."""

    patients_missing: int | None
    devices_missing: tuple[int, ...]

    @property
    def complete(self) -> bool:
        """Whether every case that the incident needs is there."""
        return self.patients_missing == 0 and not self.devices_missing


def cases_wanted(kind: str, patients: int | None, devices: Iterable[int], held: Sequence[CaseHeld]) -> CasesWanted:
    """What an incident of this kind still needs. `patients`: how many were harmed, None while not known."""
    if kind == CAMPAIGN:
        # Its incidents and its cases say themselves what they need.
        return CasesWanted(0, ())
    with_case = {case.device for case in held}
    devices_missing = tuple(sorted(set(devices) - with_case))
    if kind == "vulnerability":
        return CasesWanted(0, devices_missing)
    if patients is None:
        return CasesWanted(None, devices_missing)
    # A second device of ours in the same event is a case of its own, of the same patient.
    told = {case.person for case in held if case.harmed and case.person}
    nameless = sum(min(case.harmed, 1) for case in held if not case.person)
    return CasesWanted(max(0, patients - len(told) - nameless), devices_missing)


def require_members(kind: str, members: Iterable[tuple[str, int]], campaigns: Collection[int] = ()) -> None:
    """Raise `Refused` where an incident of this kind does not link one of these (kind and id); `campaigns` are the ids
    of incidents that are campaigns: none links another one."""
    for place, (of, pk) in enumerate(members):
        if of in ONLY_OF_CAMPAIGNS and kind != CAMPAIGN:
            raise Refused(f"members.{place}", f"{of}:{pk} is linked by a campaign alone")
        if of == "incident" and pk in campaigns:
            raise Refused(f"members.{place}", f"incident:{pk} is a campaign itself")


def harmed_persons(facts: Mapping[str, Any]) -> int:
    """How many persons the facts of a case name as harmed; who was harmed "none" is not."""
    return sum(
        1
        for matter in facts.get("matters", ())
        for harm in matter.get("harms") or ()
        if harm.get("severity") != "none"
    )


def first_harmed(facts: Mapping[str, Any]) -> str:
    """The id of the first harmed person that the facts name; '' where they name none."""
    harms = (harm for matter in facts.get("matters", ()) for harm in matter.get("harms") or ())
    return next((harm.get("id") or "" for harm in harms if harm.get("severity") != "none"), "")


def require_split(kind: str, entries: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
    """Raise `Refused` where new cases (device and facts each) do not follow the rule: one patient a case, or, for a
    vulnerability, one device a case and no event in it."""
    if kind == CAMPAIGN:
        raise Refused("cases", "are opened by themselves or in an incident; a campaign links them")
    devices: set[str] = set()
    for place, (device, facts) in enumerate(entries):
        at = f"cases.{place}"
        if kind == "event":
            if harmed_persons(facts) > 1:
                raise Refused(f"{at}.facts", "has several harmed persons: each patient has a case of their own")
            continue
        if device in devices:
            raise Refused(f"{at}.device", f"{device} comes twice: a vulnerability has one case a device")
        devices.add(device)
        if any(matter.get("kind") == "event" for matter in facts.get("matters", ())):
            raise Refused(f"{at}.facts", "tells of an event: the incident is then one of kind event")
