"""A reduction that a named person accepted counts until it expires, and then it is said."""

from datetime import date
from typing import Any

import pytest

from kizuki.core.refusal import Refused
from kizuki.core.scoring import ScoreResult, read_answers, score
from tests.core.scoring.answering import EZ, NET, answers

SEGMENTED = f"{NET} {EZ} XAD:H XARS:N XARD:Y XARI:N XARP:N XARR:N XARF:N XARW:Y "
SEGMENTED += "XMAVS:N XMAVD:N XMAVF:Y XMAVG:Y XMAVV:U XMAVZ:N"
BY_NAME = {"metric": "MAV", "who": "S. Mori", "evidence": "NET-12", "expires_on": "2026-12-01"}


def confirmed(on: date | None, *entries: Any) -> ScoreResult:
    value = {"answers": answers(SEGMENTED), "unlisted_impacts": "N", "confirmed": list(entries)}
    return score(read_answers(value, on))


def codes(result: ScoreResult) -> list[str]:
    return [caution.code for caution in result.cautions]


def test_it_counts_before_the_day_it_expires_and_names_who_and_why() -> None:
    result = confirmed(date(2026, 11, 30), BY_NAME)
    assert result.cvss31.environmental == 8.3
    (caution,) = [caution for caution in result.cautions if caution.code == "suggestion_confirmed_by"]
    facts = dict(caution.facts)
    assert (facts["who"], facts["evidence"], facts["expires_on"]) == ("S. Mori", "NET-12", "2026-12-01")
    assert result.suggestions == ()


@pytest.mark.parametrize("on", [date(2026, 12, 1), date(2027, 1, 1)])
def test_on_the_day_it_expires_and_later_it_is_not_applied_and_that_is_said(on: date) -> None:
    result = confirmed(on, BY_NAME)
    assert result.cvss31.environmental == 9.3
    assert "confirmation_expired" in codes(result)
    assert [metric.metric for metric in result.suggestions] == ["MAV"]


def test_without_a_day_no_date_is_future_and_it_is_not_applied() -> None:
    result = confirmed(None, BY_NAME)
    assert result.cvss31.environmental == 9.3
    assert "confirmation_without_day" in codes(result)


def test_a_value_that_was_not_accepted_stays_a_suggestion() -> None:
    result = confirmed(date(2026, 11, 30), BY_NAME | {"value": "P"})
    assert result.cvss31.environmental == 9.3
    assert [metric.value for metric in result.suggestions] == ["A"]
    assert result.bands.environmental is not None
    assert result.bands.environmental.lowest == 9.3
    assert confirmed(date(2026, 11, 30), BY_NAME | {"value": "A"}).cvss31.environmental == 8.3


def test_a_metric_may_still_be_named_alone() -> None:
    assert confirmed(None, "MAV").cvss31.environmental == 8.3


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"who": " "}, "confirmed.0.who"),
        ({"evidence": None}, "confirmed.0.evidence"),
        ({"expires_on": None}, "confirmed.0.expires_on"),
        ({"expires_on": "soon"}, "confirmed.0.expires_on"),
        ({"metric": "MAC"}, "confirmed.0.metric"),
        ({"value": "C"}, "confirmed.0.value"),
        ({"reason": "x"}, "confirmed.0.reason"),
    ],
)
def test_an_acceptance_without_person_evidence_or_expiry_is_refused(change: dict[str, Any], place: str) -> None:
    with pytest.raises(Refused) as refusal:
        confirmed(date(2026, 11, 30), BY_NAME | change)
    assert refusal.value.place == place
