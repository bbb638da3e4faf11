"""Sign, or refuse, a later day of knowledge."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from kizuki.actions.findings.keeping_knowledge import tell_cases
from kizuki.actions.people.second_person import require_second_person
from kizuki.actions.people.signing import sign
from kizuki.actions.rows import find, text
from kizuki.actions.texts import keep_text
from kizuki.actions.verb import Act, Actor, verb
from kizuki.core.lifecycle.recorded_days import KnownOn, ShownOn, told
from kizuki.core.refusal import Refused
from kizuki.store.findings.knowledge import known_vulnerability
from kizuki.store.models import Advisory, KnowledgeDay, Task


def sign_knowledge_day(
    proposal_id: int, *, agreed: bool, password: str, comment: str = "", on: date, actor: Actor
) -> None:
    """A second person agrees that a vulnerability counts as known only since the proposed day, or refuses it with a
    comment. Until then the day shown before holds.

    `Refused` where it is no proposal that waits, where the day shown has moved since it was proposed or a newer day
    stands, where the password is wrong, or the person is no second one (`require_second_person`).
    """
    row = find(KnowledgeDay, "knowledge", actor=actor, pk=proposal_id)
    if row.kind != "proposed":
        raise Refused("knowledge", "waits for no signature")
    words = text(comment, "comment", longest=2_000, required=not agreed)
    signature = sign(actor, password, "sign_knowledge_day", on)
    with verb("sign_knowledge_day", actor=actor, of=[f"knowledge:{proposal_id}"]) as act:
        advisory = Advisory.objects.select_for_update().get(pk=row.advisory_id)
        _require_standing(row)
        proposed_on = timezone.localdate(row.recorded_at)
        alone = require_second_person(signature, row.person_id, on, comment=words, proposed_on=proposed_on)
        made = KnowledgeDay.objects.create(
            advisory=advisory,
            device=row.device,
            kind="settled" if agreed else "declined",
            known_on=row.known_on,
            shown_on=row.shown_on,
            person_id=signature.person,
            on_behalf_of_id=signature.on_behalf_of,
            follows=row,
            alone=alone,
            recorded_at=act.at,
        )
        keep_text(act, f"knowledge:{made.pk}", "reason", words)
        _signed(row, act)
        if agreed:
            tell_cases(act, advisory, row.device, row.known_on)
        devices = [f"device:{row.device_id}"] if row.device_id else []
        days = told(KnownOn(row.known_on), ShownOn(row.shown_on) if row.shown_on else None)
        said = {"name": advisory.identifier, **days, "state": made.kind, "for": signature.on_behalf_of}
        named = [f"knowledge:{row.pk}", f"knowledge:{made.pk}", f"advisory:{advisory.pk}", *devices]
        act.record(subjects=named, payload=said)


def _require_standing(row: KnowledgeDay) -> None:
    later = KnowledgeDay.objects.filter(advisory=row.advisory_id, device=row.device_id, pk__gt=row.pk)
    if later.exclude(kind="seen").exists():
        raise Refused("knowledge", "is answered already, or a newer day stands")
    shown = known_vulnerability(row.advisory_id, row.device_id)
    if shown is None or shown.on != row.shown_on:
        raise Refused("knowledge", "the day shown has moved since it was proposed; propose it anew")


def _signed(row: KnowledgeDay, act: Act) -> None:
    waiting = Task.objects.filter(subject=f"knowledge:{row.pk}", kind="sign_knowledge_day", state="open")
    waiting.update(state="done", closed_at=act.at)
