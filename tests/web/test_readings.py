"""Who was shown what may name a patient is kept, by page and by program, and read by who sees the same."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client

from kizuki.store.models import Case, Reading, User
from kizuki.store.queries.readings import readings_of
from kizuki.store.record import clock
from kizuki.web.middleware.reading import READ
from kizuki.web.templatetags.lists import and_more
from kizuki.web.urls import urlpatterns
from tests.planted import planted
from tests.web.cast import SATO
from tests.web.test_pages import words

pytestmark = pytest.mark.django_db

NAMES_NO_PATIENT = {
    "procedure_id",
    *("match_id", "release_id", "hospital_id", "patch_id", "person_id", "device_id", "advisory_id", "entry_id"),
    # Stand behind a case in the same address.
    *("report_id", "letter_id", "statement_id", "attachment_id"),
    # Count events, and name nobody.
    *("period_id", "assessment_id"),
    # Tells of devices and the company.
    "sent_sheet_id",
    # A kept document: its page tells the gate of what it belongs to (`test_documents`: a reading of it is kept).
    "row_id",
}
"""Parts of addresses that lead to a row of a table in which no patient is named, or beside one that is read."""


def kept() -> list[tuple[str, int | None, int | None, str]]:
    rows = Reading.objects.order_by("pk")
    return list(rows.values_list("person__sign_in_name", "case_id", "information_id", "door"))


def test_who_is_shown_a_case_is_kept_once_within_an_hour(sato: Client, office: dict[str, int]) -> None:
    case = Case.objects.order_by("pk").first()
    assert case
    assert Reading.objects.count() == 0
    sato.get(f"/cases/{case.pk}")
    sato.get(f"/cases/{case.pk}/measures")
    assert kept() == [(SATO, case.pk, None, "web")]
    with clock.standing_at(clock.now() + timedelta(minutes=61)):
        sato.get(f"/cases/{case.pk}")
    assert kept() == [(SATO, case.pk, None, "web")] * 2


def test_what_is_not_there_and_what_names_nobody_leaves_nothing(sato: Client) -> None:
    for address in ("/", "/register", "/cases/999999", "/company"):
        sato.get(address)
    assert kept() == []


def test_who_reads_is_shown_on_the_page_of_the_readings(sato: Client) -> None:
    case = Case.objects.order_by("pk").first()
    assert case
    page = words(sato.get(f"/readings/case/{case.pk}"))
    assert "まだ誰も表示していません" in page
    sato.get(f"/cases/{case.pk}")
    name = User.objects.get(sign_in_name=SATO).display_name
    assert name in words(sato.get(f"/readings/case/{case.pk}"))
    assert sato.get("/readings/case/999999").status_code == 404
    assert sato.get("/readings/nothing/1").status_code == 404


def test_every_part_of_an_address_that_names_a_row_is_read_or_names_no_patient() -> None:
    parts = {name for path in urlpatterns for name, kind in path.pattern.converters.items() if _is_id(name, kind)}
    assert parts - NAMES_NO_PATIENT - {"number"} == set(READ)


def _is_id(name: str, kind: Any) -> bool:
    return type(kind).__name__ not in ("SlugConverter", "StringConverter")


def test_a_list_that_shows_its_beginning_says_how_many_follow(
    sato: Client, office: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three looks at the case, of which one row is shown."""
    case, user = office["overdose"], User.objects.get(sign_in_name=SATO)
    with planted():
        for hours in (9, 6, 3):
            Reading.objects.create(person=user, case_id=case, door="web", at=clock.now() - timedelta(hours=hours))
    monkeypatch.setattr("kizuki.web.pages.readings.readings_of", partial(readings_of, limit=1))
    assert "ほかに2件あります" in words(sato.get(f"/readings/case/{case}"))
    monkeypatch.undo()
    assert "ほかに" not in words(sato.get(f"/readings/case/{case}"))


def test_a_list_that_does_not_know_what_follows_is_a_fault() -> None:
    with pytest.raises(TypeError, match="how many follow"):
        and_more({"lang": "ja"}, (1, 2))  # type: ignore[arg-type]
