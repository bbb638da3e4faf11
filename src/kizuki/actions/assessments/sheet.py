"""The sheet of one person at the question desk: answers with their origins, acceptances, and what was answered last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from kizuki.core.refusal import Refused
from kizuki.core.scoring.answers import read_draft
from kizuki.core.scoring.flows import flows, modified_attack_vector
from kizuki.core.scoring.rubric import ALL_QUESTIONS, IMPACT_CODES
from kizuki.core.scoring.rulings import STANDARD
from kizuki.core.scoring.standing import Standing, stand

PERSON = "person"
NOT_ANSWERED = "not_answered"
"""Origin of an Unknown that stands for a question which nobody answered."""

_SECOND = "again-"
_IMPACTS = frozenset(code for codes in IMPACT_CODES.values() for code in codes)

_FLOWS = {**flows(STANDARD), "MAV": modified_attack_vector("N")}

Last = tuple[tuple[str, str], ...]
"""What the newest answers replaced: code (`again-XIT` for a second answer) and the answer before, empty for none."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was answered so far.

    `origins` says for a code where its answer comes from (`origin`, and for a proposal its `entry` and `reason`);
    without one a person gave it. `evidence` and `remarks` are by code, in words. `confirmed` are acceptances of
    suggested metrics as `kizuki score` reads them. `site` is the key of the hospital whose environment is meant;
    `ssvc` are decision points that the person answered.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    reevaluated: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    evidence: Mapping[str, str] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    confirmed: tuple[Mapping[str, str], ...] = ()
    dissent: str = ""
    adopted_because: str = ""
    site: str = ""
    ssvc: Mapping[str, str] = field(default_factory=dict)
    last: Last = ()

    def as_json(self) -> dict[str, Any]:
        """The sheet as it is kept."""
        return {
            "answers": dict(self.answers),
            "reevaluated": dict(self.reevaluated),
            "origins": {code: dict(origin) for code, origin in self.origins.items()},
            "evidence": dict(self.evidence),
            "remarks": dict(self.remarks),
            "confirmed": [dict(one) for one in self.confirmed],
            "dissent": self.dissent,
            "adopted_because": self.adopted_because,
            "site": self.site,
            "ssvc": dict(self.ssvc),
            "last": [list(pair) for pair in self.last],
        }


def sheet_of(value: Mapping[str, Any]) -> Sheet:
    """The sheet behind its kept form; what is absent is empty."""
    parts = {name: value[name] for name in Sheet.__dataclass_fields__ if name in value}
    parts["last"] = tuple((code, before) for code, before in value.get("last", ()))
    parts["confirmed"] = tuple(value.get("confirmed", ()))
    return Sheet(**parts)


def sheet_of_record(record: Mapping[str, Any]) -> Sheet:
    """The sheet behind a saved record: the one that a person filled; where a program kept the answers (`kizuki assess`,
    the first load) there is none, and it is those answers. An Unknown for what nobody answered stays unanswered."""
    if record.get("sheet"):
        return sheet_of(record["sheet"])
    given, origins = record.get("input", {}), record.get("origins", {})
    nobody = {code for code, origin in origins.items() if origin.get("origin") == NOT_ANSWERED}
    return Sheet(
        answers={code: value for code, value in given.get("answers", {}).items() if code not in nobody},
        reevaluated=dict(given.get("reevaluated", {})),
        origins={code: dict(one) for code, one in origins.items() if one.get("origin") not in (PERSON, NOT_ANSWERED)},
        confirmed=tuple(given.get("confirmed", ())),
    )


def answered(sheet: Sheet, given: Mapping[str, str]) -> Sheet:
    """The sheet with these answers of a person; an empty one takes the answer back.

    `again-XIT` is the answer to XIT after a mitigation. `Refused` names a code or value that does not exist.
    """
    answers, second, origins = dict(sheet.answers), dict(sheet.reevaluated), dict(sheet.origins)
    last: list[tuple[str, str]] = []
    for name, value in given.items():
        code = name.removeprefix(_SECOND)
        rows = second if name.startswith(_SECOND) else answers
        _require(code, value, again=rows is second)
        before = rows.get(code, "")
        if before == value and code not in origins:
            continue
        last.append((name, before))
        rows.pop(code, None)
        if value:
            rows[code] = value
        if rows is answers:
            origins.pop(code, None)
            _open_group(answers, code, value)
    return replace(sheet, answers=answers, reevaluated=second, origins=origins, last=tuple(last) or sheet.last)


def adopted(sheet: Sheet, proposals: Iterable[Any], because: str) -> Sheet:
    """The sheet with these proposals taken over by the person; an answer that stands already is left alone."""
    answers, origins = dict(sheet.answers), dict(sheet.origins)
    last: list[tuple[str, str]] = []
    for one in proposals:
        if one.code in answers:
            continue
        answers[one.code] = one.value
        origins[one.code] = {"origin": str(one.origin), "entry": one.entry, "reason": one.reason}
        last.append((one.code, ""))
        _open_group(answers, one.code, one.value)
    reason = because or sheet.adopted_because
    return replace(sheet, answers=answers, origins=origins, last=tuple(last) or sheet.last, adopted_because=reason)


def settled(sheet: Sheet, on: date | None) -> Sheet:
    """The sheet without our own answers (J) that the others exclude by now."""
    excluded = standing_of(sheet, on).excluded
    if not excluded:
        return sheet
    return replace(sheet, answers={code: value for code, value in sheet.answers.items() if code not in excluded})


def accepted(sheet: Sheet, metric: str, value: str, *, who: str, evidence: str, expires_on: date | None) -> Sheet:
    """The sheet with a suggested reduction accepted by a named person, on evidence, until a day."""
    if not evidence.strip():
        raise Refused("evidence", "a reduction needs the evidence that it rests on")
    if expires_on is None:
        raise Refused("expires_on", "a reduction needs the day until which it holds")
    others = tuple(one for one in sheet.confirmed if one["metric"] != metric)
    row = {"metric": metric, "value": value, "who": who, "evidence": evidence.strip()}
    return replace(sheet, confirmed=(*others, {**row, "expires_on": expires_on.isoformat()}))


def accepted_no_more(sheet: Sheet, metric: str) -> Sheet:
    """The sheet without the acceptance of a metric."""
    return replace(sheet, confirmed=tuple(one for one in sheet.confirmed if one["metric"] != metric))


def before_last(sheet: Sheet) -> Sheet:
    """The sheet as it was before the newest answers."""
    answers, second = dict(sheet.answers), dict(sheet.reevaluated)
    for name, before in sheet.last:
        rows, code = (second, name.removeprefix(_SECOND)) if name.startswith(_SECOND) else (answers, name)
        rows.pop(code, None)
        if before:
            rows[code] = before
    return replace(sheet, answers=answers, reevaluated=second)


def standing_of(sheet: Sheet, on: date | None) -> Standing:
    """Where the sheet stands on a day; `Refused` where its answers contradict each other."""
    return stand(read_draft(score_input(sheet), on))


def score_input(sheet: Sheet) -> dict[str, Any]:
    """The sheet as the input of `kizuki score`."""
    value: dict[str, Any] = {"answers": dict(sheet.answers)}
    if sheet.reevaluated:
        value["reevaluated"] = dict(sheet.reevaluated)
    if sheet.confirmed:
        value["confirmed"] = [dict(one) for one in sheet.confirmed]
    return value


def _open_group(answers: dict[str, str], code: str, value: str) -> None:
    """An answer inside a temporal or environmental group says that the group is not skipped."""
    metric = ALL_QUESTIONS[code].metric
    flow = _FLOWS.get(metric)
    if flow and value and code != flow.skip:
        answers.setdefault(flow.skip, "N" if flow.skips_on == "Y" else "Y")


def _require(code: str, value: str, *, again: bool) -> None:
    question = ALL_QUESTIONS.get(code)
    if question is None or question.derived or (again and code not in _IMPACTS):
        raise Refused(f"answers.{code}", "no such question")
    if value and (value not in question.values or value == "NA"):
        raise Refused(f"answers.{code}", f"{value!r} is not one of {', '.join(question.values)}")
