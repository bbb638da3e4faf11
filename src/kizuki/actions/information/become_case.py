"""Open a case from a piece of information."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from kizuki.actions.cases.open_case import CaseEntry, open_prepared, prepare_case, subjects_before
from kizuki.actions.embargo.secrecy import pass_on
from kizuki.actions.information.moving import move_information
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import SafetyInformation


def become_case(information_id: int, entry: CaseEntry, *, on: date, actor: Actor) -> int:
    """Open a case whose matters were learned with this information. Returns its id.

    A matter without `learned_on` takes the awareness day of the information, a case without a hospital its hospital.
    `Refused` where every matter would be
    learned later than the information was: a clock never starts after the first of us knew.
    """
    information = find(SafetyInformation, "information", actor=actor, pk=information_id)
    at = entry.hospital or (information.hospital.key if information.hospital else None)
    dated = replace(entry, facts=_dated(dict(entry.facts), information.awareness_on), hospital=at)
    if (
        information.device_id is not None
        and information.device is not None
        and information.device.key != entry.device
    ):
        raise Refused("device", f"the information is about {information.device.key}")
    prepared = prepare_case(dated, on=on, actor=actor)
    with verb("become_case", actor=actor, of=[f"information:{information_id}", *subjects_before(prepared)]) as act:
        row = move_information(act, information_id, "became_case")
        if row.awareness_on != information.awareness_on:
            raise Refused("information", "its awareness day was changed meanwhile")
        opened = open_prepared(act, prepared)
        row.case_id, row.device_id = opened.id, prepared.device.pk
        row.save(update_fields=["case", "device"])
        pass_on(act, f"information:{information_id}", [f"case:{opened.id}"])
        act.record(
            subjects=[f"information:{information_id}", *opened.subjects],
            payload={**opened.payload, "information": row.number},
        )
    return opened.id


def _dated(facts: dict[str, Any], awareness_on: date) -> dict[str, Any]:
    if "matters" not in facts:
        raise Refused("facts", "the facts of a case from information are told as matters")
    matters = [{"learned_on": awareness_on.isoformat(), **matter} for matter in facts["matters"]]
    earliest = min((str(matter["learned_on"]) for matter in matters), default="")
    if earliest > awareness_on.isoformat():
        raise Refused("facts.matters", f"the information was known on {awareness_on}; no matter may begin later")
    return facts | {"matters": matters}
