"""A number of our own joins the CVE that it gets; nobody learns by a public number that there is a hidden one."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from kizuki.actions.cases.link_vulnerabilities import link_vulnerabilities
from kizuki.actions.devices.register_hospital import register_hospital
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.devices.register_units import UnitEntry, register_units
from kizuki.actions.embargo.secrecy import Confidential
from kizuki.actions.feeds.enter_vulnerability import VulnerabilityEntry, enter_vulnerability
from kizuki.actions.feeds.join_own_number import join_own_number, part_own_number
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.feeds.keep_known_exploited import keep_known_exploited
from kizuki.actions.findings.match_advisories import match_advisories
from kizuki.core.refusal import Refused
from kizuki.store.access.seen import hidden_entries
from kizuki.store.audit.verifying import verify_record
from kizuki.store.cases.signals import signals_on
from kizuki.store.findings.filters import FindingFilter
from kizuki.store.findings.knowledge import known_vulnerability
from kizuki.store.findings.vulnerability_names import vulnerability_names
from kizuki.store.models import Advisory, AuditEntry, Case, Embargo
from kizuki.store.queries.finding import finding_page
from kizuki.store.queries.findings import findings
from kizuki.store.queries.knowledge import knowledge_page
from kizuki.store.queries.spread import spread
from kizuki.store.queries.viewer import PROGRAM, Viewer
from kizuki.store.register.watched import watched_now
from tests.actions.office import Office
from tests.actions.record import TESTER, TODAY, advisory, company_and_pump, library, opened_case, sbom
from tests.actions.test_embargo import signers, viewer
from tests.asked_work import forget_work
from tests.planted import planted

pytestmark = pytest.mark.django_db

CVE = "CVE-2026-0001"
EARLY = date(2026, 5, 1)


def matched() -> None:
    match_advisories(list(Advisory.objects.values_list("pk", flat=True)), on=TODAY, actor=TESTER)
    forget_work()


@pytest.fixture
def hidden() -> SimpleNamespace:
    """A pump with jinja2 2.10; a hole of our own in it, under embargo; later CVE-2026-0001 about the same."""
    company_and_pump()
    office = Office()
    register_release("pump", "1.0", sbom(library("jinja2", "2.10")), actor=TESTER)
    secret = Confidential(signers(office))
    entry = VulnerabilityEntry(
        "テンプレートの抜け道", "component", EARLY, product="jinja2", versions="< 2.11", confidential=secret
    )
    number = enter_vulnerability(entry, on=TODAY, actor=office.sato)
    keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER)
    join_own_number(number, CVE.lower(), actor=office.sato)
    matched()
    own = Advisory.objects.get(identifier=number)
    return SimpleNamespace(
        office=office, number=number, own=own, insider=viewer(office.sato), other=viewer(office.ito)
    )


def listed(looks: Viewer, text: str) -> set[str]:
    found = findings(looks, FindingFilter(text=text, person=looks.user_id), TODAY)
    return {row.advisory for row in found.rows}


def test_who_is_named_finds_the_two_as_one_under_either_number(hidden: SimpleNamespace) -> None:
    for name in (CVE, hidden.number):
        assert vulnerability_names(name, hidden.insider) >= {CVE, hidden.number, "PYSEC-2026-1"}
        assert {CVE, hidden.number, "PYSEC-2026-1"} & listed(hidden.insider, name) >= {hidden.number}
        assert spread(hidden.insider, vulnerability=name).devices[0].releases[0].verdict == "affected"


def test_to_anybody_else_the_public_number_is_as_it_was_and_ours_is_a_word_that_nobody_knows(
    hidden: SimpleNamespace,
) -> None:
    assert hidden.number not in vulnerability_names(CVE, hidden.other)
    assert vulnerability_names(hidden.number, hidden.other) == {hidden.number}
    assert listed(hidden.other, hidden.number) == set()
    assert hidden.number not in listed(hidden.other, CVE)
    assert listed(hidden.other, CVE)
    assert not spread(hidden.other, vulnerability=hidden.number).known
    assert spread(hidden.other, vulnerability=CVE).devices
    with pytest.raises(Refused, match="there is no"):
        join_own_number(hidden.number, "CVE-2026-0009", actor=hidden.office.ito)


def test_the_finding_of_the_public_record_says_nothing_of_ours_to_others(hidden: SimpleNamespace) -> None:
    public = findings(hidden.other, FindingFilter(text=CVE, person=hidden.other.user_id), TODAY).rows[0]
    key = (public.match, public.release)
    page, mine = finding_page(hidden.other, *key, TODAY), finding_page(hidden.insider, *key, TODAY)
    assert page is not None
    assert mine is not None
    assert hidden.number not in {row.advisory for row in page.statements}
    assert hidden.number in {row.advisory for row in mine.statements}
    # It was known to us since May: the public record's day does not tell.
    assert page.known is not None
    assert page.known.on != EARLY
    assert known_vulnerability(hidden.own.pk, None) is not None
    entry = AuditEntry.objects.get(verb="join_own_number").pk
    assert hidden_entries(hidden.other).filter(entry=entry).exists()
    assert not hidden_entries(hidden.insider).filter(entry=entry).exists()


def test_a_case_of_the_public_number_watches_nothing_of_ours_and_a_case_of_ours_watches_the_public_one(
    hidden: SimpleNamespace,
) -> None:
    public, ours = opened_case("public"), opened_case("ours")
    link_vulnerabilities(public, [CVE], actor=TESTER)
    link_vulnerabilities(ours, [hidden.number], actor=TESTER)
    (hole,) = watched_now(public).holes
    assert hidden.number not in {hole.name, *hole.names, *(record for record, _ in hole.records)}
    (hole,) = watched_now(ours).holes
    assert {CVE, hidden.number} <= set(hole.names)
    opened = Case.objects.get(pk=ours).opened_at
    keep_known_exploited(_kev(CVE), actor=TESTER)
    assert [(one.code, one.about) for one in signals_on(ours, opened) if one.code == "exploited"] == [
        ("exploited", CVE)
    ]
    hidden.own.refresh_from_db()
    assert hidden.own.known_exploited_on == date(2026, 6, 1)


def test_once_the_embargo_is_lifted_the_two_are_one_for_everybody(hidden: SimpleNamespace) -> None:
    with planted():
        Embargo.objects.update(lifted_at=datetime(2026, 6, 1, tzinfo=UTC))
    assert {CVE, hidden.number} <= vulnerability_names(CVE, hidden.other)
    assert {CVE, hidden.number} <= vulnerability_names(CVE)


def test_a_joining_is_of_one_number_and_is_taken_back(hidden: SimpleNamespace) -> None:
    office = hidden.office
    with pytest.raises(Refused, match="is joined to CVE-2026-0001 already"):
        join_own_number(hidden.number, "CVE-2026-0002", actor=office.sato)
    with pytest.raises(Refused, match="is no CVE number"):
        join_own_number(hidden.number, "PYSEC-2026-1", actor=office.sato)
    with pytest.raises(Refused, match="not a number of our own"):
        join_own_number("PYSEC-2026-1", CVE, actor=office.sato)
    found = knowledge_page(hidden.insider, hidden.own.pk, None)
    assert found is not None
    assert found.joined == CVE
    part_own_number(hidden.number, actor=office.sato)
    assert vulnerability_names(hidden.number, hidden.insider) == {hidden.number}
    with pytest.raises(Refused, match="joined to no CVE number"):
        part_own_number(hidden.number, actor=office.sato)
    assert verify_record().intact


def test_a_hole_that_is_at_one_site_or_in_one_unit_reaches_nothing_else() -> None:
    company_and_pump()
    register_hospital(key="kita", name="北病院", actor=TESTER)
    register_hospital(key="minami", name="南病院", actor=TESTER)
    register_release("pump", "1.0", sbom(library("jinja2", "2.10")), actor=TESTER)
    register_release("pump", "2.0", sbom(library("jinja2", "3.0")), actor=TESTER)
    units = [
        UnitEntry("A", "kita", "1.0"),
        UnitEntry("B", "kita", None),
        UnitEntry("C", "minami", "1.0"),
        UnitEntry("D", "minami", "2.0"),
    ]
    register_units("pump", units, actor=TESTER)
    at_kita = entered("既定のパスワード", sites=("kita",))
    found = spread(PROGRAM, vulnerability=at_kita)
    assert [(site.name, units) for site in found.sites for units in site.units] == [("北病院", ("ポンプ", 1, 1))]
    assert (found.units, found.unknown_units) == (1, 1)
    in_d = entered("空いたポート", units=("pump/D",))
    found = spread(PROGRAM, vulnerability=in_d)
    assert [one.version for one in found.devices[0].releases] == ["2.0"]
    case_id = opened_case()
    assert watched_now(case_id).units_total == 4
    link_vulnerabilities(case_id, [in_d], actor=TESTER)
    assert watched_now(case_id).units_total == 1
    for told, said in (
        ({"sites": ("nishi",)}, "no hospital with key nishi"),
        ({"units": ("pump/Z",)}, "unit pump/Z"),
    ):
        with pytest.raises(Refused, match=said):
            entered("どこか", **told)
    assert verify_record().intact


def entered(summary: str, **told: Any) -> str:
    entry = VulnerabilityEntry(summary, "default_password", EARLY, **told)
    return enter_vulnerability(entry, on=TODAY, actor=TESTER)


def _kev(cve: str) -> bytes:
    row = {"cveID": cve, "dateAdded": "2026-06-01", "dueDate": "2026-06-22", "knownRansomwareCampaignUse": "Unknown"}
    told = {"catalogVersion": "2026.06.01", "dateReleased": "2026-06-01T00:00:00Z", "count": 1}
    title = "CISA Catalog of Known Exploited Vulnerabilities"
    return json.dumps({"title": title, **told, "vulnerabilities": [row]}).encode()
