"""Components that were kept twice become one: no judgement is lost, and where two differ somebody looks at both."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kizuki.actions.components.merge_components import merge_components
from kizuki.actions.devices.register_release import register_release
from kizuki.actions.devices.register_user import register_user
from kizuki.actions.feeds.keep_advisories import keep_advisories
from kizuki.actions.findings.match_release import match_release
from kizuki.actions.findings.sets import preview
from kizuki.actions.findings.suppress_findings import suppress_findings
from kizuki.actions.findings.triage_findings import TriageEntry, triage_findings
from kizuki.actions.findings.unlike_matches import unlike_matches
from kizuki.core.refusal import Refused
from kizuki.store.audit.verifying import verify_record
from kizuki.store.components.merged import duplicates, match_after_merging
from kizuki.store.components.merging import Merged
from kizuki.store.findings.filters import FindingFilter, Key
from kizuki.store.models import Match, Release, ReleaseComponent, Triage
from kizuki.store.queries.finding import finding_page
from kizuki.store.queries.findings import findings
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.record import TESTER, advisory, company_and_pump, library, sbom
from tests.asked_work import asked_of, forget_work

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY = date(2026, 6, 1), date(2026, 6, 2)
BARE = library("jinja2", "2.10")
SAID = BARE | {"cpe": "cpe:2.3:a:palletsprojects:jinja:2.10:*:*:*:*:*:*:*"}


def _release(version: str, *parts: dict[str, Any], on: date = MONDAY) -> int:
    release = register_release("pump", version, sbom(*parts), actor=TESTER).release
    match_release(release, on=on, actor=TESTER)
    return release


@pytest.fixture
def twice() -> tuple[int, int]:
    """Release 1.0 has jinja2 as a version of before kept it, 2.0 with a CPE, both with one vulnerability."""
    company_and_pump()
    keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER)
    return _release("1.0", BARE), _release("2.0", SAID, on=TUESDAY)


def _keys(**wanted: Any) -> list[Key]:
    return sorted((row.match, row.release) for row in findings(PROGRAM, FindingFilter(**wanted), TUESDAY).rows)


def person(name: str, role: str) -> int:
    """Somebody who signs in."""
    told = {"display_name": name, "role": role, "password": "kenshin-0472-hibari"}
    return register_user(sign_in_name=name, **told, actor=TESTER)


def _say(keys: list[Key], state: str, reason: str) -> None:
    justification = "vulnerable_code_not_present" if state == "not_affected" else ""
    entry = TriageEntry(state, reason, justification=justification)
    triage_findings(keys, entry, token=preview(keys)[1], on=TUESDAY, actor=TESTER)


def _merge() -> Merged:
    (found,) = duplicates()
    done = merge_components(found.old, found.into, on=TUESDAY, actor=TESTER)
    for args in asked_of("match_release"):
        match_release(args["release"], on=TUESDAY, actor=TESTER)
    forget_work()
    assert verify_record().intact
    assert list(unlike_matches()) == []
    return done


def test_every_release_has_the_one_that_says_more_and_the_earlier_day_stays(twice: tuple[int, int]) -> None:
    old, _ = _keys()
    assert _merge() == Merged(releases=(twice[0],), matches=1, differing=0)
    ((kept, first), (same, second)) = _keys()
    assert (kept, {first, second}) == (same, set(twice))
    assert Match.objects.get(pk=kept).first_on == MONDAY
    # The old address leads to the new one, and a list that names it again is kept as the other.
    assert match_after_merging(PROGRAM, old[0]) == kept
    again = _release("3.0", BARE)
    assert ReleaseComponent.objects.filter(release=again, component__matches=kept).exists()
    assert list(duplicates()) == []


def test_a_judgement_that_only_the_old_one_had_holds_for_the_other(twice: tuple[int, int]) -> None:
    (old,) = [key for key in _keys() if key[1] == twice[0]]
    _say([old], "affected", "経路がある")
    _merge()
    assert [release for _, release in _keys(triage="affected")] == [twice[0]]
    page = finding_page(PROGRAM, *_keys(triage="affected")[0], TUESDAY)
    assert page is not None
    assert [row.reason for row in page.said] == ["経路がある"]


def test_where_two_judgements_of_one_finding_differ_it_is_to_triage_again_and_shows_both() -> None:
    company_and_pump()
    keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER)
    release = _release("1.0", BARE, SAID | {"bom-ref": "other"})
    first, second = _keys()
    _say([first], "affected", "経路がある")
    _say([second], "not_affected", "呼ばれない")
    assert _keys(triage="to_do") == []
    assert _merge() == Merged(releases=(release,), matches=1, differing=1)
    (key,) = _keys(triage="to_do")
    assert (key[1], Triage.objects.count(), Release.objects.get().pk) == (release, 1, release)
    page = finding_page(PROGRAM, *key, TUESDAY)
    assert page is not None
    assert {row.reason for row in page.said} == {"経路がある", "呼ばれない"}


def test_a_finding_stays_hidden_only_where_it_was_hidden_under_both() -> None:
    company_and_pump()
    keep_advisories(advisory(1, "jinja2", "2.0", "2.11"), actor=TESTER)
    _release("1.0", BARE, SAID | {"bom-ref": "other"})
    hidden = _keys()[:1]
    told = {"owner": person("kato", "psirt"), "expires_on": date(2026, 9, 1), "token": preview(hidden)[1]}
    suppress_findings(hidden, "使わない", **told, on=TUESDAY, actor=TESTER)
    assert len(_keys()) == 1
    _merge()
    assert len(_keys()) == 1


def test_what_says_something_that_the_other_does_not_is_not_merged(twice: tuple[int, int]) -> None:
    (found,) = duplicates()
    with pytest.raises(Refused, match="says something"):
        merge_components(found.into, found.old, on=TUESDAY, actor=TESTER)
    _merge()
    with pytest.raises(Refused, match="merged already"):
        merge_components(found.old, found.into, on=TUESDAY, actor=TESTER)
