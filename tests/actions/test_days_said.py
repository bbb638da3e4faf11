"""The timeline and the binder say of every day what it is the day of."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.actions.cases.open_case import CaseEntry
from kizuki.actions.information.become_case import become_case
from kizuki.actions.information.receive_information import receive_information
from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry
from kizuki.actions.verb import verb
from kizuki.core.glossary import Lang
from kizuki.store.audit.chain import append
from kizuki.store.models import AuditEntry
from kizuki.store.queries.binder.binding import binder_of
from kizuki.store.queries.timeline import timeline_of
from kizuki.store.queries.viewer import Viewer
from tests.actions.record import TESTER, TODAY, company_and_pump, opened_case

pytestmark = pytest.mark.django_db


def lines(case_id: int, lang: Lang) -> list[str]:
    viewer = Viewer(None, "program", lang)
    return [entry.said(lang) for entry in timeline_of(viewer, f"case:{case_id}")]


def binder_text(case_id: int, section: str) -> str:
    binder = binder_of(Viewer(None, "program", "ja"), case_id)
    assert binder is not None
    (found,) = (one for one in binder.sections if one.code == section)
    return "\n".join("　".join(row) for block in found.blocks for row in block.rows)


def test_a_case_opened_days_after_it_was_known_is_not_said_to_have_been_known_that_day() -> None:
    company_and_pump()
    case_id = opened_case(opened_on=date(2026, 6, 10))
    assert lines(case_id, "ja")[0] == "案件 2026-0001 を登録（登録日 2026-06-10（水）、情報入手日 2026-06-01（月））"
    assert (
        lines(case_id, "en")[0]
        == "Case 2026-0001 registered (registered on 2026-06-10 (Wed); awareness date 2026-06-01 (Mon))"
    )
    assert "登録日 2026-06-10（水）、情報入手日 2026-06-01（月）" in binder_text(case_id, "timeline")
    assert "情報入手日 2026-06-10" not in binder_text(case_id, "timeline")


def test_an_entry_of_before_that_has_no_awareness_day_says_so() -> None:
    company_and_pump()
    told = {"number": "2026-0001", "opened_on": "2026-06-10", "facts": 1, "parts": []}
    append(actor="program:test", verb="open_case", subjects=["case:77"], payload=told)
    (line,) = lines(77, "ja")
    assert line == "案件 2026-0001 を登録（登録日 2026-06-10（水）、情報入手日 （この記録にはない））"


def test_a_case_from_information_says_both_days_and_the_binder_says_who_opened_it() -> None:
    company_and_pump()
    receipt = ReceiptEntry(date(2026, 6, 2), name="営業")
    entry = InformationEntry(source="hospital", receipts=[receipt], texts={"summary": "停止"}, device="pump")
    information = receive_information(entry, on=TODAY, actor=TESTER)
    case = CaseEntry(
        key="c", device="pump", title="停止", facts={"matters": [{"kind": "event"}]}, opened_on=date(2026, 6, 9)
    )
    case_id = become_case(information, case, on=TODAY, actor=TESTER)
    (said,) = (line for line in lines(case_id, "ja") if "から案件" in line)
    assert "登録日 2026-06-09（火）、情報入手日 2026-06-02（火）" in said
    opened = next(line for line in binder_text(case_id, "answers").splitlines() if "登録したか" in line)
    assert "―" not in opened


def test_a_verb_may_not_keep_a_day_without_saying_what_it_is_the_day_of() -> None:
    with (
        pytest.raises(ValueError, match="'day', which has no declared meaning"),
        verb("open_case", actor=TESTER, of=()) as act,
    ):
        act.record(subjects=["case:1"], payload={"inner": [{"day": "2026-06-01"}]})
    assert not AuditEntry.objects.filter(verb="open_case").exists()
