"""The day after the end of support, and after the approval was given up, everything goes on as the day before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from kizuki.actions.cases.determine import determine
from kizuki.actions.devices.record_device_event import record_device_event
from kizuki.actions.devices.set_milestone import set_milestone
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.findings.match_advisories import match_advisories
from kizuki.actions.findings.watch_triage import watch_triage
from kizuki.actions.reports.draft_form import draft_form
from kizuki.store.models import Match, Obligation, Report, Task, Unit
from kizuki.store.queries.cases import open_cases
from kizuki.store.queries.information import information_inbox
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.hospital_cast import ON, Told
from tests.actions.record import DEATH_IN_JAPAN, TESTER, advisory, opened_case, rolled_back
from tests.actions.test_information import received

pytestmark = pytest.mark.django_db

YESTERDAY = ON - timedelta(days=1)
LATER = ON + timedelta(days=10)


def supported() -> None:
    """Nothing has ended."""


def past_its_support() -> None:
    for name, day in (("sale", date(2015, 1, 5)), ("eol", date(2020, 1, 5)), ("eos", YESTERDAY)):
        set_milestone("pump", name, day, actor=TESTER)


def given_up() -> None:
    past_its_support()
    record_device_event("pump", "abolition", YESTERDAY, actor=TESTER)


def what_happens(prepare: Callable[[], None]) -> dict[str, Any]:
    """A new advisory, a telephone call and a death, and what each leads to."""
    with rolled_back():
        it = Told()
        prepare()
        (new,) = keep_advisories(advisory(8, "jinja2", "0", "4.0"), actor=TESTER).changed
        match_advisories([new], on=ON, actor=TESTER)
        watch_triage(on=LATER, actor=TESTER)
        received(device="pump")
        (information,) = information_inbox(PROGRAM)
        case = opened_case("death", DEATH_IN_JAPAN)
        determine(case, on=ON, actor=TESTER)
        draft_form(case, 8, actor=it.office.ito)
        (row,) = [one for one in open_cases(PROGRAM) if one.id == case]
        owed = Obligation.objects.filter(case=case).order_by("kind", "item", "pk")
        return {
            "findings": list(Match.objects.filter(advisory=new).order_by("pk").values_list("verdict", flat=True)),
            "triage": sorted(Task.objects.filter(kind__startswith="triage").values_list("kind", "due_on", "state")),
            "information": (information.state, information.awareness_on, information.decide_by),
            "case": (row.outcome, row.primary_item, row.due_on, row.prompt_first_report, row.clock, row.clock_on),
            "owed": list(owed.values_list("kind", "item", "form", "state", "due_on", "internal_on", "target_at")),
            "report": Report.objects.get(case=case).form,
            "units": Unit.objects.filter(device=it.device).count(),
        }


@pytest.mark.parametrize("ended", [past_its_support, given_up])
def test_feeds_matching_intake_clocks_and_reports_behave_as_before(ended: Callable[[], None]) -> None:
    before = what_happens(supported)
    assert before["findings"]
    assert before["owed"]
    assert before["case"][2] is not None
    assert what_happens(ended) == before
