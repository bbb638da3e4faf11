"""What a report may leave open, and the word that stands in a box of which nothing is known yet."""

from __future__ import annotations

from dataclasses import dataclass

from kizuki.core.forms.document import Investigation, Report, Status
from kizuki.core.forms.edition import Edition
from kizuki.core.forms.vocabulary import UNDER_INVESTIGATION, UNKNOWN


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Where a report stands: whether more is to come (未完了), whether it is the last word, whether it is 完了.

    `not_known` is the word for what is not known while more is to come.
    """

    unfinished: bool
    last_word: bool
    complete: bool
    not_known: str = UNDER_INVESTIGATION


def standpoint_of(report: Report, investigation: Investigation, edition: Edition) -> Standpoint:
    """The standpoint of a report in an edition.

    A form with a status (状態) says 「調査中」 as long as it is not 完了: it says itself that more is to come, and
    one state has one word from the first draft to the print. A form without one says it only where an investigation is
    recorded, else 「不明」; an edition with a word of its own (確認中) takes that.
    """
    says_status = any(box.from_key == "report.status" for box in edition.boxes)
    looked_into = any((investigation.by, investigation.result, investigation.terms))
    word = edition.not_known or (UNDER_INVESTIGATION if says_status or looked_into else UNKNOWN)
    return Standpoint(report.unfinished, report.last_word, report.status is Status.COMPLETE, word)
