"""What was done about each device after a notice of an authority."""

from __future__ import annotations

from datetime import date

import pytest

from kizuki.actions.information.answer_notice import answer_notice
from kizuki.core.refusal import Refused
from kizuki.store.models import NoticeAnswer
from kizuki.store.queries.notice_answers import answers_to
from kizuki.store.queries.viewer import PROGRAM
from tests.actions.office import Office
from tests.actions.record import TODAY, company_and_pump
from tests.actions.test_information import received

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    company_and_pump()
    return Office()


def test_a_device_of_which_nothing_was_said_is_open_and_the_newest_answer_counts(office: Office) -> None:
    notice = received(source="mhlw")
    assert [(row.key, row.answer) for row in answers_to(PROGRAM, notice)] == [("pump", "")]
    answer_notice(notice, ["pump"], "planned", "次版で対応する。", TODAY, on=TODAY, actor=office.ito)
    answer_notice(notice, ["pump"], "done", "2.0で対応した。", TODAY, on=TODAY, actor=office.ito)
    (row,) = answers_to(PROGRAM, notice)
    assert (row.answer, row.words, row.person, row.on) == ("done", "2.0で対応した。", "ito", TODAY)
    assert NoticeAnswer.objects.count() == 2


@pytest.mark.parametrize(
    ("devices", "answer", "words", "day", "why"),
    [
        ([], "done", "x", TODAY, "name between"),
        (["nothing"], "done", "x", TODAY, "there is no device"),
        (["pump"], "perhaps", "x", TODAY, "is not one of"),
        (["pump"], "done", " ", TODAY, "must not be empty"),
        (["pump"], "done", "x", date(2999, 1, 1), "after today"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(
    office: Office, devices: list[str], answer: str, words: str, day: date, why: str
) -> None:
    notice = received(source="mhlw")
    with pytest.raises(Refused, match=why):
        answer_notice(notice, devices, answer, words, day, on=TODAY, actor=office.ito)
    assert not NoticeAnswer.objects.exists()


def test_what_a_hospital_told_is_no_notice(office: Office) -> None:
    with pytest.raises(Refused, match="is no notice"):
        answer_notice(received(), ["pump"], "done", "x", TODAY, on=TODAY, actor=office.ito)
