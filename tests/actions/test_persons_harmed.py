"""A second person, a death above a lighter potential: taken at once, owed at once, and said in the audit."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from kizuki.actions.cases.answer_facts import answer_facts
from kizuki.core.refusal import Refused
from kizuki.store.audit.verifying import verify_record
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import Obligation
from kizuki.store.queries.timeline import timeline_of
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.record import DEATH_IN_JAPAN, TESTER, TODAY, company_and_pump, opened_case

pytestmark = pytest.mark.django_db

SERIOUS = {"severity": "serious", "causality": "suspected", "predictable": False}


def a_case(*harms: dict[str, Any], potential: str = "death") -> int:
    company_and_pump()
    matter = {**DEATH_IN_JAPAN["matters"][0], "harms": list(harms), "potential": potential}
    return opened_case(facts={"matters": [matter]})


def answered(case: int, **matter: Any) -> None:
    known = newest_facts(case)
    facts = deepcopy(dict(known.facts))
    facts["matters"][0] |= matter
    answer_facts(case, facts, revision=known.revision, on=TODAY, actor=TESTER)


def owed(case: int, **what: Any) -> list[str]:
    rows = Obligation.objects.filter(case_id=case, ended_at=None, **what).order_by("person")
    return [row.person for row in rows if row.person]


def test_a_second_death_has_its_own_item_and_first_report() -> None:
    case = a_case(DEATH_IN_JAPAN["matters"][0]["harms"][0])
    known = newest_facts(case).facts["matters"][0]["harms"]
    answered(case, harms=[*known, {"severity": "death", "learned_on": "2026-06-19"}])
    first, second = (harm["id"] for harm in newest_facts(case).facts["matters"][0]["harms"])
    assert owed(case, kind="item", item="1-イ") == [first, second]
    assert owed(case, kind="first_report") == [first, second]
    late = Obligation.objects.get(case_id=case, item="1-イ", person=second)
    assert late.due_on is not None
    assert late.due_on.isoformat() == "2026-07-04", "15 days from the day on which the second death was known"


def test_a_death_above_the_potential_is_taken_and_raises_it_in_the_same_answer() -> None:
    case = a_case(SERIOUS, potential="serious")
    harm = newest_facts(case).facts["matters"][0]["harms"][0]
    answered(case, harms=[{**harm, "severity": "death"}])
    known = newest_facts(case)
    assert (known.revision, known.facts["matters"][0]["potential"]) == (2, "death")
    assert owed(case, kind="item", item="1-イ") == [harm["id"]]
    entry = next(one for one in timeline_of(PROGRAM, f"case:{case}") if one.verb == "answer_facts")
    matter = known.facts["matters"][0]["id"]
    assert entry.payload["potential_raised"] == [{"matter": matter, "was": "serious", "now": "death"}]
    assert "引上げ：重篤→死亡" in entry.said("ja")
    assert "Potential harm raised to the harm that occurred: serious → death" in entry.said("en")
    assert verify_record().intact


def test_the_short_form_of_a_program_raises_it_too() -> None:
    company_and_pump()
    flat = {
        "kind": "event",
        "aware_on": "2026-06-01",
        "locus": "domestic",
        "potential": "serious",
        "own_device": True,
    }
    case = opened_case(facts=flat)
    answer_facts(case, {**flat, "harm": "death"}, revision=1, on=TODAY, actor=TESTER)
    assert newest_facts(case).facts["matters"][0]["potential"] == "death"


def test_a_potential_made_lighter_than_the_death_is_refused() -> None:
    case = a_case(DEATH_IN_JAPAN["matters"][0]["harms"][0])
    with pytest.raises(Refused, match=r"matters\.0\.potential: serious is below the harm"):
        answered(case, potential="serious")
    assert newest_facts(case).revision == 1


def test_what_proves_a_persons_harm_moves_no_confirmation_of_its_class() -> None:
    from kizuki.core.lifecycle.obligations.readings import reading_of

    case = a_case(SERIOUS)
    facts = deepcopy(dict(newest_facts(case).facts))
    person = facts["matters"][0]["harms"][0]["id"]
    before = reading_of(facts, 0, person)
    facts["matters"][0]["harms"][0]["evidence"] = {"severity": "診療録"}
    assert reading_of(facts, 0, person) == before
