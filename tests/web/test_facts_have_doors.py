"""Whatever is known can be answered anew: each fact that a page shows has its door, whatever it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from kizuki.core.facts import read_case
from kizuki.core.facts.persons import HARM_KEYS
from kizuki.core.facts.reading import MATTER_KEYS
from kizuki.core.refusal import Refused
from kizuki.core.reporting.shown import fact_label, told_label
from kizuki.store.models import Obligation
from kizuki.store.queries.known import ToAnswer, facts_to_answer
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record import clock
from kizuki.web.doors.doing import Doing
from kizuki.web.doors.interview import ANSWER
from kizuki.web.doors.places import (
    _OF_DEVICE,
    _OF_MATTER,
    _OF_PART,
    _OF_PERSON,
    DAYS,
    answers_at,
    place_in,
    with_answer_at,
)
from kizuki.web.facts import FactLine, fact_groups
from tests.web.conftest import TODAY
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


NO_FACTS = (
    *("", "matters", "matters.0", "matters.9.learned_on", "matters.0.harms.7.severity", "matters.0.rate.exceeded"),
    *("matters.²", "matters.-1.kind", "device", "device.status", "matters.0.harms.0.earlier.0.severity", "x" * 5_000),
    *("matters.0.learned_on.day", "matters.0.harms.another.severity", "matters.0.judged.death", "...."),
)


def every_place() -> list[str]:
    """Each path of the facts that the page, or somebody who types an address, can name."""
    of_matter = [*_OF_MATTER, *(f"{part}.{name}" for part, names in _OF_PART.items() for name in names)]
    paths = [f"matters.0.{name}" for name in of_matter] + ["matters.0.harms.another"]
    return [f"device.{name}" for name in _OF_DEVICE] + paths + [f"matters.0.harms.0.{name}" for name in _OF_PERSON]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_place_that_an_address_can_name_is_a_form_with_its_label(
    office: dict[str, int], noon: None, lang: str
) -> None:
    case, officer = office["overdose"], of_role("safety_officer")
    officer.post("/language", {"language": lang, "next": "/"})
    for path in every_place():
        answer = officer.get(f"/cases/{case}/do/answer?fact={path}")
        assert answer.status_code == 200, path
        assert answer.context["page"].shown.about[0] == fact_label(answer_path(path), lang)  # type: ignore[arg-type]


def answer_path(path: str) -> str:
    return "matters.0.harms.another" if path == "matters.0.harms" else path


@pytest.mark.parametrize("path", every_place())
def test_every_place_is_a_form_whatever_is_known_there(path: str, office: dict[str, int], noon: None) -> None:
    facts = everything([{**PERSON, "severity": "death"}])
    place = place_in(facts, path)
    assert place is not None
    typed = "2026-06-02" if place.leaf in DAYS else 3
    spelled = {"component_present": ["not_applicable"], "proven_by": ["適用記録の写し"]}.get(place.leaf, [])
    for value in (*(answers_at(place).values() or [typed]), *spelled):
        told = with_answer_at(facts, place, value, None, "証拠")
        kept = {"known": ToAnswer(1, told), "made": None}
        doing = Doing(
            Viewer(1, "safety_officer", "ja"), "answer", office["overdose"], TODAY, {"fact": path}, kept=kept
        )
        shown = ANSWER.shown(doing)
        assert shown.about
        assert "answer" in shown.form.fields


@pytest.mark.parametrize("path", NO_FACTS)
def test_an_address_that_names_no_fact_says_that_nothing_can_be_done(
    path: str, office: dict[str, int], noon: None
) -> None:
    officer = of_role("safety_officer")
    address = f"/cases/{office['overdose']}/do/answer?" + urlencode({"fact": path})
    assert officer.get(address).status_code == 409
    assert officer.post(address, {**KNOWN, "answer": "death", "revision": "1"}).status_code in (409, 422)


def test_an_earlier_awareness_day_counts_at_once(office: dict[str, int], noon: None) -> None:
    case, officer = office["overdose"], of_role("safety_officer")
    address = f"/cases/{case}/do/answer?fact=matters.0.learned_on"
    assert f'href="{address}"' in officer.get(f"/cases/{case}").content.decode(), "it stands beside the day"
    form = words(officer.get(address))
    assert "現在の記録：2026-06-03（水）" in form
    assert "ほかの人が署名するまで期限に反映しません" in form
    told = {"answer": "R8.6.1", "evidence": "営業担当のメール", "revision": "1", "reason": "営業担当が先に知っていた"}
    untold = officer.post(address, {**told, "reason": ""})
    assert untold.status_code == 422, "a day is corrected with a reason"
    before = due_days(case)
    done(officer, address, told)
    assert facts_to_answer(VIEWER, case).facts["matters"][0]["learned_on"] == "2026-06-01"  # type: ignore[union-attr]
    assert due_days(case) == {key: day - timedelta(days=2) for key, day in before.items()}
    page = words(officer.get(f"/cases/{case}"))
    assert (
        "情報入手日を2026-06-03（水）から2026-06-01（月）に訂正（理由：営業担当が先に知っていた。根拠：営業担当のメール）"
        in page
    )


def test_a_later_awareness_day_waits_for_a_second_person_also_within_the_hours_of_a_correction(
    office: dict[str, int], noon: None
) -> None:
    case, manager = office["overdose"], of_role("safety_manager")
    address = f"/cases/{case}/do/answer?fact=matters.0.learned_on"
    before = due_days(case)
    told = {"answer": "2026-06-05", "evidence": "受付票", "revision": "1", "reason": "日付の読み違い"}
    done(manager, address, told)
    assert due_days(case) == before
    assert "二人目の署名" in words(manager.get(f"/cases/{case}"))
    signing = of_role("general_manager").get(f"/cases/{case}/do/sign_change")
    assert "2026-06-20（土）に延びます" in words(signing)
    same = manager.post(address, {**told, "revision": "2"})
    assert same.status_code == 422
    assert "何も変わりません" in words_of(same)


def test_the_day_on_which_a_harm_was_learned_is_corrected_as_well(office: dict[str, int], noon: None) -> None:
    case, officer = office["overdose"], of_role("safety_officer")
    severity = f"/cases/{case}/do/answer?fact=matters.0.harms.0.severity"
    done(officer, severity, {**KNOWN, "answer": "death", "revision": "1", "reason": ""})
    address = f"/cases/{case}/do/answer?fact=matters.0.harms.0.learned_on"
    assert f'href="{address}"' in officer.get(f"/cases/{case}").content.decode()
    told = {"evidence": "病院のFAX", "revision": "2", "reason": "FAXは前日に届いていた"}
    before = officer.post(address, {**told, "answer": "2026-06-01"})
    assert before.status_code == 422, "nothing is known of a harm before its matter"
    done(officer, address, {**told, "answer": "2026-06-15"})
    (harm,) = facts_to_answer(VIEWER, case).facts["matters"][0]["harms"]  # type: ignore[union-attr]
    assert harm["learned_on"] == "2026-06-15"
    row = Obligation.objects.get(case_id=case, kind="item", item="1-イ", ended_at=None)
    assert row.due_on == date(2026, 6, 30)


def due_days(case: int) -> dict[tuple[str, str], date]:
    """The days of what is owed by this matter, whatever waits beside them."""
    rows = Obligation.objects.filter(case_id=case, ended_at=None, due_on__isnull=False).exclude(
        kind="second_signature"
    )
    return {(row.kind, row.item): row.due_on for row in rows}
