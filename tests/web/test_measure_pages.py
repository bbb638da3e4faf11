"""Measures and disclosure as people meet them: the page of the case leads there, each step by its door."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kizuki.store.models import Measure, MeasureTarget
from tests.actions.measures.acting import Measures, who
from tests.actions.office import ON, PASSWORD
from tests.web.test_pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def it(monkeypatch: pytest.MonkeyPatch) -> Measures:
    for module in ("door", "measures", "disclosure", "case"):
        monkeypatch.setattr(f"kizuki.web.pages.{module}.today", lambda: ON)
    return Measures()


def client(name: str) -> Client:
    found = Client()
    assert found.login(username=name, password=PASSWORD)
    return found


def act(name: str, it: Measures, door: str, asked: str = "", **told: Any) -> Any:
    return client(name).post(f"/cases/{it.case}/do/{door}{asked}", told)


def test_a_measure_goes_its_way_through_the_doors_and_its_page_shows_every_hospital(it: Measures) -> None:
    told = {"kind": "information", "plan": "無線を止める。", "hospitals": ["*"], "password": PASSWORD}
    assert act("sato", it, "propose_measure", **told).status_code == 302
    measure = Measure.objects.get()
    asked = f"?measure={measure.pk}"
    decided = {"outcome": "approved", "reason": "確認した", "password": PASSWORD, "sha256": measure.sha256}
    assert act("tanaka", it, "decide_measure", asked, **decided).status_code == 302
    step = {"on": ON.isoformat(), "words": "文書で指示する", "password": PASSWORD}
    to = {"to": who(it.office.ito), "due_on": "2026-08-20"}
    assert act("sato", it, "instruct_measure", asked, **step, **to).status_code == 302
    assert act("sato", it, "hand_over_measure", asked, **step, to=who(it.mori)).status_code == 302
    reached = {"state": "sent", "on": ON.isoformat(), "channel": "email", "reference": "M-1"}
    assert act("ito", it, "record_measure_reach", asked, **reached, hospitals=it.hospitals).status_code == 302
    assert act("ito", it, "report_measure_result", asked, **step).status_code == 302
    assert act("sato", it, "complete_measure", asked, **step, outcome="effective").status_code == 302
    page = words(client("sato").get(f"/cases/{it.case}/measures"))
    for what in ("医療機関への情報提供", "完了", "第0病院", "SN-2", "送付", "M-1", "文書で指示する", "28日"):
        assert what in page
    assert set(MeasureTarget.objects.values_list("state", flat=True)) == {"sent"}
    assert f"/cases/{it.case}/measures" in client("sato").get(f"/cases/{it.case}").content.decode()


def test_what_is_owed_of_a_measure_leads_to_its_own_door_for_whoever_may(it: Measures) -> None:
    measure = it.approved()
    page = client("sato").get(f"/cases/{it.case}").content.decode()
    assert "do/instruct_measure?row=" in page
    assert "do/hand_over_measure?row=" in page
    assert "do/decide_measure?row=" not in page
    assert Measure.objects.get(pk=measure).state == "approved"


def test_a_proposed_measure_leads_to_its_decision_for_whoever_may_decide_and_nobody_else(it: Measures) -> None:
    it.proposed()
    for name, offered in (("tanaka", True), ("sato", False)):
        page = client(name).get(f"/cases/{it.case}").content.decode()
        assert ("do/decide_measure?row=" in page) is offered, name


def test_a_refused_step_loses_nothing_that_was_typed(it: Measures) -> None:
    measure = it.proposed()
    told = {"outcome": "approved", "reason": "確認した", "password": "wrong", "sha256": "0" * 64}
    answer = act("tanaka", it, "decide_measure", f"?measure={measure}", **told)
    assert answer.status_code == 422
    assert "確認した" in answer.content.decode()


def test_the_gate_refuses_in_words_at_the_door_and_the_page_shows_why(it: Measures) -> None:
    from kizuki.actions.disclosure.parties import open_disclosure
    from kizuki.actions.disclosure.publish_statement import Drafted, draft_statement
    from kizuki.store.models import Statement

    assert act("sato", it, "open_disclosure", tlp="AMBER").status_code == 302
    disclosure = open_disclosure(it.case, "AMBER", actor=it.office.sato)
    drafted = Drafted(
        b'{"author": "DRAFT x", "statements": []}', "application/json", "openvex", "public", ("affected",)
    )
    statement = draft_statement(disclosure, drafted, actor=it.office.sato)
    told = {"password": PASSWORD, "sha256": Statement.objects.get().document_id}
    answer = act("tanaka", it, "publish_statement", f"?statement={statement}", **told)
    assert answer.status_code == 422
    assert Statement.objects.get().published_at is None
    page = words(client("sato").get(f"/cases/{it.case}/disclosure"))
    assert "緩和策も補完的対策も記録されていません" in page
    assert client("sato").get(f"/cases/{it.case}/disclosure/{statement}.json").status_code == 200
    assert client("sato").get(f"/cases/{it.case + 1}/disclosure/{statement}.json").status_code == 404
