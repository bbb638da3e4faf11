"""What the instant of a signature is: when it was put on record; where that was after the report left, this is said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from kizuki.store.record import clock
from kizuki.web.today import JAPAN
from tests.actions.office import ON, Office
from tests.web.test_pages import words
from tests.web.test_register_pages import not_used_case, proposed, signed_in
from tests.web.test_sending_pages import as_person, sent

__all__ = ["as_person"]

pytestmark = pytest.mark.django_db
INSTANT = "本システムに記録した日時（監査証跡の時計）"
LATER = "より後に、この記録に残されました"


@pytest.fixture
def told_on_the_day() -> Iterator[None]:
    with clock.standing_at(datetime(ON.year, ON.month, ON.day, 12, tzinfo=JAPAN)):
        yield


def test_a_report_whose_signatures_were_put_on_record_after_it_left_says_so(as_person: Any) -> None:
    """As in the sample, which tells in one hour what happened in months."""
    kato, case_id, report = sent(as_person)
    page = words(kato.get(f"/cases/{case_id}/reports/{report}"))
    assert INSTANT in page
    assert LATER in page


def test_a_report_that_was_signed_as_it_left_says_only_what_an_instant_is(
    as_person: Any, told_on_the_day: None
) -> None:
    kato, case_id, report = sent(as_person)
    page = words(kato.get(f"/cases/{case_id}/reports/{report}"))
    assert INSTANT in page
    assert LATER not in page


def test_a_decision_says_what_the_instants_of_its_signatures_are() -> None:
    office, case_id = Office(), not_used_case()
    decision = proposed(office, case_id)
    assert INSTANT in words(signed_in("sato").get(f"/register/{decision}"))
