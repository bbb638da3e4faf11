"""By when it is decided what becomes of a piece of safety information, and the task that says so."""

from __future__ import annotations

from datetime import date

from kizuki.core.information.deciding import UNDECIDED, decision_due_on
from kizuki.core.information.harm import may_be_death_here, speaks_of_death
from kizuki.store.findings.joined import triage_limit
from kizuki.store.models import KeptText, SafetyInformation, Task

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
    """Undecided information of before whose words speak of a death and which nobody was asked about."""
    silent = SafetyInformation.objects.filter(state__in=UNDECIDED, told_harm="", sha256="").order_by("pk")
    return [pk for pk in silent.values_list("pk", flat=True) if speaks_of_death(words_of(pk))]
