"""A title that is proposed is short, says what was said, and ends where a sentence or a pause does."""

from __future__ import annotations

import pytest

from kizuki.core.information.titles import LONGEST, short_title

MAIL = """高台総合病院　医療機器安全管理責任者　様
いつも大変お世話になっております。
本日14時頃、3階病棟の輸液ポンプが投与中に停止し、画面に身代金を要求する表示が出ました。
患者に影響はありませんでした。"""


def test_greetings_and_addresses_of_a_mail_are_no_title() -> None:
    assert short_title(MAIL, "FLOW-3") == "FLOW-3　本日14時頃、3階病棟の輸液ポンプが投与中に停止し…"


@pytest.mark.parametrize(
    "words", [MAIL, "あ" * 500, "a" * 500, "、" * 500, "停止。" * 200, "x " * 300, "件名：" + "い" * 90]
)
def test_it_is_never_longer_than_the_device_and_thirty_letters(words: str) -> None:
    title = short_title(words, "機器")
    assert len(title) <= len("機器　") + LONGEST + len("…")


def test_it_ends_with_its_first_sentence_where_that_is_short() -> None:
    assert short_title("ポンプが停止した。患者は無事。") == "ポンプが停止した"
    assert short_title("The pump stopped. Nobody was harmed.") == "The pump stopped"
    assert short_title("通信が切れる\n\n詳細は添付のとおり") == "通信が切れる"


def test_what_says_nothing_but_a_greeting_is_told_by_it() -> None:
    assert short_title("いつもお世話になっております。") == "いつもお世話になっております"
    assert short_title(" \n ", "機器") == ""


def test_the_subject_of_a_mail_comes_without_its_mark() -> None:
    assert short_title("Re: 件名：輸液ポンプの警告\n本文", "機器") == "機器　輸液ポンプの警告"
