"""The complete sample answers nine boxes of ten of the questionnaires, each from a fact with its source and day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from kizuki.core.questionnaires import edition_of
from kizuki.sample.load import load_sample
from kizuki.sample.questionnaires import MDS2, R7, complete_sample, share_of
from kizuki.store.models import SentSheet
from kizuki.store.queries.sheet_answers import answers_for, hospitals_with_units, keys_for
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.record import rolled_back

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 23)


@pytest.fixture(scope="module")
def sample(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The sample, loaded once; what a test does to it is undone after the test."""
    with django_db_blocker.unblock(), rolled_back():
        load_sample()
        yield


def test_the_sample_alone_leaves_most_open_and_the_complete_one_fills_nine_of_ten_on_every_sheet(
    sample: None,
) -> None:
    before = share_of(MDS2, ON)
    assert before.filled < before.boxes / 10
    facts, shares = complete_sample(ON)
    assert facts > 1_000
    assert [share.sheets > 1 for share in shares] == [True, True]
    for share in shares:
        assert share.filled / share.boxes >= 0.9, share
    for sheet in (R7, MDS2):
        edition = edition_of(sheet)
        keys = keys_for(PROGRAM, edition, list(hospitals_with_units(PROGRAM)))
        for one in answers_for(PROGRAM, edition, keys, ON):
            assert all(box.as_of and box.sources for box in one.boxes if box.state == "filled")
    sent = SentSheet.objects.count()
    assert complete_sample(ON)[0] == 0
    assert SentSheet.objects.count() == sent
