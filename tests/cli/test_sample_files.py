"""The files of a round are called by what they are: a name that no table reads as a formula, and that comes once."""

from __future__ import annotations

import pytest

from kizuki.cli.sample_files import Names, file_name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("第一報", "患者等1"), "2026-0011-第一報-患者等1.pdf"),
        (("様式8 事項2 患者等1 追加報告（第2報）",), "2026-0011-様式8-事項2-患者等1-追加報告（第2報）.pdf"),
        (("First report", "person 1"), "2026-0011-First-report-person-1.pdf"),
        (("様式8 初回報告", ""), "2026-0011-様式8-初回報告.pdf"),
        (("=1+1|'../etc/passwd",), "2026-0011-1-1-etc-passwd.pdf"),
        (("..", "a\nb\0c"), "2026-0011-a-b-c.pdf"),
    ],
)
def test_a_file_is_called_by_the_case_and_what_it_is(words: tuple[str, ...], name: str) -> None:
    assert file_name("2026-0011", *words) == name


def test_a_name_that_was_given_is_given_with_a_number() -> None:
    names = Names()
    assert [names.unused(name) for name in ("a.pdf", "a.pdf", "b.pdf", "a.pdf")] == [
        "a.pdf",
        "a-2.pdf",
        "b.pdf",
        "a-3.pdf",
    ]
