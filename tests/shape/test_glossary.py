"""Every word that the code asks for stands in the glossary, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

from kizuki.core.facts import values
from kizuki.core.glossary import all_words, say, word
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


def test_a_part_of_the_software_has_one_word_on_the_pages() -> None:
    """部品, as in 部品表; where CVSS speaks of what is under another authority, it is no part of a list."""
    other = {
        name
        for name, word in all_words().items()
        if ("構成品" in word.ja or "構成要素" in word.ja) and "別の管理下" not in word.ja
    }
    assert other == set()


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
