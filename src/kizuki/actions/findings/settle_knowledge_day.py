"""Settle from which day a vulnerability counts as known."""

from __future__ import annotations

from datetime import date

from kizuki.actions.findings.keeping_knowledge import tell_cases
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.core.clocks.knowledge import Known
from kizuki.core.lifecycle.recorded_days import KnownOn, ShownOn, told
from kizuki.core.refusal import Refused
from kizuki.store.findings.knowledge import known_vulnerability
from kizuki.store.models import Advisory, Device, KnowledgeDay
from kizuki.store.people.signers import role_to_ask


def settle_knowledge_day(
    advisory: str, device: str | None, known_on: date, reason: str, *, on: date, actor: Actor
) -> bool:
    """Say, with the reason, since when the vulnerability of this record counts as known for a device (key).

    Without a device the day of a vulnerability of our own is corrected, for whichever device has it. The day shown so
    far, or an earlier one, holds at once (returns True); a later one is proposed and shown only when a second person
    has signed it (`sign_knowledge_day`; returns False). Cases that count from a later day get a task; no case is
    changed. `on` is today in Japan. `Refused`: a day that lies ahead, or behind the day on which a person had it before
    them or its triage limit ran out; a vulnerability that nothing has brought before anybody.
    """
    row = find(Advisory, "advisory", actor=actor, identifier=advisory)
    holder = find(Device, "device", actor=actor, key=device) if device else None
    if holder is None and row.kind != "entered":
        raise Refused("device", f"names which: {advisory} is known to others too, so each device has its own day")
    words = text(reason, "reason", longest=2_000, required=True)
    if known_on > on:
        raise Refused("known_on", f"{known_on} lies after today, {on}")
    devices = [f"device:{holder.pk}"] if holder else []
    with verb("settle_knowledge_day", actor=actor, of=[f"advisory:{row.pk}", *devices]) as act:
        Advisory.objects.select_for_update().get(pk=row.pk)
        shown = _shown(row, holder, known_on)
        later = known_on > shown.on
        made = KnowledgeDay.objects.create(
            advisory=row,
            device=holder,
            kind="proposed" if later else "settled",
            known_on=known_on,
            shown_on=shown.on,
            person_id=act.person,
            recorded_at=act.at,
        )
        keep_text(act, f"knowledge:{made.pk}", "reason", words)
        act.wait_for(_second_look(made, row, holder, on)) if later else tell_cases(act, row, holder, known_on)
        act.record(
            subjects=[f"knowledge:{made.pk}", f"advisory:{row.pk}", *devices],
            payload={"name": row.identifier, **told(KnownOn(known_on), ShownOn(shown.on)), "state": made.kind},
        )
    return not later


def _shown(row: Advisory, holder: Device | None, known_on: date) -> Known:
    shown = known_vulnerability(row.pk, holder.pk if holder else None)
    if shown is None:
        raise Refused("known_on", "nothing has brought it before anybody: there is no finding")
    if shown.by_rule_on is not None and known_on > shown.by_rule_on:
        why = "a person had it before them" if shown.by_rule == "seen" else "its triage limit ran out"
        raise Refused("known_on", f"{known_on} lies after {shown.by_rule_on}, when {why}")
    return shown


def _second_look(made: KnowledgeDay, row: Advisory, holder: Device | None, on: date) -> Waiting:
    return Waiting(
        "sign_knowledge_day",
        f"knowledge:{made.pk}",
        f"advisory:{row.pk}",
        role_to_ask("sign_knowledge_day", made.person_id, on),
        device=holder.pk if holder else None,
        due_on=on,
        values={"name": row.identifier, "known_on": made.known_on.isoformat()},
    )
