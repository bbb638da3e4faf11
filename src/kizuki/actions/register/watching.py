"""Watching the register: every decision that stands is held against what is known now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kizuki.actions.register.reopen_no_report import reopen_no_report
from kizuki.actions.verb import Actor
from kizuki.store.models import NoReportDecision


def watch_register(*, on: date, actor: Actor, between: Callable[[], None] = lambda: None) -> list[int]:
    """Reopen each decision that no longer stands on day `on`; answers their ids. `between` is called after each.

    One transaction a decision: a watch that is cut off is simply made again.
    """
    standing = NoReportDecision.objects.filter(state="decided").order_by("pk").values_list("pk", flat=True)
    reopened: list[int] = []
    for decision_id in list(standing):
        if reopen_no_report(decision_id, on=on, actor=actor):
            reopened.append(decision_id)
        between()
    return reopened
