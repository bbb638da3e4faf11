"""KEV and EPSS as states, and how EPSS moves under one model and from one model to the next."""

from datetime import date

import pytest

from kizuki.core.advisories import EpssEntry, KevEntry
from kizuki.core.glossary import all_words
from kizuki.core.scoring.signals import EpssMove, EpssState, KevState, Signals, epss_move, epss_state, kev_state
from kizuki.core.scoring.signals_shown import say_epss, say_kev

OLD, NEW = "v2025.03.14", "v2026.06.15"


@pytest.mark.parametrize(
    ("before", "after", "move"),
    [
        (EpssState(0.05, 0.5, NEW), EpssState(0.05, 0.6, NEW), EpssMove.SAME),
        (EpssState(0.05, 0.5, NEW), EpssState(0.09, 0.6, NEW), EpssMove.MOVED),
        (EpssState(0.05, 0.5, NEW), EpssState(0.10, 0.6, NEW), EpssMove.CROSSED_UP),
        (EpssState(0.10, 0.5, NEW), EpssState(0.09, 0.6, NEW), EpssMove.CROSSED_DOWN),
        (EpssState(0.05, 0.5, OLD), EpssState(0.90, 0.9, NEW), EpssMove.REBASELINED),
        (EpssState(0.05, 0.5, OLD), EpssState(0.05, 0.5, NEW), EpssMove.REBASELINED),
        (EpssState(0.05, 0.5, ""), EpssState(0.90, 0.9, NEW), EpssMove.MODEL_UNKNOWN),
        (None, EpssState(0.90, 0.9, NEW), EpssMove.APPEARED),
        (EpssState(0.90, 0.9, NEW), None, EpssMove.VANISHED),
        (None, None, EpssMove.SAME),
    ],
)
def test_a_threshold_is_crossed_only_under_the_same_model(
    before: EpssState | None, after: EpssState | None, move: EpssMove
) -> None:
    assert epss_move(before, after, 0.10) is move


def test_an_entry_of_the_catalogue_becomes_a_state_and_its_absence_too() -> None:
    listed = kev_state(KevEntry("CVE-1", "2026-11-02", "2026-11-23", True), "2026.11.20")
    assert listed == KevState(True, date(2026, 11, 2), date(2026, 11, 23), True, "2026.11.20")
    assert kev_state(None, "2026.11.20") == KevState(False, catalogue="2026.11.20")
    assert kev_state(KevEntry("CVE-1", "soon", "", None)).listed


def test_a_row_of_epss_keeps_its_model_and_day() -> None:
    assert epss_state(EpssEntry("CVE-1", 0.1, 0.9, NEW, "2026-11-22")) == EpssState(0.1, 0.9, NEW, date(2026, 11, 22))


def test_kev_is_active_exploitation_whatever_else_is_said() -> None:
    assert Signals(kev=KevState(True), exploitation="N").exploited == "A"
    assert Signals(kev=KevState(False), exploitation="P").exploited == "P"
    assert Signals(kev=KevState(False)).exploited is None


def test_no_reason_that_speaks_against_reporting_names_a_catalogue_or_a_probability() -> None:
    """Words of the law's rules, of judgements and of no-report must not offer silence of KEV or EPSS as a reason."""
    rooms = ("reason.", "rule.", "note.", "judgement.", "beside.", "fact.")
    spoken = [word for word in all_words().values() if word.id.startswith(rooms) or "no_report" in word.id]
    assert len(spoken) > 50
    for word in spoken:
        for text in (word.ja, word.en):
            assert "KEV" not in text, word.id
            assert "EPSS" not in text, word.id


def test_no_reason_of_a_hazard_analysis_names_a_catalogue_or_a_probability() -> None:
    spoken = [word for word in all_words().values() if word.id.startswith("scoring.hazard.")]
    assert spoken
    assert not [word.id for word in spoken if "KEV" in word.en or "EPSS" in word.en]


def test_where_a_catalogue_s_silence_is_said_it_is_said_to_show_nothing() -> None:
    assert "何も示しません" in all_words()["scoring.silent.not_in_kev"].ja
    assert "says nothing" in all_words()["scoring.silent.not_in_kev"].en
    assert "示しません" in all_words()["scoring.change.epss_crossed_down"].ja


@pytest.mark.parametrize("state", [EpssState(0.0001, 0.01, NEW, date(2026, 11, 22)), EpssState(0.97, 0.99), None])
def test_no_value_of_epss_is_said_without_what_it_does_not_show(state: EpssState | None) -> None:
    assert "何も示しません" in say_epss(state, "ja")
    assert "says nothing" in say_epss(state, "en")


def test_the_catalogue_is_said_as_it_stands() -> None:
    assert "何も示しません" in say_kev(KevState(False, catalogue="2026.11.20"), "ja")
    assert "2026.11.20" in say_kev(KevState(False, catalogue="2026.11.20"), "en")
    assert "exploited" in say_kev(KevState(True, date(2026, 11, 2)), "en")
    assert "ランサムウェア" in say_kev(KevState(True, date(2026, 11, 2), None, True), "ja")
    assert "ランサムウェア" not in say_kev(KevState(True, date(2026, 11, 2)), "ja")
    assert say_kev(None, "en") == "KEV not checked"
