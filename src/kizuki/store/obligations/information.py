"""By when it is decided what becomes of a piece of safety information, and the task that says so."""

from __future__ import annotations

from datetime import date

from kizuki.core.information.deciding import UNDECIDED, decision_due_on
from kizuki.core.information.harm import MAY_BE_HERE, may_be_death_here, speaks_of_death
from kizuki.core.lifecycle.obligations.rows import RUNNING
from kizuki.store.findings.joined import triage_limit
from kizuki.store.models import KeptText, Obligation, SafetyInformation, Task

DECISION = "decide_information"
"""The kind of that task; only a decision closes it."""


def locked_information(information_id: int) -> SafetyInformation:
    """The row, locked until the verb ends."""
    return SafetyInformation.objects.select_for_update().get(pk=information_id)


def date_decision_task(row: SafetyInformation) -> None:
    """The task that asks for the decision has its day."""
    Task.objects.filter(subject=f"information:{row.pk}", kind=DECISION, state="open").update(due_on=decision_day(row))


def decision_day(row: SafetyInformation, limit: int | None = None) -> date:
    """Its day; `limit` is the company's own number of business days, read where it is not given."""
    days = triage_limit() if limit is None else limit
    return decision_due_on(row.awareness_on, days, death=may_be_death_here(row.told_harm, row.country))


def words_of(information_id: int) -> tuple[str, ...]:
    """Everything that it says, as it was told."""
    rows = KeptText.objects.filter(subject=f"information:{information_id}", erased_at=None).order_by("pk")
    return tuple(row.body for row in rows)


def unheard() -> list[int]:
    """Undecided information of before that waits its usual days though it may tell of a death in Japan: its words speak
    of one and nobody was asked, or how badly people were harmed is still being confirmed."""
    undecided = SafetyInformation.objects.filter(state__in=UNDECIDED).order_by("pk")
    silent = undecided.filter(told_harm="", sha256="").values_list("pk", flat=True)
    asking = undecided.filter(told_harm="asking", country__in=MAY_BE_HERE).values_list("pk", flat=True)
    waits = Obligation.objects.filter(kind="information_decision", grave=False, state__in=RUNNING)
    usual = set(waits.filter(owner__in=[f"information:{pk}" for pk in asking]).values_list("owner", flat=True))
    return [pk for pk in silent if speaks_of_death(words_of(pk))] + [
        pk for pk in asking if f"information:{pk}" in usual
    ]
