"""What each kind of background work does: the verbs it runs, one after another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from kizuki.actions.assessments.reevaluate_assessments import current_assessments, reevaluate_assessments
from kizuki.actions.cases.determine import determine
from kizuki.actions.cases.watch_cases import watch_cases
from kizuki.actions.devices.take_upload import take_upload
from kizuki.actions.devices.watch_conformity import watch_conformity
from kizuki.actions.feeds.fetching import fetch_in_background
from kizuki.actions.feeds.signal_rows import TRIGGERS
from kizuki.actions.findings.match_advisories import match_advisories
from kizuki.actions.findings.match_components import match_components
from kizuki.actions.findings.match_everything import match_everything
from kizuki.actions.findings.match_release import match_release
from kizuki.actions.findings.watch_triage import watch_triage
from kizuki.actions.measures.watch_measures import watch_measures
from kizuki.actions.notices.ask_for_notices import ask_for_notices
from kizuki.actions.notices.schedule_notices import is_hour_of_reminders
from kizuki.actions.notices.send_notice import send_notice
from kizuki.actions.periods.watch_periods import watch_periods
from kizuki.actions.questionnaires.watch_sheets import watch_sheets
from kizuki.actions.record.bringing_up_to_date import bring_up_to_date
from kizuki.actions.register.watching import watch_register
from kizuki.actions.reports.escalate import escalate
from kizuki.actions.training.watch_training import watch_training
from kizuki.actions.trends.watch_trends import watch_trends
from kizuki.actions.verb import Actor
from kizuki.store.components.aliases import components_called
from kizuki.store.findings.rekeying import rekey
from kizuki.store.findings.searched import tally_search
from kizuki.store.findings.tallies import count_device, outdated
from kizuki.store.models import ConfirmedAlias
from kizuki.store.record import clock
from kizuki.store.record.sessions import sweep_sessions
from kizuki.store.work.outbox import forget

WORKER = Actor.program("worker")

Alive = Callable[[], None]
"""Called between two transactions: renews the hold on the task, or ends it."""


def _match_release(args: Mapping[str, Any], alive: Alive) -> None:
    match_release(args["release"], on=clock.today(), actor=WORKER, between=alive)
    _count_devices(alive)


def _match_advisories(args: Mapping[str, Any], alive: Alive) -> None:
    match_advisories(args["advisories"], on=clock.today(), actor=WORKER, between=alive)
    _count_devices(alive)
    watch_triage(on=clock.today(), actor=WORKER)


def _match_everything(args: Mapping[str, Any], alive: Alive) -> None:
    match_everything(args["run"], on=clock.today(), actor=WORKER, between=alive)
    _count_devices(alive)


def _match_alias(args: Mapping[str, Any], alive: Alive) -> None:
    alias = ConfirmedAlias.objects.get(pk=args["alias"])
    components = components_called(alias.name_key, alias.maker_key)
    rekey(components)
    alive()
    match_components(components, on=clock.today(), actor=WORKER, between=alive)
    _count_devices(alive)


def _watch_triage(_args: Mapping[str, Any], _alive: Alive) -> None:
    watch_triage(on=clock.today(), actor=WORKER)


def _watch_sheets(_args: Mapping[str, Any], alive: Alive) -> None:
    watch_sheets(on=clock.today(), actor=WORKER, between=alive)


def _watch_training(_args: Mapping[str, Any], alive: Alive) -> None:
    watch_training(on=clock.today(), actor=WORKER, between=alive)


def _count_devices(alive: Alive) -> None:
    tally_search(between=alive)
    for device in outdated():
        count_device(device)
        alive()


def _determine_case(args: Mapping[str, Any], _alive: Alive) -> None:
    determine(args["case"], on=clock.today(), actor=WORKER)


def _watch_register(_args: Mapping[str, Any], alive: Alive) -> None:
    watch_register(on=clock.today(), actor=WORKER, between=alive)
    watch_cases(actor=WORKER, between=alive)


def _daily(_args: Mapping[str, Any], alive: Alive) -> None:
    sweep_sessions(clock.now())
    forget(clock.now())
    bring_up_to_date(on=clock.today(), between=alive)
    alive()
    watch_register(on=clock.today(), actor=WORKER, between=alive)
    alive()
    watch_cases(actor=WORKER, between=alive)
    alive()
    escalate(on=clock.today(), actor=WORKER)
    alive()
    watch_triage(on=clock.today(), actor=WORKER)
    alive()
    watch_periods(on=clock.today(), actor=WORKER, between=alive)
    watch_trends(on=clock.today(), actor=WORKER, between=alive)
    watch_measures(on=clock.today(), actor=WORKER, between=alive)
    watch_sheets(on=clock.today(), actor=WORKER, between=alive)
    watch_training(on=clock.today(), actor=WORKER, between=alive)
    watch_conformity(on=clock.today(), actor=WORKER)
    # A day by itself changes what it changes: support that ended, evidence that expired, another set of rulings.
    reevaluate_assessments(
        current_assessments(), trigger=TRIGGERS["day"], on=clock.today(), actor=WORKER, between=alive
    )
    if is_hour_of_reminders(clock.now()):
        # A worker that started after that hour may have asked for them before the day had opened anything.
        ask_for_notices(clock.today(), actor=WORKER, between=alive)


def _fetch_feed(args: Mapping[str, Any], alive: Alive) -> None:
    fetch_in_background(args["feed"], actor=WORKER, alive=alive)


def _reevaluate_assessments(args: Mapping[str, Any], alive: Alive) -> None:
    reevaluate_assessments(
        args["assessments"], trigger=args["trigger"], on=clock.today(), actor=WORKER, between=alive
    )


def _ask_for_notices(args: Mapping[str, Any], alive: Alive) -> None:
    ask_for_notices(date.fromordinal(args["day"]), actor=WORKER, between=alive)


def _send_notice(args: Mapping[str, Any], _alive: Alive) -> None:
    send_notice(args["notice"], actor=WORKER)


def _take_upload(args: Mapping[str, Any], _alive: Alive) -> None:
    take_upload(args["upload"], actor=WORKER)


HANDLERS: Mapping[str, Callable[[Mapping[str, Any], Alive], None]] = {
    "match_release": _match_release,
    "match_advisories": _match_advisories,
    "match_everything": _match_everything,
    "match_alias": _match_alias,
    "watch_triage": _watch_triage,
    "determine_case": _determine_case,
    "watch_register": _watch_register,
    "daily": _daily,
    "fetch_feed": _fetch_feed,
    "reevaluate_assessments": _reevaluate_assessments,
    "ask_for_notices": _ask_for_notices,
    "send_notice": _send_notice,
    "send_call": _send_notice,
    "take_upload": _take_upload,
    "watch_sheets": _watch_sheets,
    "watch_training": _watch_training,
}
"""By `TaskKind`. Each may be done twice: what it keeps the second time is nothing new."""
