"""A row that is planted in any table of a case is found where the case is handed out: in its export and its binder."""

from __future__ import annotations

from typing import Any

import pytest

from kizuki.store.duties import Chain, declared
from kizuki.store.models import Case
from kizuki.store.queries.proved_rows import proved_rows
from kizuki.store.queries.spoken_for import spoken_for
from kizuki.store.queries.viewer import PROGRAM
from tests.planted import planted
from tests.store.audit.everything import make_row

pytestmark = pytest.mark.django_db

OF_A_CASE = [model for model, duties in declared(Chain.EVIDENCE) if duties.belongs.case]


def row_of(model: type[Any], way: str, case: Case, **values: Any) -> Any:
    """A row that leads to this case by its declared way."""
    head, _, rest = way.partition("__")
    if head == "pk":
        return case
    parent = row_of(model._meta.get_field(head).related_model, rest, case) if rest else case
    return make_row(model, 2, **{head: parent}, **values)


@pytest.mark.parametrize("model", OF_A_CASE, ids=lambda model: model.__name__)
def test_a_row_of_a_case_is_in_its_export(model: type[Any]) -> None:
    with planted():
        case = make_row(Case, 1)
        row = row_of(model, model.duties.belongs.case, case)
        make_row(Case, 2)
    found = proved_rows(PROGRAM, case.pk)
    assert (model._meta.db_table, str(row.pk)) in {(one.table, one.key) for one in found.rows}
    assert all(one.stands for one in found.rows)


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
