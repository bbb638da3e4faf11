"""Every word that the code asks for stands in the glossary, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from kizuki.core.facts import values
from kizuki.core.glossary import all_words, say, word
from kizuki.core.refusals.said import _sentences
from kizuki.core.reporting import beside, judgements

SOURCE = Path(__file__).resolve().parents[2] / "src" / "kizuki"


def test_every_word_has_both_languages() -> None:
    for one in all_words().values():
        assert one.ja.strip(), one.id
        assert one.en.strip(), one.id
        assert set(re.findall(r"{(\w+)}", one.ja)) == set(re.findall(r"{(\w+)}", one.en)), one.id


def test_a_word_is_the_same_whether_its_own_table_is_read_or_all_of_them() -> None:
    assert all(word(name) is found for name, found in all_words().items())


def test_every_word_that_is_asked_for_by_its_whole_name_exists() -> None:
    asked = {
        found
        for path in SOURCE.rglob("*.py")
        for found in re.findall(r"\bsay\(\s*\"([^\"{]+)\"", path.read_text(encoding="utf-8"))
        if not found.endswith(".")
    }
    assert asked - set(all_words()) == set()


def test_every_judgement_that_can_hold_up_an_outcome_has_its_question_default_and_decider() -> None:
    for code in judgements.UNSETTLED:
        for part in ("question", "default", "who"):
            assert f"judgement.{code}.{part}" in all_words()


def test_every_duty_beside_the_report_has_its_words() -> None:
    codes = set(re.findall(r'"([a-z_]+)"', Path(beside.__file__).read_text(encoding="utf-8"))) - {"not_yet_known"}
    for code in codes:
        assert f"beside.{code}.duty" in all_words(), code
        assert f"beside.{code}.what" in all_words(), code


def test_every_value_of_a_fact_has_a_word() -> None:
    names = {
        values.Kind: "kind",
        values.Locus: "locus",
        values.Severity: "severity",
        values.Causality: "causality",
        values.Exploited: "exploited",
        values.MitigationState: "state",
        values.MeasureType: "type",
        values.ResearchShows: "research",
    }
    for values_of_fact, name in names.items():
        for member in values_of_fact:
            assert {f"value.{name}.{member.value}", f"value.{member.value}"} & set(all_words()), member


DROPPED = {
    r"ファクス|ファックス|ファクシミリ|ＦＡＸ": "FAX, as the forms name the number of whoever is asked (担当者連絡先)",
    r"署名(を|の)申請": "確認を申請: what is handed in is looked at first, and signed where the chain says so",
    r"(\{\w+\}|\{\{[^}]*\}\}|[0-9０-９])人目": "患者等1, as on paper; 二人目 is the second person who signs",
    # Where CVSS speaks of what is under another authority, it is no part of a list.
    r"構成品|(?<!別の管理下の)(?<!別の管理下にある)構成要素": "部品, as in 部品表",
}
"""Words that are said no more, each with the one that is said of the same thing."""


def read_by_people() -> Iterator[tuple[str, str]]:
    """What is read in Japanese, each with where it stands: words, refusals, pages, papers, and our documents."""
    yield from ((word.id, word.ja) for word in all_words().values())
    yield from ((reason, told) for reason, told in _sentences().items())
    found = [*SOURCE.rglob("*.html"), *SOURCE.rglob("*.typ")]
    docs = SOURCE.parents[1]
    found += [*(docs / "docs").glob("*.md"), *docs.glob("*.md")]
    yield from ((path.name, path.read_text(encoding="utf-8")) for path in found)


def test_one_thing_has_one_word_wherever_it_is_read() -> None:
    wrong = {
        (place, said[0])
        for place, text in read_by_people()
        for dropped in DROPPED
        if (said := re.search(dropped, text))
    }
    assert wrong == set()


def test_the_words_that_are_said_no_more_are_recognised() -> None:
    """A pattern that matches nothing would refuse nothing."""
    said = ("第一報（ファックス等）", "署名を申請する", "健康被害（{number}人目）", "ソフトウェアの構成品")
    assert [sum(bool(re.search(one, text)) for text in said) for one in DROPPED] == [1] * len(DROPPED)
    assert not any(re.search(one, "二人目の署名。確認を申請。患者等1。FAX。部品表") for one in DROPPED)


def test_an_english_word_agrees_with_its_number() -> None:
    assert say("measure.for", "en", hospitals=1, units=2) == "1 hospital, 2 units"
    assert say("measure.for", "en", hospitals=2, units="1") == "2 hospitals, 1 unit"


def test_no_english_word_counts_one_of_many() -> None:
    """A number before a plural would read `1 boxes`; where it never is one, or a refusal reads it, it is named here."""
    never_one = {"screens.findings.count_over", "record.audit.unsettled", "record.audit.faults"}
    counted = re.compile(
        r"\{(count|units|boxes|rows|releases|events|components|hospitals|facts|files)\} [a-z ]*?[a-z]s\b"
    )
    wrong = {
        name
        for name, word in all_words().items()
        if counted.search(word.en) and f"{name}_one" not in all_words() and name not in never_one
    }
    assert wrong == set()
