"""Reading the answers of one assessment, refusing by name what does not exist or contradicts the rubric."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kizuki.core.refusal import Refused
from kizuki.core.scoring.confirmation import SUGGESTABLE, Confirmation, read_confirmed
from kizuki.core.scoring.extended import read_extended
from kizuki.core.scoring.rubric import ALL_QUESTIONS, IMPACT_CODES, QUESTIONS
from kizuki.core.scoring.rulings import STANDARD, Chosen, read_rulings

__all__ = ["ANSWER_KEYS", "SUGGESTABLE", "Answers", "read_answers", "read_draft"]

ANSWER_KEYS = ("answers", "extended", "unlisted_impacts", "ruling", "reevaluated", "confirmed")
_ALL_IMPACTS = tuple(code for code in QUESTIONS if any(code in codes for codes in IMPACT_CODES.values()))


@dataclass(frozen=True, slots=True)
class Answers:
    """What one assessment answered.

    `given` holds X and J codes (no `NA`), `reevaluated` the impact answers after a mitigation (ruling E10),
    `confirmed` the suggested metrics that a person accepted, `unlisted` the impact codes that
    `unlisted_impacts` filled. `phi_low`: an imported vector had XCP:L, read as High (ruling E6). `confirmations` are
    the acceptances with person, evidence and expiry that count on the day `on`; `lapsed` those that no longer do.
    """

    given: Mapping[str, str]
    reevaluated: Mapping[str, str] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
    rulings: Chosen = STANDARD
    unlisted: tuple[str, ...] = ()
    phi_low: bool = False
    confirmations: tuple[Confirmation, ...] = ()
    lapsed: tuple[Confirmation, ...] = ()
    on: date | None = None

    def accepts(self, metric: str, value: str) -> bool:
        """Whether a person accepted this value of a suggested metric, and the acceptance still counts."""
        if metric not in self.confirmed:
            return False
        about = [one for one in self.confirmations if one.metric == metric]
        return not about or any(one.value in ("", value) for one in about)


def read_draft(value: Any, on: date | None = None) -> Answers:
    """The answers of a sheet in progress: as `read_answers`, but impact questions may still be without an answer."""
    return _read(value, on, draft=True)


def read_answers(value: Any, on: date | None = None) -> Answers:
    """The answers of a JSON object with the keys of the contract (`answers`, `ruling`, `reevaluated`, `confirmed`,
    `unlisted_impacts`; also `extended`, an extended vector in place of the X codes). `on` is the day on which a
    confirmation with an expiry must still count; without a day none does.

    Raises `Refused` naming an unknown key, code, value, ruling or metric. Whether every question on the way was
    answered is checked by `score`.
    """
    return _read(value, on, draft=False)


def _read(value: Any, on: date | None, *, draft: bool) -> Answers:
    if not isinstance(value, dict):
        raise Refused("", "an object with the key answers is expected")
    for key in value:
        if key not in ANSWER_KEYS:
            raise Refused(str(key), f"unknown key; there are {', '.join(ANSWER_KEYS)}")
    if value.get("answers") is None and value.get("extended") is None:
        raise Refused("answers", "missing")
    rulings = read_rulings(value.get("ruling") or {})
    given, phi_low = _given(value, rulings)
    unlisted_impacts = value.get("unlisted_impacts")
    unlisted = () if draft and unlisted_impacts is None else _fill_unlisted(given, unlisted_impacts)
    reevaluated = _coded(value.get("reevaluated"), "reevaluated")
    for code in reevaluated:
        if code not in _ALL_IMPACTS:
            raise Refused(f"reevaluated.{code}", "only the impact questions behind C, I and A are answered again")
    metrics, holding, lapsed = read_confirmed(value.get("confirmed"), on)
    return Answers(given, reevaluated, metrics, rulings, unlisted, phi_low, holding, lapsed, on)


def _given(value: dict[str, Any], rulings: Chosen) -> tuple[dict[str, str], bool]:
    imported: dict[str, str] = {}
    extended = value.get("extended")
    if extended is not None:
        if not isinstance(extended, str):
            raise Refused("extended", "a string is expected")
        imported = read_extended(extended)
    phi_low = imported.get("XCP") == "L"
    if phi_low:
        imported["XCP"] = "H"
    given = _coded(imported, "extended")
    answers = value.get("answers")
    if isinstance(answers, dict) and answers.get("XCP") == "L" and rulings["XCP_low"] == "H":
        answers, phi_low = {**answers, "XCP": "H"}, True
    coded = _coded(answers, "answers")
    if not given:
        return coded, phi_low
    for code, answer in coded.items():
        if given.setdefault(code, answer) != answer:
            raise Refused(f"answers.{code}", f"{answer} contradicts the extended vector ({given[code]})")
    return given, phi_low


def _coded(value: Any, place: str) -> dict[str, str]:
    """Codes and values that exist; `NA` and null are the same as absent."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Refused(place, "an object of codes and values is expected")
    coded: dict[str, str] = {}
    for code, answer in value.items():
        question = ALL_QUESTIONS.get(code)
        if question is None:
            raise Refused(f"{place}.{code}", "no such code in the rubric or among our own questions")
        if answer is None:
            continue
        if answer not in question.values:
            raise Refused(
                f"{place}.{code}", f"{_shown(answer)} is not one of {', '.join(question.values)}{_why(code, answer)}"
            )
        if answer != "NA":
            coded[code] = answer
    return coded


def _why(code: str, answer: Any) -> str:
    if code == "XCP" and answer == "L":
        return "; patient data were read or they were not (rubric p.25, ruling E6)"
    return ""


def _shown(answer: Any) -> str:
    return repr(answer) if isinstance(answer, str) else type(answer).__name__


def _fill_unlisted(given: dict[str, str], unlisted_impacts: Any) -> tuple[str, ...]:
    missing = tuple(code for code in _ALL_IMPACTS if code not in given)
    if unlisted_impacts is None:
        if missing:
            raise Refused(
                f"answers.{missing[0]}",
                f"not answered, one of {len(missing)} impact questions without an answer ({', '.join(missing)}): "
                'answer each, or say "unlisted_impacts": "N"',
            )
        return ()
    if unlisted_impacts not in ("N", "U"):
        raise Refused("unlisted_impacts", f"{_shown(unlisted_impacts)} is not one of N, U")
    given.update(dict.fromkeys(missing, unlisted_impacts))
    return missing
