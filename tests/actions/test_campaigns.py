"""One story above incidents and cases: it links what has its own clock, and is hidden with whatever it links."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kizuki.actions.cases.open_case import CaseEntry, open_case
from kizuki.actions.devices.register_device import DeviceEntry, register_device
from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.feeds.enter_vulnerability import VulnerabilityEntry, enter_vulnerability
from kizuki.actions.incidents.add_to_incident import add_to_incident
from kizuki.actions.incidents.close_incident import close_incident
from kizuki.actions.incidents.open_incident import IncidentEntry, open_incident
from kizuki.actions.incidents.open_incident_cases import open_incident_cases
from kizuki.core.refusal import Refused
from kizuki.store.models import Advisory, Case, Embargo
from kizuki.store.queries.incidents import incident_list, incident_page
from kizuki.store.queries.story import story_of
from kizuki.store.queries.viewer import PROGRAM, Viewer
from kizuki.web.pages.incidents import incident_view
from tests.actions.obligations.desk import ON, Desk, event, harmed
from tests.actions.office import Office
from tests.actions.record import DEATH_IN_JAPAN, TESTER, TODAY, company_and_pump, opened_case
from tests.actions.test_embargo import signers, viewer

pytestmark = pytest.mark.django_db

HOLE: dict[str, Any] = {
    "device": {"own": True, "designated": False},
    "matters": [
        {
            "kind": "vulnerability",
            "learned_on": "2026-05-20",
            "locus": "foreign",
            "potential": "death",
            "malfunction_predictable": False,
            "exploited": "elsewhere",
        }
    ],
}


class Campaign:
    """A death on the pump, a hole on another device attacked abroad, an incident around the death, and one story."""

    def __init__(self) -> None:
        company_and_pump()
        register_device(DeviceEntry(key="monitor", brand="モニタ", facts={"own": True}), actor=TESTER)
        self.office = Office()
        self.death = opened_case("death", DEATH_IN_JAPAN)
        self.hole = open_case(CaseEntry("hole", "monitor", "穴", HOLE), on=TODAY, actor=TESTER)
        told = IncidentEntry("event", "停止", date(2026, 6, 1), [f"case:{self.death}"], patients=1)
        self.incident = open_incident(told, on=TODAY, actor=TESTER)
        number = enter_vulnerability(
            VulnerabilityEntry("抜け道", "own_code", date(2026, 5, 18)), on=TODAY, actor=TESTER
        )
        self.advisory = Advisory.objects.get(identifier=number).pk
        links = [f"incident:{self.incident}", f"case:{self.hole}", f"advisory:{self.advisory}"]
        self.id = open_incident(
            IncidentEntry("campaign", "一連の攻撃", date(2026, 5, 18), links), on=TODAY, actor=TESTER
        )


def test_the_hole_the_attack_the_death_and_the_models_stand_on_one_timeline_by_their_own_days() -> None:
    it = Campaign()
    clocks = dict(Case.objects.values_list("pk", "clock_on"))
    story = story_of(PROGRAM, it.id)
    assert [line.on.isoformat() for line in story.lines] == sorted(line.on.isoformat() for line in story.lines)
    said = {(line.on.isoformat(), line.case_id, line.words) for line in story.lines}
    assert ("2026-05-20", it.hole, "ほかで悪用されている（モニタ に関係）") in said
    assert ("2026-06-01", it.death, "ポンプ で死亡を知った") in said
    assert story.lines[0].on == date(2026, 5, 18)
    assert story.models == ("ポンプ", "モニタ")
    assert {row.id for row in story.cases} == {it.death, it.hole}, "those of its incidents too"
    assert dict(Case.objects.values_list("pk", "clock_on")) == clocks, "their clocks stay their own"
    english = story_of(Viewer(None, "program", "en"), it.id)
    assert "Awareness of a death with ポンプ" in {line.words for line in english.lines}


def test_a_report_stands_on_the_day_on_which_it_left_and_not_on_that_of_its_record() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", predictable=False)]))
    desk.send(desk.draft(case, desk.persons(case)[0]), left_on=date(2026, 6, 12))
    told = IncidentEntry("campaign", "一連の攻撃", date(2026, 6, 1), [f"case:{case}"])
    story = story_of(PROGRAM, open_incident(told, on=ON, actor=TESTER))
    assert [line.on for line in story.lines if "様式" in line.words] == [date(2026, 6, 12)]
    assert [row.due_on for row in story.cases] == [Case.objects.get().clock_on]


def test_a_campaign_owns_no_case_counts_no_harm_and_links_no_campaign() -> None:
    it = Campaign()
    page = incident_page(PROGRAM, it.id)
    assert page is not None
    assert page.wanted.complete
    assert {(one.kind, one.id) for one in page.members} == {
        ("incident", it.incident),
        ("case", it.hole),
        ("case", it.death),
        ("advisory", it.advisory),
    }
    later = opened_case("later", DEATH_IN_JAPAN)
    add_to_incident(it.incident, [f"case:{later}"], patients=2, actor=TESTER)
    assert later in {row.id for row in story_of(PROGRAM, it.id).cases}, "what comes into its incident comes into it"
    with pytest.raises(Refused, match="campaign itself"):
        add_to_incident(it.id, [f"incident:{it.id}"], actor=TESTER)
    with pytest.raises(Refused, match="by a campaign alone"):
        add_to_incident(it.incident, [f"advisory:{it.advisory}"], actor=TESTER)
    with pytest.raises(Refused, match="harm is kind event"):
        add_to_incident(it.id, patients=1, actor=TESTER)
    with pytest.raises(Refused, match="a campaign links them"):
        open_incident_cases(it.id, [CaseEntry("x", "pump", "x", DEATH_IN_JAPAN)], on=TODAY, actor=TESTER)
    close_incident(it.id, "終わった。", actor=TESTER)


@pytest.mark.parametrize("what", ["case", "incident", "advisory"])
def test_a_campaign_is_hidden_with_whatever_of_its_links_is_and_hides_none_of_them(what: str) -> None:
    it = Campaign()
    insider, outsider = viewer(it.office.sato), viewer(it.office.ito)
    assert incident_page(outsider, it.id) is not None
    subject = {"case": it.hole, "incident": it.incident, "advisory": it.advisory}[what]
    set_embargo(f"{what}:{subject}", True, signers(it.office), "秘密", actor=it.office.sato)
    for looks, there in ((insider, True), (outsider, False)):
        assert (incident_page(looks, it.id) is not None) == there
        assert (it.id in {row.id for row in incident_list(looks)}) == there
        assert (incident_view(looks, it.id, TODAY) is not None) == there


def test_a_campaign_under_embargo_keeps_its_links_as_open_as_they_were() -> None:
    it = Campaign()
    set_embargo(f"incident:{it.id}", True, signers(it.office), "秘密", actor=it.office.sato)
    assert list(Embargo.objects.filter(lifted_at=None).values_list("incident", "case")) == [(it.id, None)]
    outsider = viewer(it.office.ito)
    assert incident_page(outsider, it.id) is None
    assert incident_page(outsider, it.incident) is not None


def test_what_is_hidden_two_links_away_hides_the_story_too() -> None:
    it = Campaign()
    set_embargo(f"case:{it.death}", True, signers(it.office), "秘密", actor=it.office.sato)
    outsider = viewer(it.office.ito)
    assert incident_page(outsider, it.incident) is None
    assert incident_page(outsider, it.id) is None, "its incident is hidden, so it is"
    assert story_of(outsider, it.id).lines == ()


def test_what_of_a_long_story_is_not_shown_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    it = Campaign()
    whole = story_of(PROGRAM, it.id)
    assert whole.left_out == 0
    monkeypatch.setattr("kizuki.store.queries.story.MOST", 1)
    cut = story_of(PROGRAM, it.id)
    assert (len(cut.cases), cut.left_out) == (1, len(whole.cases) - 1)
