"""Put a case under embargo, or lift it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from kizuki.actions.cases.comments import keep_words
from kizuki.actions.people.signing import person_of
from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Case, CaseReader, User
from kizuki.store.people.signers import second_persons


def set_embargo(case_id: int, embargoed: bool, readers: Iterable[int], reason: str, *, actor: Actor) -> None:
    """From now on only the people named see the case and act on it; not embargoed, everybody does. A reason is required.

    `Refused` where a person is unknown or has left, where whoever does it would shut themselves out, or where no two of
    them may sign as second persons for one another today: what is loosened in the case could never be signed.
    """
    device_id = find(Case, "case", pk=case_id).device_id
    words = text(reason, "reason", longest=2_000, required=True)
    named = sorted(set(readers)) if embargoed else []
    known = set(User.objects.filter(pk__in=named, is_active=True).values_list("pk", flat=True))
    unknown = [pk for pk in named if pk not in known]
    if unknown:
        raise Refused("readers", f"there is no person {unknown[0]}, or they have left")
    if embargoed and person_of(actor) not in known:
        raise Refused("readers", "name yourself too: somebody who sets an embargo sees the case")
    if embargoed and not second_persons(known, timezone.localdate(), device_id):
        raise Refused("readers", "need two who may sign for one another as second persons (two signers)")
    with verb("set_embargo", actor=actor, of=[f"case:{case_id}"]) as act:
        case = Case.objects.select_for_update(of=("self",)).get(pk=case_id)
        standing = set(CaseReader.objects.filter(case=case).values_list("user_id", flat=True))
        if (case.embargoed, standing) == (embargoed, set(named)):
            act.unchanged()
            return
        case.embargoed = embargoed
        case.save(update_fields=["embargoed"])
        CaseReader.objects.filter(case=case).exclude(user_id__in=named).delete()
        CaseReader.objects.bulk_create(CaseReader(case=case, user_id=pk) for pk in named if pk not in standing)
        keep_words(case_id, "embargo_reason", words, act.at)
        act.record(subjects=[f"case:{case_id}"], payload={"embargoed": embargoed, "readers": named})
