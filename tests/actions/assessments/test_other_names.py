"""An assessment under one name of a vulnerability goes on under its others, and is asked again about what it quotes."""

from __future__ import annotations

import pytest

from kizuki.actions.assessments.save_assessment import save_assessment
from kizuki.actions.devices.enter_design import DesignGiven, enter_design
from kizuki.actions.devices.quote_design import quote_design
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.embargo.set_embargo import set_embargo
from kizuki.actions.feeds.enter_vulnerability import VulnerabilityEntry, enter_vulnerability
from kizuki.actions.feeds.join_own_number import join_own_number
from kizuki.core.refusal import Refused
from kizuki.store.models import Advisory, Assessment, DesignEntry, Task
from kizuki.store.queries.assessments import assessments_of_device, finding
from kizuki.store.queries.viewer import PROGRAM, Viewer
from kizuki.store.register.watched_holes import holes_of
from tests.actions.assessments.desk import ON, Desk, furnished, person, sheet
from tests.actions.record import TESTER, library, sbom

pytestmark = pytest.mark.django_db

CVE = "CVE-2026-0001"


@pytest.fixture
def desk() -> Desk:
    return furnished()


def own_number(desk: Desk) -> str:
    """A hole of our own that was assessed before it got its CVE number."""
    number = enter_vulnerability(VulnerabilityEntry("抜け道", "component", ON), on=ON, actor=TESTER)
    own = Advisory.objects.get(identifier=number).pk
    save_assessment(desk.device, own, sheet(XIT="H"), on=ON, actor=desk.author)
    return number


def test_what_was_read_under_our_own_number_is_the_reading_of_the_cve_it_got(desk: Desk) -> None:
    number = own_number(desk)
    (before,) = holes_of(desk.device, [CVE])
    assert before.vector is None
    join_own_number(number, CVE, actor=TESTER)
    about = finding(PROGRAM, desk.device, CVE)
    assert about is not None
    assert about.advisory == number
    (hole,) = holes_of(desk.device, [CVE])
    assert hole.vector is not None
    assert number in hole.names
    rows = assessments_of_device(PROGRAM, desk.device)
    assert [row.advisory for row in rows] == [number]


def test_while_it_is_hidden_the_public_number_has_no_reading_and_none_is_told(desk: Desk) -> None:
    number = own_number(desk)
    readers = [int(one.code.partition(":")[2]) for one in (desk.second, person("ito", "safety_officer"))]
    own = Advisory.objects.get(identifier=number).pk
    set_embargo(f"advisory:{own}", True, readers, "調整中", actor=desk.second)
    join_own_number(number, CVE, actor=TESTER)
    (hole,) = holes_of(desk.device, [CVE])
    assert (hole.vector, number in hole.names) == (None, False)
    outside = Viewer(int(desk.author.code.partition(":")[2]), "psirt")
    about = finding(outside, desk.device, CVE)
    assert about is not None
    assert about.advisory != number
    assert number not in {row.advisory for row in assessments_of_device(outside, desk.device)}


def test_an_assessment_that_quotes_design_information_is_asked_again_when_that_changes(desk: Desk) -> None:
    save_assessment(desk.device, desk.advisory, sheet(XIT="H"), on=ON, actor=desk.author)
    made = Assessment.objects.get()
    release = register_release("pump", "1.0", sbom(library("jinja2", "2.10")), actor=TESTER).release
    enter_design(release, [DesignGiven("component_calls", "jinja2", ON, "帳票の印刷のみ")], on=ON, actor=TESTER)
    quoted = DesignEntry.objects.get().pk
    quote_design(quoted, "attackable", assessment_id=made.pk, actor=desk.author)
    enter_design(release, [DesignGiven("component_calls", "jinja2", ON, "院内網からの入力も")], on=ON, actor=TESTER)
    assert Task.objects.get(kind="design_changed").subject == f"assessment:{made.pk}"
    with pytest.raises(Refused, match="replaced by a newer version"):
        quote_design(quoted, "attackable", assessment_id=made.pk, actor=desk.author)
