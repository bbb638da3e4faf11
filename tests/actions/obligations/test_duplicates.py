"""A duplicate loses nothing: the kept case takes over what is owed, and two persons say so."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.actions.cases.mark_case_duplicate import mark_case_duplicate, sign_case_duplicate
from kizuki.core.refusal import Refused
from kizuki.store.audit.verifying import verify_record
from kizuki.store.models import Case, EndProposal
from tests.actions.obligations.desk import ON, Desk, clock, event, harmed, owed
from tests.actions.office import PASSWORD

pytestmark = pytest.mark.django_db


def joined(desk: Desk, case: int, kept: int) -> None:
    made = mark_case_duplicate(case, kept, "同一の事象", actor=desk.office.sato)
    assert made is not None
    read = EndProposal.objects.get(pk=made).sha256
    sign_case_duplicate(made, read_sha256=read, password=PASSWORD, on=ON, actor=desk.office.tanaka)


def test_a_death_is_not_made_a_duplicate_by_one_person_without_a_reason() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    kept = desk.open(event(harms=[], potential="none"), key="kept")
    with pytest.raises(Refused, match="reason"):
        mark_case_duplicate(case, kept, "", actor=desk.office.sato)
    made = mark_case_duplicate(case, kept, "同一の事象", actor=desk.office.sato)
    assert clock(case)[0] == "first_report", "it is owed here until somebody else has signed"
    read = EndProposal.objects.get(pk=made).sha256
    with pytest.raises(Refused, match="actor"):
        sign_case_duplicate(made or 0, read_sha256=read, password=PASSWORD, on=ON, actor=desk.office.sato)


def test_the_kept_case_owes_what_the_duplicate_owed_on_its_own_day() -> None:
    desk = Desk()
    case = desk.open(event(learned_on="2026-05-20", harms=[harmed()]))
    kept = desk.open(event(harms=[], potential="none"), key="kept")
    person = desk.persons(case)[0]
    joined(desk, case, kept)
    assert Case.objects.get(pk=case).state == "closed"
    assert not owed(case)
    (first,) = owed(kept, "first_report")
    assert (first.person, first.due_on) == (person, date(2026, 5, 20))
    assert [row.due_on for row in owed(kept, "item", "1-イ")] == [date(2026, 6, 4)]
    assert verify_record().intact, "the sheet that tells of both is named by the entry"


def test_what_was_sent_of_the_duplicate_stays_sent_and_is_to_be_withdrawn() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed("serious", predictable=False)]))
    desk.send(desk.draft(case, desk.persons(case)[0]))
    kept = desk.open(event(harms=[], potential="none"), key="kept")
    joined(desk, case, kept)
    assert [row.state for row in owed(kept, "item", "1-ハ")] == ["sent"]
    assert [(row.item, row.state) for row in owed(kept, "withdrawal")] == [("duplicate", "owed")]


def test_a_signature_under_other_facts_is_refused() -> None:
    desk = Desk()
    case = desk.open(event(harms=[harmed()]))
    kept = desk.open(event(harms=[], potential="none"), key="kept")
    made = mark_case_duplicate(case, kept, "同一の事象", actor=desk.office.sato)
    read = EndProposal.objects.get(pk=made).sha256
    desk.answer(case, lambda m: m[0]["harms"].append(harmed(learned_on="2026-06-10")))
    with pytest.raises(Refused, match="has moved"):
        sign_case_duplicate(made or 0, read_sha256=read, password=PASSWORD, on=ON, actor=desk.office.tanaka)
