"""A published vector beside ours: which metric differs, in which direction, and through which answers."""

import pytest

from kizuki.core.scoring.comparison import Comparison, Direction, MetricBeside, Relation, compare
from kizuki.core.scoring.comparison_shown import comparison_json, say_beside
from kizuki.core.scoring.comparison_table import MAPPINGS
from kizuki.core.scoring.published import published
from tests.core.scoring.answering import EZ, NET, scored

NEAR = "XAVN:Y XAVT:N XAVW:Y XAVR:Y"


def beside(given: str, vector: str) -> tuple[Comparison, dict[str, MetricBeside]]:
    comparison = compare(published("NVD", vector), scored(given))
    return comparison, {row.metric or row.their_metric: row for row in comparison.rows}


def test_short_range_radio_is_lower_here_than_in_the_nvd_and_the_answers_say_why() -> None:
    comparison, rows = beside(f"{NEAR} {EZ} XIT:H", "CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N")
    assert (comparison.published.base, comparison.our_base) == (6.5, 6.2)
    assert [row.metric for row in comparison.differs] == ["AV"]
    row = rows["AV"]
    assert (row.ours, row.theirs, row.direction) == ("L", "A", Direction.LOWER)
    assert row.answers == ("XAVN", "XAVT", "XAVW", "XAVR")
    assert row.page == "10-14"


def test_a_metric_that_only_one_of_the_two_sets_is_shown_as_that() -> None:
    given = f"{NET} {EZ} XIT:H XES:Y XRLS:N XRLO:Y"
    _, rows = beside(given, "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N/E:P")
    assert (rows["E"].relation, rows["E"].answers) == (Relation.ONLY_THEIRS, ("XES",))
    assert (rows["RL"].relation, rows["RL"].answers) == (Relation.ONLY_OURS, ("XRLO",))


def test_each_version_stands_beside_ours_of_the_same_version() -> None:
    for vector, against in (
        ("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N", "3.0"),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N", "3.1"),
        ("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:H/VA:N/SC:N/SI:N/SA:N", "4.0"),
        ("AV:N/AC:L/Au:N/C:N/I:C/A:N", "3.1"),
    ):
        comparison, _ = beside(f"{NET} {EZ} XIT:H", vector)
        assert comparison.against == against
        assert comparison.differs == ()


def test_a_vector_of_40_stands_beside_31_while_ours_of_40_waits_for_answers() -> None:
    vector = "CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:N/VI:L/VA:N/SC:N/SI:H/SA:N/S:P"
    comparison, rows = beside(f"{NET} XACL:N XPRL:N XUI:Y XS:Y XIT:H", vector)
    assert comparison.against == "3.1"
    assert {name: (row.ours, row.means) for name, row in rows.items() if row.means} == {
        "AV": ("N", ("N",)),
        "AC": ("H", ("H",)),
        "PR": ("N", ("N",)),
        "UI": ("R", ("R",)),
        "S": ("C", ("C",)),
        "C": ("N", ("N",)),
        "I": ("H", ("H",)),
        "A": ("N", ("N",)),
    }
    assert rows["S"].their_metric == "SC+SI+SA"
    assert comparison.differs == ()


def test_the_answers_behind_a_metric_of_40_include_our_own_questions() -> None:
    given = f"{NET} {EZ} XACL:N JAC:N JAT:Y XUI:Y JUI:A XS:Y JSI:H XIT:H"
    vector = "CVSS:4.0/AV:N/AC:H/AT:N/PR:N/UI:N/VC:N/VI:H/VA:N/SC:N/SI:N/SA:N"
    comparison, rows = beside(given, vector)
    assert comparison.against == "4.0"
    assert rows["AT"].answers == ("XACL", "JAT")
    assert (rows["AC"].direction, rows["AT"].direction) == (Direction.HIGHER, Direction.LOWER)
    assert rows["UI"].answers == ("XUI", "JUI")
    assert set(rows["SI"].answers) >= {"XS", "XIT", "JSI"}
    assert rows["SI"].direction is Direction.HIGHER


@pytest.mark.parametrize(
    ("metric", "ours", "theirs", "relation"),
    [
        ("AV", f"{NEAR} {EZ} XIT:H", "AV:L/AC:L/Au:N/C:N/I:P/A:N", Relation.COMPATIBLE),
        ("AV", f"{NET} {EZ} XIT:H", "AV:L/AC:L/Au:N/C:N/I:P/A:N", Relation.DIFFERS),
        ("AC", f"{NET} {EZ} XIT:H", "AV:N/AC:M/Au:N/C:N/I:P/A:N", Relation.NOT_COMPARABLE),
        ("PR", f"{NET} {EZ} XIT:H", "AV:N/AC:L/Au:S/C:N/I:P/A:N", Relation.DIFFERS),
        ("I", f"{NET} {EZ} XIT:L", "AV:N/AC:L/Au:N/C:N/I:P/A:N", Relation.COMPATIBLE),
        ("I", f"{NET} {EZ} XIT:L", "AV:N/AC:L/Au:N/C:N/I:C/A:N", Relation.DIFFERS),
        ("A", f"{NET} {EZ} XIT:L", "AV:N/AC:L/Au:N/C:N/I:C/A:N", Relation.SAME),
        ("S", f"{NET} {EZ} XIT:L", "AV:N/AC:L/Au:N/C:N/I:C/A:N", Relation.NOT_COMPARABLE),
        ("CDP", f"{NET} {EZ} XIT:L", "AV:N/AC:L/Au:N/C:N/I:C/A:N/CDP:H", Relation.NOT_COMPARABLE),
    ],
)
def test_cvss_2_is_compared_where_a_mapping_is_defined_and_said_where_not(
    metric: str, ours: str, theirs: str, relation: Relation
) -> None:
    _, rows = beside(ours, theirs)
    assert rows[metric].relation is relation
    assert bool(rows[metric].why) == (relation is Relation.NOT_COMPARABLE)


def test_every_row_can_be_said_in_both_languages_and_stands_in_the_json() -> None:
    for theirs in (
        "AV:L/AC:H/Au:S/C:P/I:C/A:N/CDP:H",
        "CVSS:4.0/AV:P/AC:H/AT:P/PR:L/UI:A/VC:L/VI:L/VA:L/SC:N/SI:N/SA:N",
    ):
        result = scored(f"{NET} XACL:N XPRL:N XUI:Y XS:Y XIT:H")
        comparison = compare(published("NVD", theirs), result)
        for row in comparison.rows:
            assert say_beside(row, comparison, result, "ja") != say_beside(row, comparison, result, "en")
        shown = comparison_json(comparison, result, "ja")
        assert len(shown["metrics"]) == len(comparison.rows)
        assert shown["differs"] == [row.metric for row in comparison.differs]


def test_a_difference_after_a_mitigation_shows_the_answer_given_again() -> None:
    result = scored(f"{NET} {EZ} XIT:H XMIS:N XMIM:Y", reevaluated={"XIT": "L"})
    comparison = compare(published("site", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N/MI:H"), result)
    (row,) = comparison.differs
    assert "XIT=low" in say_beside(row, comparison, result, "en")


def test_every_value_of_another_version_has_a_meaning_or_a_reason() -> None:
    values_2 = {"AV": "LAN", "Au": "MSN", "C": "NPC", "I": "NPC", "A": "NPC"}
    rows = {row.ours: row for row in MAPPINGS["2.0", "3.1"]}
    for ours, theirs in (("AV", "AV"), ("PR", "Au"), ("C", "C"), ("I", "I"), ("A", "A")):
        assert all(rows[ours].meaning((value,)) for value in values_2[theirs])
    for row in (*MAPPINGS["2.0", "3.1"], *MAPPINGS["4.0", "3.1"]):
        assert bool(row.why) != bool(row.means)
