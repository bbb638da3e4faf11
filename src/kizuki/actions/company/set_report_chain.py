"""Say in how many steps a report is signed."""

from __future__ import annotations

from kizuki.actions.verb import Actor, verb
from kizuki.core.lifecycle.report import CHAINS
from kizuki.core.refusal import Refused
from kizuki.store.models import Company


def set_report_chain(steps: int, *, actor: Actor) -> bool:
    """From now on a report handed in goes over two steps (作成→承認) or three (作成→確認→承認, and whoever reviewed it
    does not approve it). What is under review goes on as it is. True where anything changed.

    `Refused` for any other number, or where no company is registered yet.
    """
    if steps not in CHAINS:
        raise Refused("steps", f"{steps} is not one of: {', '.join(map(str, CHAINS))}")
    with verb("set_report_chain", actor=actor, of=["company:1"]) as act:
        company = Company.objects.select_for_update().filter(id=1).first()
        if company is None:
            raise Refused("company", "is not registered yet")
        if company.report_steps == steps:
            act.unchanged()
            return False
        before, company.report_steps = company.report_steps, steps
        company.save(update_fields=["report_steps"])
        act.record(subjects=["company:1"], payload={"from": before, "steps": steps})
    return True
