"""Matches held against what matching finds now: whoever alters one by SQL is found by `audit verify --derived`."""

from __future__ import annotations

import pytest
from django.db import connection

from kizuki.actions.findings.match_release import match_release
from kizuki.actions.findings.unlike_matches import unlike_matches
from kizuki.cli.main import main
from kizuki.core.refusal import Refused
from kizuki.store.models import Match
from tests.actions.findings.test_match_runs import DAY, release
from tests.actions.record import TESTER
from tests.asked_work import forget_work

__all__ = ["release"]
pytestmark = pytest.mark.django_db

FORGERIES = (
    "UPDATE store_match SET verdict = 'not_affected' WHERE id = {id}",
    "UPDATE store_match SET active = FALSE WHERE id = {id}",
    "UPDATE store_match SET evidence = '{{}}' WHERE id = {id}",
    "DELETE FROM store_devicematch WHERE match_id = {id}; DELETE FROM store_match WHERE id = {id}",
)


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_match_that_somebody_altered_is_named(
    release: int, forgery: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    match_release(release, on=DAY, actor=TESTER)
    with pytest.raises(Refused, match="waits for the worker"):
        list(unlike_matches())
    forget_work()
    assert list(unlike_matches()) == []
    row = Match.objects.order_by("pk")[0]
    with connection.cursor() as cursor:
        for statement in forgery.format(id=row.pk).split("; "):
            cursor.execute(statement)
    pair = f"{row.component_id}-{row.advisory_id}"
    assert list(unlike_matches()) == [pair]
    monkeypatch.setattr("kizuki.cli.audit.open_existing_record", lambda: None)
    assert main(["audit", "verify", "--derived", "--lang", "en"]) == 1
    assert f"store_match {pair}" in capfd.readouterr().out
