"""Ask the readers of an embargo in which nobody could sign for the other to name a second person."""

from __future__ import annotations

from datetime import date

from kizuki.actions.embargo.secrecy import NEEDS_SIGNERS
from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.actions.waiting import Waiting
from kizuki.store.access.subjects import belonging
from kizuki.store.models import Embargo, Task
from kizuki.store.models.embargo import SUBJECTS
from kizuki.store.people.signers import second_persons


def ask_for_signers(embargo_id: int, *, on: date, actor: Actor) -> bool:
    """Give a task to the first reader who is still here where no two readers may sign for one another (an embargo of an
    earlier release); the readers stay as they are. Whether it was given now: it is asked once."""
    embargo = find(Embargo, "embargo", actor=actor, pk=embargo_id)
    subject = next(f"{kind}:{getattr(embargo, f'{kind}_id')}" for kind in SUBJECTS if getattr(embargo, f"{kind}_id"))
    with verb("ask_for_signers", actor=actor, of=[subject]) as act:
        readers = list(embargo.readers.filter(user__is_active=True).order_by("pk").select_related("user"))
        people = [reader.user_id for reader in readers]
        asked = Task.objects.filter(subject=subject, kind=NEEDS_SIGNERS, state="open").exists()
        if asked or second_persons(people, on, belonging([subject])[subject].get("device")):
            act.unchanged()
            return False
        role = readers[0].user.role if readers else "general_manager"
        task = act.wait_for(Waiting(NEEDS_SIGNERS, subject, "embargo", role, due_on=on))
        if readers:
            Task.objects.filter(pk=task).update(owner_id=people[0])
        act.record(subjects=[subject], payload={"readers": people})
    return True
