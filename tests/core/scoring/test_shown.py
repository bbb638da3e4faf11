"""Words and JSON."""

import json

import msgspec
import pytest

from kizuki.core.glossary import Lang, all_words, say
from kizuki.core.scoring import score_json
from kizuki.core.scoring.rubric import EXTRA_QUESTIONS, METRICS, QUESTIONS
from kizuki.core.scoring.shown import say_answer, say_metric, say_value, severity
from tests.core.scoring.answering import EZ, NET, scored


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_question_answer_metric_and_value_has_words(lang: Lang) -> None:
    for code, question in (*QUESTIONS.items(), *EXTRA_QUESTIONS.items()):
        assert say(f"scoring.question.{code}", lang)
        for value in question.values:
            assert say_answer(code, value, lang)
    for name, metric in METRICS.items():
        assert say_metric(name, lang)
        for value in metric.worst_first:
            assert say_value(name, value, lang)


def test_no_question_has_words_without_being_asked() -> None:
    prefix = "scoring.question."
    worded = {name.removeprefix(prefix) for name in all_words() if name.startswith(prefix)}
    assert worded == {*QUESTIONS, *EXTRA_QUESTIONS}


def test_no_means_none_for_an_impact_and_no_for_a_question() -> None:
    assert (say_answer("XIT", "N", "ja"), say_answer("XS", "N", "ja")) == ("なし", "いいえ")
    assert (say_answer("XCP", "H", "en"), say_answer("JUI", "A", "en")) == ("yes", "active")


@pytest.mark.parametrize(
    ("number", "rating"),
    [(0.0, "none"), (0.1, "low"), (3.9, "low"), (4.0, "medium"), (6.9, "medium"), (7.0, "high"), (9.0, "critical")],
)
def test_a_score_has_its_rating(number: float, rating: str) -> None:
    assert severity(number) == rating


def test_the_json_has_the_keys_of_the_contract() -> None:
    value = json.loads(msgspec.json.encode(score_json(scored(f"{NET} {EZ} XIT:H XAT:U"), "en")))
    assert value["cvss30"]["vector"] == "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:H"
    assert {name: value["cvss31"][name] for name in ("base", "temporal", "environmental")} == {
        "base": 9.1,
        "temporal": None,
        "environmental": None,
    }
    assert value["cvss40"]["score"] == 8.8
    assert value["pips"] == ["XIT", "XAT"]
    assert value["unknowns"] == ["XAT"]
    assert value["band"] == {"lowest": 7.5, "highest": 9.1}
    assert value["because"][0]["metric"] == "AV"
    assert value["because"][0]["answers"] == ["XAVN", "XAVT"]
    assert value["because_codes"][0] == "AV:N <- XAVN:Y/XAVT:Y"
    assert len(value["because"]) == len(value["because_codes"])
    assert len(value["warnings"]) == len(value["warning_codes"])
    assert value["suggestions"] == []
    assert value["rulings"] == {"set": "2026-11", "overridden": {}}


def test_a_missing_cvss_40_says_why() -> None:
    value = score_json(scored(f"{NET} {EZ} XACL:N XIT:H"), "ja")
    assert value["cvss40"] is None
    assert value["cvss40_needs"] == ["JAC", "JAT"]
    assert "JAC, JAT" in value["why"]
    assert score_json(scored(f"{NET} {EZ} XIT:H"), "ja")["why"] is None


def test_every_warning_speaks_both_languages() -> None:
    site = "XMAVS:N XMAVD:N XMAVF:Y XMAVG:N XMAVV:N XMAVZ:N XCRS:N XCRD:N XCRI:N XCRP:N XCRR:Y XCRF:N XCRW:N"
    result = scored(f"{NET} {EZ} XCD:H XIT:H XS:U JSC:U JSI:U XAVW:Y {site}", confirmed=["MAV", "MC"])
    codes = {caution.code for caution in result.cautions}
    assert {"answers_not_used", "suggestion_confirmed", "nothing_to_confirm", "requirement_without_patient"} <= codes
    for lang in ("ja", "en"):
        assert all("{" not in sentence for sentence in score_json(result, lang)["warnings"])
