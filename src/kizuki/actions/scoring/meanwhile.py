"""A sheet before every question is answered: the score meanwhile, and the questions that are due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kizuki.actions.scoring.sheet import Sheet, answers_of
from kizuki.core.refusal import Refused
from kizuki.core.scoring.answers import Answers
from kizuki.core.scoring.result import score
from kizuki.core.scoring.rubric import ALL_QUESTIONS, IMPACT_CODES
from kizuki.core.scoring.standing import Standing

_PLACE = {code: place for place, code in enumerate(ALL_QUESTIONS)}


def standing_of(sheet: Sheet, on: date | None) -> Standing:
    """Where the sheet stands on a day; `Refused` where its answers contradict each other."""
    return standing(answers_of(sheet, on))


def standing(answers: Answers) -> Standing:
    """Where the answers stand: every question that is due counts as Unknown meanwhile."""
    given, again = dict(answers.given), dict(answers.reevaluated)
    due = [code for codes in IMPACT_CODES.values() for code in codes if code not in given]
    given.update(dict.fromkeys(due, "U"))
    while True:
        filled = replace(answers, given=given, reevaluated=again)
        try:
            result = score(filled)
        except Refused as refusal:
            where, _, code = refusal.place.partition(".")
            rows = {"answers": given, "reevaluated": again}.get(where)
            if rows is None or code not in ALL_QUESTIONS or code in rows or "U" not in ALL_QUESTIONS[code].values:
                raise
            rows[code] = "U"
            due.append(code if rows is given else refusal.place)
        else:
            break
    due += result.cvss40_needs
    due.sort(key=lambda name: (name.startswith("reevaluated."), _PLACE[name.rpartition(".")[2]]))
    return Standing(answers, result, tuple(due), tuple(dict.fromkeys([*due, *result.unknowns])))
