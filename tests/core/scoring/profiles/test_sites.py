"""The same flaw in the same device at different kinds of sites."""

from datetime import date

import pytest

from kizuki.core.scoring import Answers, read_answers
from kizuki.core.scoring.profiles import SITES, propose, score_at_site
from kizuki.core.scoring.rubric import METRICS, QUESTIONS
from tests.core.scoring.answering import EZ, NET, answers

IMAGING = {"answers": answers(f"{NET} {EZ} XAD:H"), "unlisted_impacts": "N"}
BY_NAME = {"metric": "MAV", "who": "S. Mori", "evidence": "NET-12", "expires_on": "2026-12-01"}


def imaging(on: date | None = None, **keys: object) -> Answers:
    return read_answers(IMAGING | keys, on)


def test_there_is_a_profile_for_every_kind_of_site() -> None:
    assert list(SITES) == ["segmented_hospital", "clinic", "home", "ambulance", "implant_follow_up"]


@pytest.mark.parametrize("site", list(SITES))
def test_a_profile_answers_every_question_on_its_way_and_uses_each(site: str) -> None:
    """For every base attack vector: nothing is left to ask, and nothing is answered in vain."""
    for access in (NET, "XAVN:Y XAVT:N XAVW:N", "XAVN:N XAVP:N", "XAVN:N XAVP:Y"):
        value = {"answers": answers(f"{access} {EZ} XAD:H"), "unlisted_impacts": "N"}
        found = score_at_site(read_answers(value), SITES[site])
        assert "answers_not_used" not in [caution.code for caution in found.result.cautions]
        assert found.result.cvss31.environmental is not None


def test_a_segmented_hospital_is_only_suggested_until_a_named_person_confirms_it() -> None:
    suggested = score_at_site(imaging(), SITES["segmented_hospital"]).result
    assert suggested.cvss31.environmental == 9.3
    assert [(metric.metric, metric.value) for metric in suggested.suggestions] == [("MAV", "A")]
    day = date(2026, 11, 30)
    confirmed = score_at_site(imaging(day, confirmed=[BY_NAME]), SITES["segmented_hospital"]).result
    assert confirmed.cvss31.environmental == 8.3
    lapsed = score_at_site(imaging(date(2026, 12, 1), confirmed=[BY_NAME]), SITES["segmented_hospital"]).result
    assert lapsed.cvss31.environmental == 9.3
    assert "confirmation_expired" in [caution.code for caution in lapsed.cautions]


def test_at_home_nothing_is_suggested() -> None:
    home = score_at_site(imaging(), SITES["home"]).result
    assert (home.cvss31.environmental, home.suggestions) == (9.3, ())


def test_a_person_s_own_answers_to_a_metric_stand_before_the_site_s() -> None:
    own = imaging(answers=IMAGING["answers"] | {"XARS": "Y", "XMAVS": "Y"})
    found = score_at_site(own, SITES["segmented_hospital"])
    assert not {"XARD", "XARW", "XMAVF", "XMAVG"} & set(found.added)
    assert {"XIRD", "XMACC"} <= set(found.added)
    assert found.result.suggestions == ()


def test_no_site_lowers_a_requirement_or_makes_a_control_out_of_nothing() -> None:
    lowering = {
        (site.id, code) for site in SITES.values() for code, value in site.answers.items() if _may_lower(code, value)
    }
    assert lowering == {("segmented_hospital", "XMAVF"), ("segmented_hospital", "XMAVG")}


def _may_lower(code: str, value: str) -> bool:
    metric = QUESTIONS[code].metric
    if code.endswith("S") and code[:-1] in {f"X{name}" for name in METRICS}:
        return False
    return value == "Y" if metric.startswith("M") else value == "N"


def test_what_a_site_proposes_says_which_answers_need_evidence() -> None:
    found = propose(site=SITES["segmented_hospital"]).proposed
    assert [one.code for one in found if one.evidence] == ["XMAVF", "XMAVG"]
    assert {one.entry for one in found} == {"segmented_hospital@2026-11"}
    assert {one.page for one in found if one.code.startswith("XMAV")} == {"51-55"}
