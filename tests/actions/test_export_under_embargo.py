"""What a case is exported with, for a person: nothing of a case that is hidden from them."""

from __future__ import annotations

import pytest

from kizuki.actions.reports.draft_form import draft_form
from kizuki.store.models import Case, CaseDuplicate, CountedCase, HarmedPerson, Matter, Obligation, SamePerson
from kizuki.store.queries.case_rows import case_rows
from kizuki.store.queries.proved_rows import proved_rows
from kizuki.store.queries.viewer import Viewer
from tests.actions.office import Office
from tests.actions.test_counted_under_embargo import keep_from_others, risen, viewer
from tests.actions.test_trends import event, pump
from tests.planted import planted
from tests.store.audit.everything import make_row

pytestmark = pytest.mark.django_db


def test_the_export_of_a_case_tells_nothing_of_a_hidden_case_beside_it() -> None:
    """A duplicate, a person who is the same, and a question that counted both lead from the one to the other."""
    pump()
    people = Office()
    mine, secret = event("open-one", "2026-05-11"), event("zq7719", "2026-05-12")
    keep_from_others(secret, people.sato, people.tanaka)
    with planted():
        own, other = (
            make_row(HarmedPerson, 901 + at, key=f"p{901 + at}-1", matter=Matter.objects.get(case_id=pk))
            for at, pk in enumerate((mine, secret))
        )
        make_row(CaseDuplicate, 903, case_id=secret, kept_id=mine)
        make_row(SamePerson, 904, person=other, same_as=own)
        question = make_row(Obligation, 905, owner="device:1", device_id=Case.objects.get(pk=mine).device_id)
        for at, pk in enumerate((mine, secret)):
            make_row(CountedCase, 906 + at, obligation=question, case_id=pk)
    hidden = ("zq7719", Case.objects.get(pk=secret).number, other.key)
    theirs, whole = (exported(viewer(who), mine) for who in (people.ito, people.sato))
    assert "open-one" in theirs
    assert [word for word in hidden if word in theirs] == []
    assert other.key in whole, "who sees both is given what leads from the one to the other"


def test_what_leads_from_a_case_to_a_hidden_one_does_not_even_go_out_with_its_key() -> None:
    """The case that is exported is the duplicate, and its person the one who is known elsewhere already."""
    pump()
    people = Office()
    mine, secret = event("open-one", "2026-05-11"), event("zq7719", "2026-05-12")
    keep_from_others(secret, people.sato, people.tanaka)
    with planted():
        own, other = (
            make_row(HarmedPerson, 901 + at, key=f"p{901 + at}-1", matter=Matter.objects.get(case_id=pk))
            for at, pk in enumerate((mine, secret))
        )
        make_row(CaseDuplicate, 903, case_id=mine, kept_id=secret)
        make_row(SamePerson, 904, person=own, same_as=other)
    of_others = {who: leading(viewer(getattr(people, who)), mine) for who in ("ito", "sato")}
    assert of_others == {"ito": set(), "sato": {"store_caseduplicate", "store_sameperson"}}
    assert other.key not in exported(viewer(people.ito), mine)


def test_a_report_that_counts_others_goes_out_with_their_keys_alone_and_not_to_who_does_not_see_them() -> None:
    pump()
    people = Office()
    event("zq7718", "2026-03-10")
    secret = event("zq7719", "2026-05-12")
    keep_from_others(secret, people.sato, people.tanaka)
    case = risen()
    draft_form(case, 9, actor=people.sato)
    tables = {"store_report", "store_reportobligation", "store_ratedcase"}
    for who, expected in (("sato", tables), ("ito", set())):
        of = viewer(getattr(people, who))
        assert set(case_rows(of, case).own) & tables == expected
        assert {row.table for row in proved_rows(of, case).rows} & tables == expected
        assert [word for word in ("zq7718", "zq7719") if word in exported(of, case)] == []


def leading(of: Viewer, case_id: int) -> set[str]:
    """The tables, of those that lead from case to case, of which a row goes out."""
    told = {row.table for row in proved_rows(of, case_id).rows} | set(case_rows(of, case_id).own)
    return told & {"store_caseduplicate", "store_sameperson"}


def exported(of: Viewer, case_id: int) -> str:
    """Everything that both exports give out, in one text."""
    return f"{case_rows(of, case_id)} {proved_rows(of, case_id)}"
