"""The portfolio that the bench fills is one that the tables of this version take."""

from __future__ import annotations

import pytest

from bench.filling import fill, fill_cases
from bench.portfolio import Size
from kizuki.actions.findings.match_everything import match_everything
from kizuki.actions.findings.start_match_run import start_match_run
from kizuki.store.models import Advisory, Case, Component, ComponentLookup, Match, ReleaseComponent
from tests.actions.record import TESTER, TODAY

pytestmark = pytest.mark.django_db


def test_a_small_portfolio_is_filled_and_matched() -> None:
    size = Size(400, 60)
    fill(size)
    fill_cases(4)
    assert (Component.objects.count(), Advisory.objects.count(), Case.objects.count()) == (40, 60, 4)
    assert ReleaseComponent.objects.count() == 400
    assert ComponentLookup.objects.values("component").distinct().count() == 40
    match_everything(start_match_run(actor=TESTER), on=TODAY, actor=TESTER)
    assert Match.objects.exists()
