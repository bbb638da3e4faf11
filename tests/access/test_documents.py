"""Every declared document opens from the page that names it, for who may see its row, and is not there for the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from django.urls import reverse

from kizuki.store.duties import duties_of
from kizuki.store.queries.kept_documents import opened_places
from kizuki.store.record import clock
from tests.access.asking import signed_in
from tests.access.cast import World
from tests.access.documents import WORDS, with_document
from tests.access.two_records import NOON
from tests.access.whole import is_hidden

pytestmark = pytest.mark.django_db

PLACES = [(table, column) for table, column, _ in opened_places()]


def _case(row: Any) -> str:
    return reverse("case", args=[_led(row, "case")])


def _of_case(name: str) -> Callable[[Any], str]:
    return lambda row: reverse(name, args=[_led(row, "case")])


def _of_device(name: str) -> Callable[[Any], str]:
    return lambda row: reverse(name, args=[_led(row, "device")])


def _training(_: Any) -> str:
    return reverse("training")


def _led(row: Any, kind: str) -> Any:
    found = row
    for part in duties_of(type(row)).belongs.ways()[kind].split("__"):
        found = getattr(found, part)
    return found.pk


NAMED_ON: Mapping[str, Callable[[Any], str]] = {
    "attachment": _case,
    "design-entry": lambda row: reverse("release-design", args=[row.release_id]),
    "safety-information": lambda row: reverse("information-page", args=[row.pk]),
    "hospital-report": _of_case("case-documents"),
    "communication": lambda row: reverse("incident", args=[row.incident_id]),
    "hospital-acknowledgement": lambda row: reverse("hospital-telling", args=[row.responsibilities.hospital_id]),
    "self-inspection": _training,
    "corrective-step": _training,
    "procedure": _training,
    "training-result": _training,
    "receipt": lambda row: reverse("report", args=[row.report.case_id, row.report_id]),
    "first-report": _of_case("case-documents"),
    "measure-step": _of_case("measures"),
    "measure-telling": _of_case("measures"),
    "reach-entry": _of_case("measures"),
    "precaution": _of_device("device"),
    "milestone-notice": _of_device("device"),
    "legacy-judgement": _of_device("device"),
    "patch-move": lambda row: reverse("patch", args=[row.patch_id]),
    "unit-patch-move": lambda row: reverse("patch", args=[row.patch_id]),
    "period-submission": _of_device("device-periods"),
    "decision-evidence": lambda row: reverse("decision", args=[row.decision_id]),
    "transmission": lambda row: reverse("report-check", args=[row.report.case_id, row.report_id]),
    "inquiry-answer": _of_case("inquiries"),
}
"""The page that tells of the step to which a document belongs, by the table of the document."""


@pytest.fixture(autouse=True)
def _on_the_day() -> Iterator[None]:
    with clock.standing_at(NOON):
        yield


def test_every_declared_table_has_its_page_here() -> None:
    assert {table for table, _ in PLACES} == set(NAMED_ON)


@pytest.mark.parametrize(("table", "column"), PLACES)
def test_a_document_opens_from_its_page_and_is_not_there_for_who_does_not_see_the_row(
    world: World, table: str, column: str
) -> None:
    row = with_document(world, table, column)
    address = reverse("document", kwargs={"table": table, "row_id": row.pk, "column": column})
    named_on = signed_in(world, "safety_manager").get(NAMED_ON[table](row))
    assert named_on.status_code == 200
    assert f'href="{address}"' in named_on.content.decode()
    opened = signed_in(world, "safety_manager").get(address)
    assert (opened.status_code, WORDS in opened.content.decode()) == (200, True)
    file = signed_in(world, "safety_manager").get(f"{address}/file")
    assert (file.content.decode(), file["Content-Disposition"].partition(";")[0]) == (WORDS, "attachment")
    for name in _outsiders(type(row)):
        for path in (address, f"{address}/file", f"{address}/picture"):
            answer = signed_in(world, name).get(path)
            assert answer.status_code in (302, 404), (name, path)
            assert WORDS not in answer.content.decode()
            assert answer.status_code == 404 or "/sign-in" in answer["Location"]


@pytest.mark.parametrize(("table", "column"), [(t, c) for t, c in PLACES if t in ("procedure", "training-result")])
def test_what_the_company_keeps_opens_for_everybody_who_signs_in(world: World, table: str, column: str) -> None:
    row = with_document(world, table, column)
    address = reverse("document", kwargs={"table": table, "row_id": row.pk, "column": column})
    assert signed_in(world, "auditor").get(address).status_code == 200
    assert signed_in(world, "left").get(address).status_code == 302


def _outsiders(model: type[Any]) -> tuple[str, ...]:
    if not is_hidden(model):
        return ("left", "nobody")
    secret = set(duties_of(model).belongs.ways()) - {"device"} or duties_of(model).belongs.tells
    return ("not_named", "other_product", "left", "nobody") if secret else ("other_product", "left", "nobody")
