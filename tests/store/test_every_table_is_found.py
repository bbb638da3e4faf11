"""A row that is planted in any table of a case is found where the case is handed out: in its export and its binder."""

from __future__ import annotations

from typing import Any

import pytest

from kizuki.core.glossary import all_words
from kizuki.store.duties import Chain, declared
from kizuki.store.models import Case, DutyCall, Incident, IncidentMember, SafetyInformation, SamePerson
from kizuki.store.queries.case_rows import case_rows
from kizuki.store.queries.proved_rows import proved_rows
from kizuki.store.queries.spoken_for import spoken_for
from kizuki.store.queries.viewer import PROGRAM
from tests.planted import planted
from tests.store.audit.everything import make_row

pytestmark = pytest.mark.django_db

BELONGING = [
    (model, kind)
    for model, duties in declared(Chain.EVIDENCE)
    for kind in ("information", "incident")
    # A person who is the same belongs to the case of the one who was told of.
    if kind in duties.belongs.ways() and model is not SamePerson
]
OF_A_CASE = [model for model, duties in declared(Chain.EVIDENCE) if duties.belongs.case]


def row_of(model: type[Any], way: str, case: Case, **values: Any) -> Any:
    """A row that leads to this case by its declared way."""
    head, _, rest = way.partition("__")
    if head == "pk":
        return case
    parent = row_of(model._meta.get_field(head).related_model, rest, case) if rest else case
    return make_row(model, 2, **{head: parent}, **values)


def led_to(model: type[Any], way: str, held: Any, number: int) -> Any:
    """A row that leads to this information or incident by its declared way, and to no case by another one."""
    head, _, rest = way.partition("__")
    if head == "pk":
        return held
    parent = led_to(model._meta.get_field(head).related_model, rest, held, number) if rest else held
    names = {field.name for field in model._meta.concrete_fields}
    return make_row(model, number, **{head: parent}, **({"case": None} if "case" in names else {}))


@pytest.mark.parametrize("model", OF_A_CASE, ids=lambda model: model.__name__)
def test_a_row_of_a_case_is_in_its_export(model: type[Any]) -> None:
    with planted():
        case = make_row(Case, 1)
        row = row_of(model, model.duties.belongs.case, case)
        make_row(Case, 2)
    found = proved_rows(PROGRAM, case.pk)
    assert (model._meta.db_table, str(row.pk)) in {(one.table, one.key) for one in found.rows}
    assert all(one.stands for one in found.rows)


@pytest.mark.parametrize(("model", "kind"), BELONGING, ids=lambda one: getattr(one, "__name__", one))
def test_a_row_of_information_or_of_an_incident_of_a_case_is_in_its_export_and_its_binder(
    model: type[Any], kind: str
) -> None:
    """Also where the case has a row of the same table of its own, which leads to it by another way."""
    ways = model.duties.belongs.ways()
    with planted():
        case, other = make_row(Case, 1), make_row(Case, 2)
        held = {"information": SafetyInformation, "incident": Incident}[kind]
        its, theirs = (
            make_row(held, 1 + at, **({"case": one} if kind == "information" else {}))
            for at, one in enumerate((case, other))
        )
        if kind == "incident":
            for at, (incident, one) in enumerate(((its, case), (theirs, other))):
                make_row(IncidentMember, 41 + at, incident=incident, kind="case", member=one.pk)
        if ways.get("case", "pk") != "pk" and model is not SafetyInformation:
            row_of(model, ways["case"], case)
        found, beside = (led_to(model, ways[kind], one, number) for one, number in ((its, 5), (theirs, 6)))
    proved = {(one.table, one.key) for one in proved_rows(PROGRAM, case.pk).rows}
    own = {(table, str(row["id"])) for table, rows in case_rows(PROGRAM, case.pk).own.items() for row in rows}
    table = model._meta.db_table
    assert f"binder.table.{table.removeprefix('store_')}" in all_words()
    assert ((table, str(found.pk)) in proved, (table, str(found.pk)) in own) == (True, True)
    assert ((table, str(beside.pk)) in proved, (table, str(beside.pk)) in own) == (False, False)


def test_an_earlier_version_of_the_information_of_a_case_goes_with_it_unless_it_became_another_case() -> None:
    with planted():
        case, other = make_row(Case, 1), make_row(Case, 2)
        told, elsewhere = make_row(SafetyInformation, 1), make_row(SafetyInformation, 2, case=other)
        later = make_row(SafetyInformation, 3, follows=told)
        make_row(SafetyInformation, 4, follows=later, case=case)
        make_row(SafetyInformation, 5, follows=elsewhere, case=case)
        calls = [make_row(DutyCall, 7 + at, case=None, information=one) for at, one in enumerate((told, elsewhere))]
    proved = {(one.table, one.key) for one in proved_rows(PROGRAM, case.pk).rows}
    assert [("store_dutycall", str(call.pk)) in proved for call in calls] == [True, False]


@pytest.mark.parametrize("name", ["ReportObligation", "FirstReportObligation", "EndProposal"])
def test_what_speaks_for_an_obligation_is_told_beside_it(name: str) -> None:
    model = next(model for model in OF_A_CASE if model.__name__ == name)
    with planted():
        case = make_row(Case, 1)
        more = {"rows": [5], "act": "take_over", "state": "proposed"} if name == "EndProposal" else {}
        row = row_of(model, model.duties.belongs.case, case, **more)
        if name == "ReportObligation":
            type(row).objects.filter(pk=row.pk).update(finding="met")
    told = spoken_for(PROGRAM, case.pk)
    assert [one.obligation for one in told] == [5 if name == "EndProposal" else row.obligation_id]
    assert told[0].line
