"""The documents of authorities: each that the notification names, what came after it, and what rests on it."""

from __future__ import annotations

from kizuki.core.law.further_documents import EVERY_DETERMINATION, documents, resting_on

BY_ID = {row.id: row for row in documents()}

NAMED_BY_THE_NOTIFICATION = (
    "薬食機参発0428第1号",
    "医療機器のサイバーセキュリティの確保に関するガイダンスについて",
    "厚生労働省令第135号",
    "告示第122号",
    "N60FINAL",
    "薬生機審発0513第1号",
    "薬生機審発1224第1号",
    "導入に関する手引書 第2版",
    "安全管理に関するガイドライン 第6.0版",
    "医療機関における医療機器のサイバーセキュリティ確保のための手引書",
    "不具合報告書等の手引書",
    "薬食発1002第20号",
    "薬生発0730第8号",
    "薬食安発1031第1号",
    "ランサムウェアによるサイバー攻撃について",
    "JIS T 81001-1",
    "Rubric",
    "Common Vulnerability Scoring System",
    "第68条の10",
)
"""As the text of 医薬安発0115第2号 names them."""


def test_each_document_that_the_notification_names_is_on_the_list_with_its_state() -> None:
    named = [row for row in documents() if row.named]
    for words in NAMED_BY_THE_NOTIFICATION:
        assert [row.state for row in named if words in row.title], words
    assert len(named) == len(NAMED_BY_THE_NOTIFICATION)


def test_what_replaced_a_document_is_on_the_list_and_the_document_is_no_longer_called_in_force() -> None:
    replaced = [row for row in documents() if row.superseded_by]
    assert len(replaced) > 8
    for row in replaced:
        assert row.superseded_by in BY_ID, row.id
        assert row.state in ("superseded", "repealed"), row.id
        assert BY_ID[row.superseded_by].state != "draft", "what is only drafted replaces nothing"
    assert (BY_ID["gl-6"].state, BY_ID["gl-6"].superseded_by) == ("superseded", "gl-7")


def test_a_document_tells_which_tables_rest_on_it() -> None:
    assert {"forms/letters/tables/yellow_letter", "forms/letters/tables/blue_letter"} <= set(
        resting_on(BY_ID["notice-1031-1"])
    )
    assert EVERY_DETERMINATION in resting_on(BY_ID["act"])
    assert resting_on(BY_ID["eu-cra"]) == ()
