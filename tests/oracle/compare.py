"""A determination against the oracle: every entry of `duties` and of the first reports, with person and day.

The determination is read by the names of the contract only (`duties`: item, matter, matter_id, person, person_id,
finding, due_on, form, learned_on; `first_reports`: the same names, state, target_on; `outcome`), whatever class it has.

Where they differ, a *doubt* (several answers are right) or a *slack* (an answer by parts, which sees the same unknown
twice) may accept *open* or the other finding; each acceptance is counted under its name. Nothing else is accepted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.oracle.doubts import days_accepted, doubts
from tests.oracle.law import FirstOwed, Json, Owed, duties, first_reports, matter_id, working_days
from tests.oracle.outcomes import may_be_no_report, must_be_report

EXCLUDED_BY = {
    "2-イ": ("1-イ", "1-ロ", "1-ハ", "1-serious-foreign", "3-イ"),
    "2-ロ": ("3-イ",),
    "3-イ": ("1-イ",),
    "1-ト": ("1-ヘ",),
    "1-チ": ("1-ト",),
}
"""Which items an item leaves out of itself (…を除く)."""

SLACK = {
    "an_exclusion_shares_an_unknown": "the item and what it excludes read the same unknown: by parts both stay open",
    "judged_to_be_reported": "a person judged that it is to be reported: stricter than the facts ask",
    "a_rate_of_nought": "an observed rate of nought is above no rate, known or not",
}


@dataclass(frozen=True)
class Disagreement:
    """What the oracle says and what the determination says of one thing."""

    what: str
    oracle: str
    found: str


@dataclass
class Comparison:
    """The disagreements of one document, and what was accepted under which name."""

    disagreements: list[Disagreement] = field(default_factory=list)
    accepted: Counter[str] = field(default_factory=Counter)


STRICTER = {"absent": 0, "open": 1, "met": 2}

Key = tuple[str, str, str | None, date]
"""Item (or `first_report`), matter, person, and the day from which it counts: a rise is a 事項 of its own."""

Entry = tuple[str, date | None, int | None]


def value(of: Any) -> str:
    """A finding, state or outcome as the contract spells it."""
    return str(getattr(of, "value", of))


def compare(facts: Json, determination: Any) -> Comparison:
    """Everything that the two say of one document."""
    result = Comparison()
    mine: dict[Key, Entry] = {}
    theirs: dict[Key, Entry] = {}
    for owed in duties(facts):
        mine[(owed.item, owed.matter_id, owed.person_id, owed.learned_on)] = _of_a_duty(owed)
    for first in first_reports(facts):
        mine[("first_report", first.matter_id, first.person_id, first.target_on)] = _of_a_first_report(first)
    for entry in determination.duties:
        key = (entry.item, *_names(facts, entry), entry.learned_on)
        _put(theirs, key, (value(entry.finding), entry.due_on, entry.form), result)
    for entry in determination.first_reports:
        key = ("first_report", *_names(facts, entry), entry.learned_on)
        _put(theirs, key, (value(entry.state), entry.target_on, None), result)
    for key in sorted(set(mine) | set(theirs), key=str):
        _hold_together(facts, key, mine, theirs, result)
    _outcome(facts, value(determination.outcome), result)
    _days(facts, determination, theirs, result)
    return result


def _of_a_duty(owed: Owed) -> Entry:
    return owed.finding, owed.due_on, owed.form


def _of_a_first_report(first: FirstOwed) -> Entry:
    return first.state, first.target_on, None


def _names(facts: Json, entry: Any) -> tuple[str, str | None]:
    """Matter and person of an entry by id, or by place where they have none; the two must say the same."""
    matter = facts["matters"][entry.matter]
    if entry.matter_id != matter.get("id"):
        return f"{entry.matter_id} at place {entry.matter}", entry.person_id
    if entry.person is None:
        return matter_id(entry.matter, matter), entry.person_id
    harm = matter["harms"][entry.person]
    if entry.person_id != harm.get("id"):
        return matter_id(entry.matter, matter), f"{entry.person_id} at place {entry.person}"
    return matter_id(entry.matter, matter), harm.get("id") or f"#{entry.person}"


def _put(theirs: dict[Key, Entry], key: Key, entry: Entry, result: Comparison) -> None:
    if key in theirs:
        result.disagreements.append(Disagreement(f"{key}", "one entry", "two entries"))
    theirs[key] = entry


def _hold_together(
    facts: Json, key: Key, mine: dict[Key, Entry], theirs: dict[Key, Entry], result: Comparison
) -> None:
    nothing: Entry = ("absent", None, None)
    one, other = mine.get(key, nothing), theirs.get(key, nothing)
    if one[0] != other[0]:
        reason = _accepts(facts, key, one[0], other[0], theirs)
        if reason is None:
            result.disagreements.append(Disagreement(f"{key}", one[0], other[0]))
        else:
            result.accepted[reason] += 1
    if "absent" in (one[0], other[0]) or one[1:] == other[1:]:
        return
    if one[2] == other[2] and days_accepted(facts, key[0], other[1], key[3]):
        result.accepted["end_of_month"] += 1
        return
    result.disagreements.append(Disagreement(f"{key} day and form", f"{one[1:]}", f"{other[1:]}"))


def _accepts(facts: Json, key: Key, mine: str, found: str, theirs: dict[Key, Entry]) -> str | None:
    """The name under which another finding is accepted, or None."""
    for doubt in doubts(facts).get(key[:3], []):
        if doubt.accepts(mine, found):
            return doubt.reason
    item, matter, person, _ = key
    judged = [row.get("judged") or {} for n, row in enumerate(facts["matters"]) if matter_id(n, row) == matter]
    if STRICTER[found] > STRICTER[mine] and any("report" in answers.values() for answers in judged):
        return "judged_to_be_reported"
    if found != "open":
        return None
    for excluder in EXCLUDED_BY.get(item, ()):
        for other, (finding, _, _) in theirs.items():
            same = other[0] == excluder and other[1] == matter and (person is None or other[2] in (person, None))
            if same and finding == "open":
                return "an_exclusion_shares_an_unknown"
    rates = [row.get("rate") or {} for n, row in enumerate(facts["matters"]) if matter_id(n, row) == matter]
    if mine == "absent" and any(rate.get("observed") == 0 for rate in rates):
        return "a_rate_of_nought"
    return None


def _outcome(facts: Json, outcome: str, result: Comparison) -> None:
    """`no_report` only where nothing is owed or asked; `report` where every completion meets one."""
    if doubts(facts) or any(matter.get("judged") for matter in facts["matters"]):
        return
    if outcome == "no_report" and not may_be_no_report(facts):
        result.disagreements.append(Disagreement("outcome", "something is owed or asked", outcome))
    must = must_be_report(facts)
    if (outcome == "report") != must:
        expected = "report" if must else "not report: a completion meets nothing"
        result.disagreements.append(Disagreement("outcome", expected, outcome))


def _days(facts: Json, determination: Any, theirs: dict[Key, Entry], result: Comparison) -> None:
    """The earliest 報告期限 of a fixed period among its own entries, and the earliest 作業期限."""
    fixed = [due for (item, *_), (_, due, form) in theirs.items() if form and due and not item.startswith("3-")]
    for what, oracle, found in (
        ("working_due_on", min(fixed, default=None), determination.working_due_on),
        ("planning_due_on", min(working.day for working in working_days(facts)), determination.planning_due_on),
    ):
        if oracle != found:
            result.disagreements.append(Disagreement(what, f"{oracle}", f"{found}"))
