"""The next round of what was owed before, and an end by an act that may end it."""

from __future__ import annotations

import pytest

from kizuki.core.lifecycle.obligations import Obligation
from kizuki.core.lifecycle.obligations.moving import ended, next_round
from kizuki.core.refusal import Refused

EOS = Obligation("milestone_notice", "owed", item="eos", round=2)
EOL = Obligation("milestone_notice", "ended", item="eol", round=5)


def test_what_was_never_owed_is_owed_for_the_first_time_and_the_same_again_in_the_next_round() -> None:
    assert (next_round([]), next_round([EOS, EOL]), next_round([EOS, EOL], "eos"), next_round([EOS], "eol")) == (
        *(1, 6, 3, 1),
    )


def test_a_row_ends_by_an_act_of_its_kind_and_by_no_other() -> None:
    move = ended(EOS, "record_milestone_notice")
    assert (move.name, move.row.state, move.row.ended_by, move.before) == (
        *("ended", "ended", "record_milestone_notice", EOS),
    )
    with pytest.raises(Refused, match="is not ended by judge_trend"):
        ended(EOS, "judge_trend")
