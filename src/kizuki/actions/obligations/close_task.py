"""Close a task."""

from __future__ import annotations

from typing import Literal

from kizuki.actions.rows import find, text
from kizuki.actions.verb import Actor, verb
from kizuki.core.lifecycle.obligations.kinds import VIEWS
from kizuki.core.refusal import Refused
from kizuki.store.models import Task


def close_task(task_id: int, outcome: Literal["done", "dropped"], remark: str = "", *, actor: Actor) -> None:
    """Say that a task is done, or that it is dropped, which needs a reason. `Refused` where it is closed already, or
    where it is the view of an obligation: that ends by its own act, and the task with it."""
    if outcome not in ("done", "dropped"):
        raise Refused("outcome", f"{outcome!r} is not one of: done, dropped")
    words = text(remark, "remark", longest=2_000, required=outcome == "dropped")
    find(Task, "task", actor=actor, pk=task_id)
    with verb("close_task", actor=actor, of=[f"task:{task_id}"]) as act:
        task = Task.objects.select_for_update().get(pk=task_id)
        if task.state != "open":
            raise Refused("task", f"is closed already ({task.state})")
        if task.kind in VIEWS:
            raise Refused("task", f"stands for what is owed ({VIEWS[task.kind]}) and ends by the act that ends that")
        task.state, task.remark, task.closed_at = outcome, words, act.at
        task.save(update_fields=["state", "remark", "closed_at"])
        act.record(subjects=[f"task:{task_id}", task.subject], payload={"kind": task.kind, "outcome": outcome})
