"""A sealed text is found by any part of its words, by who sees it, for as long as it stands."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from kizuki.actions.cases.answer_facts import answer_facts
from kizuki.actions.cases.note import note
from kizuki.actions.cases.record_communication import CommunicationEntry, record_communication
from kizuki.actions.embargo.secrecy import Confidential
from kizuki.actions.information.receive_information import receive_information
from kizuki.actions.information.receiving import InformationEntry, ReceiptEntry
from kizuki.actions.record.bringing_up_to_date import bring_up_to_date
from kizuki.actions.record.end_use import end_use
from kizuki.actions.record.reseal_texts import reseal_texts
from kizuki.actions.record.rotate_key import rotate_key
from kizuki.core.searching import words_of
from kizuki.store.audit.verifying import verify_record
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import KeptText, Narrative, SearchKey, TextGram, User
from kizuki.store.queries.retention import expired
from kizuki.store.queries.search import search
from kizuki.store.queries.search_texts import texts_found
from kizuki.store.queries.viewer import PROGRAM, Viewer
from kizuki.store.searching.index import SOURCES
from tests.actions.office import person
from tests.actions.record import TESTER, TODAY, company_and_pump, opened_case
from tests.actions.test_keeping import _old_case, erased

pytestmark = pytest.mark.django_db

STORY = "当直医より：夜間にＩＣＵ３番の輸液ポンプが Alarm を鳴らして停止した"


@pytest.fixture(autouse=True)
def _keys_of_their_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KIZUKI_KEY_FILE", str(tmp_path / "keys"))


def received(summary: str, **values: Any) -> int:
    receipts = [ReceiptEntry(date(2026, 6, 1), name="営業　太郎")]
    told: dict[str, Any] = {"source": "hospital", "receipts": receipts, "texts": {"summary": summary}}
    return receive_information(InformationEntry(**(told | values)), on=TODAY, actor=TESTER)


def pages(asked: str, viewer: Viewer = PROGRAM) -> list[tuple[str, int]]:
    """The pages on which the texts are read that have these words."""
    return [(one.at, one.id) for one in texts_found(viewer, words_of(asked)) if one]


@pytest.mark.parametrize("asked", ["停止し", "icu3番", "ｉｃｕ", "輸液ポンプ ALARM", "当直"])
def test_a_mail_is_found_by_any_part_of_it_in_any_width_and_case(asked: str) -> None:
    company_and_pump()
    told = received(STORY)
    received("別の院で画面が消えた")
    assert pages(asked) == [("information", told)]


@pytest.mark.parametrize("asked", ["停止する", "鳴停止", "輸液 心電図", "院", ""])
def test_words_that_it_does_not_have_together_and_single_letters_find_nothing(asked: str) -> None:
    company_and_pump()
    received(STORY)
    assert not pages(asked)


def test_every_word_must_stand_in_one_text_and_a_page_is_named_once() -> None:
    company_and_pump()
    case = opened_case()
    for words in ("電池を交換した", "電池の型番を確認した", "型番は後日"):
        note(case, words, actor=TESTER)
    assert pages("電池") == [("case", case)]
    assert pages("電池 後日") == []


def test_what_was_said_to_a_patient_leads_to_the_case() -> None:
    company_and_pump()
    case = opened_case()
    told = CommunicationEntry("patient", "phone", datetime(2026, 6, 3, tzinfo=UTC), "山田さんへ説明", case=case)
    record_communication(told, actor=TESTER)
    assert pages("山田さん") == [("case", case)]


def test_facts_are_found_as_they_stand_and_not_as_they_stood() -> None:
    company_and_pump()
    case = opened_case()
    known = newest_facts(case)
    facts = {**known.facts, "matters": [known.facts["matters"][0] | {"notes": "基板が濡れていた"}]}
    answer_facts(case, facts, revision=known.revision, on=TODAY, actor=TESTER)
    assert pages("濡れて") == [("case", case)]
    facts = {**known.facts, "matters": [known.facts["matters"][0] | {"notes": "基板は乾いていた"}]}
    answer_facts(case, facts, revision=known.revision + 1, on=TODAY, reason="見間違い", actor=TESTER)
    assert pages("乾いて") == [("case", case)]
    assert not pages("濡れて")


def test_of_information_under_embargo_only_who_is_named_finds_a_word() -> None:
    company_and_pump()
    named = [person("first", "safety_manager"), person("second", "general_manager")]
    outsider = person("outsider", "safety_officer")
    readers = [int(one.code.removeprefix("user:")) for one in named]
    told = received("遠隔から設定を書き換えられる", confidential=Confidential(readers, None))
    viewers = {one.code: Viewer(int(one.code.removeprefix("user:")), "safety_officer") for one in (*named, outsider)}
    assert pages("書き換え", viewers[named[0].code]) == [("information", told)]
    assert pages("書き換え", viewers[outsider.code]) == []
    assert all(group.kind != "text" for group in search(viewers[outsider.code], "書き換え"))


def test_where_not_every_text_was_opened_the_answer_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pairs of 停止 and 止水 stand in each text, and the word itself in the oldest alone."""
    company_and_pump()
    received("停止水位")
    for number in range(3):
        received(f"停止 止水 {number}")
    monkeypatch.setattr("kizuki.store.queries.search_texts._AT_A_TIME", 1)
    monkeypatch.setattr("kizuki.store.queries.search_texts.MOST_READ", 3)
    (group,) = (one for one in search(PROGRAM, "停止水") if one.kind == "text")
    assert (group.rows, group.unread) == ((), True)
    monkeypatch.setattr("kizuki.store.queries.search_texts.MOST_READ", 4)
    (group,) = (one for one in search(PROGRAM, "停止水") if one.kind == "text")
    assert (len(group.rows), group.unread) == (1, False)


def test_who_has_left_finds_nothing() -> None:
    company_and_pump()
    received(STORY)
    reader = person("reader", "safety_officer")
    viewer = Viewer(int(reader.code.removeprefix("user:")), "safety_officer")
    assert pages("当直医", viewer)
    User.objects.filter(pk=viewer.user_id).update(is_active=False)
    assert not pages("当直医", viewer)


def test_what_retention_erased_is_found_no_more_and_leaves_no_pair() -> None:
    case = _old_case(["general"])
    told = CommunicationEntry("patient", "phone", datetime(2026, 6, 3, tzinfo=UTC), "山田さんの件", case=case)
    record_communication(told, actor=TESTER)
    assert pages("山田") == [("case", case)]
    end_use(f"case:{case}", date(2026, 6, 20), on=TODAY, actor=TESTER)
    on = date(2031, 6, 21)
    erased(expired(PROGRAM, on), on)
    assert not pages("山田")
    for source, model in SOURCES.items():
        gone = model.objects.exclude(erased_at=None).values_list("pk", flat=True)
        assert gone
        assert not TextGram.objects.filter(source=source, row__in=list(gone)).exists()
    assert verify_record().intact


def test_texts_of_a_version_of_before_are_taken_in_at_the_first_start() -> None:
    company_and_pump()
    case = opened_case()
    note(case, "基板の腐食", actor=TESTER)
    TextGram.objects.all().delete()
    SearchKey.objects.all().delete()
    assert not pages("腐食")
    assert not bring_up_to_date(on=TODAY).refused
    assert pages("腐食") == [("case", case)]
    standing = TextGram.objects.count()
    bring_up_to_date(on=TODAY)
    assert TextGram.objects.count() == standing


def test_a_new_key_of_texts_leaves_everything_to_be_found() -> None:
    company_and_pump()
    told = received(STORY)
    rotate_key(actor=TESTER)
    reseal_texts(actor=TESTER)
    after = received("当直医より続報")
    assert pages("当直医") == [("information", after), ("information", told)]
    assert SearchKey.objects.count() == 1


def test_the_database_holds_pairs_that_nobody_reads_without_a_key() -> None:
    company_and_pump()
    received(STORY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM store_searchkey")
        assert str(cursor.fetchone()[0]).startswith("sealed:")
    tokens = set(TextGram.objects.values_list("token", flat=True))
    assert max(tokens) < 2**48
    assert len(tokens) > 20


def test_every_table_that_is_searched_keeps_its_words_as_they_were_written() -> None:
    """A text that could be written over in place would be found by what it said before."""
    for model in (KeptText, Narrative):
        assert "body" in model.duties.guarded.update_refused_when  # type: ignore[union-attr]
    assert set(SOURCES.values()) == {KeptText, Narrative}
