"""Whatever is known can be answered anew: each fact that a page shows has its door, whatever it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from kizuki.core.facts import read_case
from kizuki.core.facts.persons import HARM_KEYS
from kizuki.core.facts.reading import MATTER_KEYS
from kizuki.core.refusal import Refused
from kizuki.core.reporting.shown import told_label
from kizuki.store.models import Obligation
from kizuki.store.queries.known import facts_to_answer
from kizuki.store.record import clock
from kizuki.web.doors.places import answers_at, place_in, with_answer_at
from kizuki.web.facts import FactLine, fact_groups
from tests.web.test_doors_stories import KNOWN, VIEWER, done, of_role, words_of
from tests.web.test_pages import words

MATTER: dict[str, Any] = {"id": "m1-1", "kind": "event", "learned_on": "2026-06-01", "locus": "domestic"}
PERSON: dict[str, Any] = {"id": "p1-1", "severity": "serious", "causality": "unknown"}
STATES: dict[str, list[dict[str, Any]] | None] = {
    "not known": None,
    "nobody": [],
    "one": [PERSON],
    "two": [PERSON, {"id": "p1-2"}],
}


@pytest.fixture
def noon() -> Iterator[None]:
    with clock.standing_at(datetime(2026, 6, 16, 3, tzinfo=UTC)):
        yield


def everything(harms: list[dict[str, Any]] | None) -> dict[str, Any]:
    matter = {**MATTER, "locus": "foreign"} | ({} if harms is None else {"harms": harms})
    return {"device": {"own": True}, "matters": [matter]}


def shown(facts: dict[str, Any]) -> list[FactLine]:
    """Every line of the page, where everything that is not known is asked for."""

    class Asked:
        def __contains__(self, _: object) -> bool:
            return True

    return [line for group in fact_groups(read_case(facts), Asked(), "ja", facts) for line in group.lines]  # type: ignore[arg-type]


@pytest.mark.parametrize("state", STATES)
def test_each_fact_that_is_shown_has_a_door_that_offers_an_answer(state: str) -> None:
    facts = everything(STATES[state])
    lines = shown(facts)
    assert any(line.at == "matters.0.harms" or line.path == "matters.0.harms" for line in lines)
    for line in lines:
        place = place_in(facts, line.path)
        assert place is not None, f"{line.label} ({line.at}) has no door"
        typed = not answers_at(place)
        assert typed or len(answers_at(place)) > 1, line.label


@pytest.mark.parametrize("state", STATES)
def test_each_fact_keeps_its_door_whatever_was_answered(state: str) -> None:
    facts = everything(STATES[state])
    for line in shown(facts):
        place = place_in(facts, line.path)
        assert place is not None
        for code, value in answers_at(place).items():
            told = with_answer_at(facts, place, value, None, "証拠")
            try:
                after = shown(told)
            except Refused:
                continue
            mine = [one for one in after if (one.at or one.path).startswith(place.path.removesuffix(".another"))]
            assert mine, f"{place.path}={code} is shown nowhere"
            assert all(place_in(told, one.path) for one in mine), f"{place.path}={code} has no door left"


def test_every_text_beside_the_facts_has_words_in_both_languages() -> None:
    kept = [f"matters.0.evidence.{key}" for key in sorted(MATTER_KEYS)]
    kept += [f"matters.0.harms.1.evidence.{key}" for key in sorted(HARM_KEYS)]
    kept += ["matters.0.mitigation.proven_by", "matters.0.measure.by", "matters.0.notes", "matters.0.references"]
    kept += ["matters.0.likelihood", "matters.0.harms.0.causality_reason", "matters.0.harms.0.predictable_reason"]
    kept += ["matters.0.harms.0.earlier.0.evidence.severity"]
    for path in kept:
        for lang in ("ja", "en"):
            assert "." not in told_label(path, lang)
    assert told_label("matters.0.harms.1.evidence.severity", "ja") == "事項1　根拠：健康被害の程度（患者等2）"


def test_a_second_death_is_told_by_its_own_door(office: dict[str, int], noon: None) -> None:
    case, officer = office["death"], of_role("safety_officer")
    page = words(officer.get(f"/cases/{case}"))
    assert "いる（1人）" in page
    assert "もう一人を加える" in page
    assert "もう一人を加える" in words(officer.get(f"/cases/{case}/do/answer?fact=matters.0.harms.0.severity"))
    address = f"/cases/{case}/do/answer?fact=matters.0.harms.another"
    form = words(officer.get(address))
    assert "もう一人の健康被害の程度" in form
    assert "第一報" in form, "what another death brings is said, though the first one met it already"
    done(officer, address, {**KNOWN, "answer": "death", "evidence": "2人目の患者が死亡", "revision": "1"})
    facts = facts_to_answer(VIEWER, case)
    assert facts is not None
    first, second = facts.facts["matters"][0]["harms"]
    assert (second["severity"], second["learned_on"]) == ("death", "2026-06-16")
    assert "2人目の患者が死亡" in second["evidence"]["severity"]
    assert "evidence" not in first, "what proves the second death proves nothing of the first"
    for kind, item in (("item", "1-イ"), ("first_report", "")):
        rows = Obligation.objects.filter(case_id=case, kind=kind, ended_at=None, **({"item": item} if item else {}))
        assert {row.person for row in rows} >= {second["id"]}, kind
    assert "2人目の患者が死亡" in words(officer.get(f"/cases/{case}"))


def test_the_question_whether_anybody_was_harmed_adds_to_those_who_were(office: dict[str, int], noon: None) -> None:
    case, officer = office["death"], of_role("safety_officer")
    address = f"/cases/{case}/do/answer?fact=matters.0.harms"
    nobody = officer.post(address, {**KNOWN, "answer": "nobody", "revision": "1"})
    assert nobody.status_code == 422, "nobody who was harmed is taken away by it"
    done(officer, address, {**KNOWN, "answer": "death", "revision": "1"})
    assert len(facts_to_answer(VIEWER, case).facts["matters"][0]["harms"]) == 2  # type: ignore[union-attr]


def test_an_answer_that_changes_nothing_is_refused_with_a_line(office: dict[str, int], noon: None) -> None:
    case, officer = office["unclear"], of_role("safety_officer")
    address = f"/cases/{case}/do/answer?fact=matters.0.potential"
    done(officer, address, {**KNOWN, "answer": "serious", "revision": "1"})
    again = officer.post(address, {**KNOWN, "answer": "serious", "revision": "2", "reason": ""})
    assert again.status_code == 422
    assert "何も変わりません" in words_of(again)


def test_that_nobody_was_harmed_can_be_changed(office: dict[str, int], noon: None) -> None:
    case, officer = office["unclear"], of_role("safety_officer")
    address = f"/cases/{case}/do/answer?fact=matters.0.harms"
    done(officer, address, {**KNOWN, "answer": "nobody", "revision": "1"})
    page = officer.get(f"/cases/{case}")
    assert f'{address}"'.replace(f"/cases/{case}", f"/cases/{case}") in page.content.decode()
    assert "現在の記録：" in words(officer.get(address))
    done(officer, address, {**KNOWN, "answer": "death", "revision": "2", "reason": ""})
    assert Obligation.objects.filter(case_id=case, kind="first_report", ended_at=None).exists()


def test_a_death_raises_a_lighter_potential_as_the_form_says_before(office: dict[str, int], noon: None) -> None:
    case, officer = office["unclear"], of_role("safety_officer")
    done(
        officer, f"/cases/{case}/do/answer?fact=matters.0.potential", {**KNOWN, "answer": "serious", "revision": "1"}
    )
    address = f"/cases/{case}/do/answer?fact=matters.0.harms"
    assert "おそれのある健康被害も「死亡」に改まる" in words(officer.get(address))
    done(officer, address, {**KNOWN, "answer": "death", "revision": "2"})
    assert facts_to_answer(VIEWER, case).facts["matters"][0]["potential"] == "death"  # type: ignore[union-attr]
    assert "引上げ：重篤→死亡" in words(officer.get(f"/cases/{case}"))
    lighter = officer.post(
        f"/cases/{case}/do/answer?fact=matters.0.potential", {**KNOWN, "answer": "serious", "revision": "3"}
    )
    assert lighter.status_code == 422
    assert "より軽くすることはできません" in words_of(lighter)


def test_what_proved_a_harm_before_it_became_worse_stays_with_what_it_was(office: dict[str, int], noon: None) -> None:
    case, officer = office["overdose"], of_role("safety_officer")
    address = f"/cases/{case}/do/answer?fact=matters.0.harms.0.severity"
    told = {**KNOWN, "known_on": "R8.6.14", "answer": "serious", "evidence": "診療録", "reason": ""}
    done(officer, address, {**told, "revision": "1"})
    done(officer, address, {**KNOWN, "answer": "death", "evidence": "死亡診断書", "revision": "2", "reason": ""})
    (harm,) = facts_to_answer(VIEWER, case).facts["matters"][0]["harms"]  # type: ignore[union-attr]
    assert "死亡診断書" in harm["evidence"]["severity"]
    assert "診療録" in harm["earlier"][0]["evidence"]["severity"]
    page = words(officer.get(f"/cases/{case}"))
    assert "診療録" in page
    assert "死亡診断書" in page
