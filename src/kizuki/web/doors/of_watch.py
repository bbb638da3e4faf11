"""What keeps the watch going: runs over everything, the limit of triage, aliases that no longer hold."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kizuki.actions.components.withdraw_alias import withdraw_alias
from kizuki.actions.findings.cancel_match_run import cancel_match_run
from kizuki.actions.findings.resume_match_run import resume_match_run
from kizuki.actions.findings.set_triage_limit import set_triage_limit
from kizuki.actions.findings.start_match_run import start_match_run
from kizuki.core.clocks.triage import MOST_DAYS
from kizuki.store.findings.joined import triage_limit
from kizuki.store.queries.known_aliases import AliasRow, alias_rows
from kizuki.store.queries.match_runs import RunOver, match_runs
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.door import Door
from kizuki.web.doors.fields import Choice, Words
from kizuki.web.doors.form import DoorForm

Offered = list[tuple[str, str]]

UNDER_WAY, ENDED_EARLY = ("waiting", "running"), ("cancelled", "failed")


def _runs(doing: Doing, states: tuple[str, ...]) -> list[RunOver]:
    return [run for run in doing.once("runs", match_runs) if run.state in states]


def _idle(doing: Doing) -> bool:
    return not _runs(doing, UNDER_WAY)


class Nothing(DoorForm):
    """Nothing is told: its button is all."""


def _start(doing: Doing, told: dict[str, Any]) -> None:
    start_match_run(actor=doing.actor)


def _cancel(doing: Doing, told: dict[str, Any]) -> None:
    cancel_match_run(_runs(doing, UNDER_WAY)[0].id, actor=doing.actor)


def _resume(doing: Doing, told: dict[str, Any]) -> None:
    resume_match_run(_runs(doing, ENDED_EARLY)[0].id, actor=doing.actor)


def _days(doing: Doing) -> Offered:
    return [(str(days), str(days)) for days in range(1, MOST_DAYS + 1)]


class LimitForm(DoorForm):
    """Within how many business days a person looks at a finding."""

    business_days = Choice("runs.field.business_days", _days, open_list=True)

    def begin(self) -> dict[str, Any]:
        """The limit as it stands."""
        return {"business_days": str(triage_limit())}


def _set_limit(doing: Doing, told: dict[str, Any]) -> None:
    set_triage_limit(int(told["business_days"]), actor=doing.actor)


def _standing(doing: Doing) -> list[AliasRow]:
    return [row for row in alias_rows(doing.viewer) if row.withdrawn_on is None]


def _aliases(doing: Doing) -> Offered:
    return [(str(row.id), f"{row.name} {row.maker} → {row.product}") for row in _standing(doing)]


class AliasForm(DoorForm):
    """Which alias says nothing any more, and why."""

    alias = Choice("runs.field.alias", _aliases)
    reason = Words("portfolio.reason", longest=4_000)

    def begin(self) -> dict[str, Any]:
        """The one that the address names."""
        return {"alias": self.doing.asked.get("alias", "")}


def _withdraw(doing: Doing, told: dict[str, Any]) -> str:
    withdraw_alias(int(told["alias"]), told["reason"], on=doing.on, actor=doing.actor)
    return reverse("aliases")


OF_RUNS = (
    Door("start_match_run", "", ("start_match_run",), Nothing, _start, _idle, page="runs"),
    Door(
        "cancel_match_run", "", ("cancel_match_run",), Nothing, _cancel,
        lambda doing: bool(_runs(doing, UNDER_WAY)), page="runs",
    ),
    Door(
        "resume_match_run", "", ("resume_match_run",), Nothing, _resume,
        lambda doing: _idle(doing) and bool(_runs(doing, ENDED_EARLY)), page="runs",
    ),
    Door("set_triage_limit", "", ("set_triage_limit",), LimitForm, _set_limit, page="runs"),
)  # fmt: skip
"""The doors of the page of runs."""

WITHDRAW_ALIAS = Door(
    "withdraw_alias",
    "",
    ("withdraw_alias",),
    AliasForm,
    _withdraw,
    lambda doing: bool(_standing(doing)),
    page="aliases",
)
