"""Give a task to a person."""

from __future__ import annotations

from kizuki.actions.rows import find
from kizuki.actions.verb import Actor, verb
from kizuki.core.refusal import Refused
from kizuki.store.models import Task, User


def assign_task(task_id: int, owner_id: int, *, actor: Actor) -> None:
    """Make a person the owner of an open task. `Refused` where it is closed, or the person only reads or has left."""
    find(Task, "task", actor=actor, pk=task_id)
    owner = find(User, "owner", actor=actor, pk=owner_id)
    if not owner.is_active or owner.role == "auditor":
        raise Refused("owner", f"{owner.sign_in_name} cannot own a task")
    with verb("assign_task", actor=actor, of=[f"task:{task_id}", f"user:{owner_id}"]) as act:
        task = Task.objects.select_for_update().get(pk=task_id)
        if task.state != "open":
            raise Refused("task", f"is closed ({task.state})")
        if task.owner_id == owner_id:
            act.unchanged()
            return
        task.owner = owner
        task.save(update_fields=["owner"])
        act.record(subjects=[f"task:{task_id}", task.subject], payload={"kind": task.kind, "owner": owner_id})
