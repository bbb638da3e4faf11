"""The acts by which people end an obligation: what each must say, and whether it needs a second person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from kizuki.core.facts import fields
from kizuki.core.lifecycle.obligations.kinds import kind_of, require_end
from kizuki.core.lifecycle.obligations.rows import Obligation
from kizuki.core.refusal import Refused
from kizuki.core.reporting.items import STRICTEST_DAYS

Signers = Literal["one", "second_person", "safety_and_general_manager"]

LEAST_ATTEMPTS = 3
"""これ以上の情報入手不可 needs as many dated attempts at least."""

SIGNAL = "signal"
"""The item of what a signal on the vulnerabilities of a closed case asks for, beside `information:4`."""

JUDGED = ("report", "not_report", "not_settled")
BESIDE = ("measure", "communication", "none")
ALIGNED = ("agreed", "differs_explained", "asked_not_disclosed", "hospital_did_not_report")
WITHDRAWN = ("another_product_of_ours", "not_our_device", "did_not_exist")


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of an act, checked: `details` are codes, ids and days, `words` what people worded freely."""

    details: Mapping[str, Any]
    words: Mapping[str, Any]
    signers: Signers


def checked_act(act: str, said: Mapping[str, Any], reason: str) -> Told:
    """What a person says of an act; `Refused` names what is missing, unknown or no value.

    `said` are the act's own keys (see the reader of each below), `reason` is required for every one of them.
    """
    reader = _READERS.get(act)
    if reader is None:
        raise Refused("act", f"{act!r} is not one of: {', '.join(_READERS)}")
    words = reason.strip()
    if not words:
        raise Refused("reason", "must say why")
    told: Told = reader(said)
    return Told(told.details, {"reason": words, **told.words}, told.signers)


def require_rows(act: str, rows: list[Obligation], told: Told) -> None:
    """`Refused` unless every row runs and may be ended by this act, as it was said."""
    if not rows:
        raise Refused("obligations", "name at least one")
    for row in rows:
        if not row.running and not (row.kind == "withdrawal" and row.state == "sent"):
            raise Refused("obligation", f"{row.kind} {row.item} is {row.state} already")
        require_end(row.kind, act)
        if act == "hand_over":
            _may_be_handed_over(row)
        if act == "give_up_asking" and row.kind == "item" and row.state != "carried":
            raise Refused(
                "obligation", f"{row.item} has not been reported yet; the conservative class is reported first"
            )
        if act == "record_judgement" and row.kind != "judgement":
            raise Refused("obligation", f"{row.kind} ends with the judgement that it waits for: record that one")
        if act == "record_judgement" and told.details["answer"] != "not_settled" and len(rows) > 1:
            raise Refused("obligations", "one judgement answers one question")


LISTED = ("3-ロ", "3-ハ")
"""What a report that PMDA need not have (報告対象外) falls to, and form 12 lists."""


def require_withdrawn(rows: Iterable[Obligation], ledger: Iterable[Obligation]) -> None:
    """`Refused` where what a withdrawal is decided about was never withdrawn: that a thing did not happen, or was another
    device, is answered in the facts before anything was sent, and loosens by a second person's signature there."""
    back = [row for row in ledger if row.kind == "withdrawal" and (row.item, row.state) != ("duplicate", "owed")]
    for row in rows:
        told = [one for one in back if (one.matter, one.form) == (row.matter, row.form)]
        if row.kind != "withdrawal" and not any(one.person in ("", row.person) or not row.person for one in told):
            raise Refused("obligation", "no report of it was withdrawn; what is not so is answered in the facts")


def require_listed(rows: Sequence[Obligation], ledger: Iterable[Obligation]) -> None:
    """`Refused` where a listing in form 12 goes to its period and what is to be listed (3-ロ, 3-ハ) stays behind: the
    period owes its items, and a listing without one stands in no report."""
    behind = [one for one in ledger if one.live and one.kind == "item" and one.item in LISTED and one not in rows]
    for row in rows:
        if row.kind == "form_12_listing" and any(
            (one.matter, one.person) == (row.matter, row.person) for one in behind
        ):
            raise Refused(
                "obligation", "what is to be listed in form 12 is handed over to its period with it, or before"
            )


def require_known_by(rows: Iterable[Obligation], aware_on: date) -> None:
    """`Refused` where joined information was known before the awareness day of the facts: the case counts from the
    earlier day, so neither an answer nor "nothing new" leaves it as it is. A signal opens a case that was known."""
    for row in rows:
        if row.item != SIGNAL and row.learned_on is not None and row.learned_on < aware_on:
            raise Refused(
                "obligation", f"{row.item} was known on {row.learned_on}: no matter is learned by that day yet"
            )


def require_asked_again(told: Told, on: date, last: date | None) -> None:
    """`Refused` where a judgement that is not settled is put off to a day that is gone, past the conservative duty that
    runs meanwhile (`last`, None where none is still to come), or beyond fifteen days."""
    next_on = date.fromisoformat(told.details["next_on"])
    latest = min(last or date.max, on + timedelta(days=STRICTEST_DAYS))
    if not on <= next_on <= latest:
        raise Refused("next_on", f"lies between today ({on}) and {latest}: the conservative duty runs")


def require_asked(told: Told, put_on: date, on: date) -> None:
    """`Refused` unless the attempts were made on three days at least, none before the question was put, none to come."""
    days = [date.fromisoformat(day) for day in told.details["attempts"]]
    if len(set(days)) < LEAST_ATTEMPTS:
        raise Refused("attempts", f"were made on {len(set(days))} days; {LEAST_ATTEMPTS} different ones are needed")
    if min(days) < put_on:
        raise Refused("attempts", f"{min(days)} is before the question was put ({put_on})")
    if max(days) > on:
        raise Refused("attempts", f"{max(days)} is still to come")


def _may_be_handed_over(row: Obligation) -> None:
    """Items of 第1号 and 第2号 and first reports are never handed over."""
    if row.kind == "item" and not row.item.startswith("3-"):
        raise Refused("obligation", f"{row.item} is reported by itself, and never handed over")
    if row.kind == "item" and row.due_on is None:
        raise Refused("obligation", f"the period of {row.item} is not known: answer device.cycle_anchor_on first")
    if row.kind == "beside":
        raise Refused("obligation", "no measure takes a duty over yet; decide it as measure, communication or none")


def _judgement(said: Mapping[str, Any]) -> Told:
    """`answer`; `next_on` where not settled; 使用目的, 使用部位, 蓋然性 (`intended_use`, `body_site`, `likelihood`);
    `pmda` {at, unit, person, question, answer, reading}."""
    row = _object(said, "answer", "next_on", "intended_use", "body_site", "likelihood", "pmda")
    answer = _choice(row, "answer", JUDGED)
    next_on = fields.a_date(row.get("next_on"), "next_on")
    if (answer == "not_settled") != (next_on is not None):
        raise Refused("next_on", "the day on which it is asked again goes with not_settled, and only with it")
    words = {name: row[name] for name in ("intended_use", "body_site", "likelihood", "pmda") if row.get(name)}
    details = {"answer": answer} | ({"next_on": next_on.isoformat()} if next_on else {})
    return Told(details, words, "second_person" if answer == "not_report" else "one")


def _beside(said: Mapping[str, Any]) -> Told:
    """`how`: `measure` (worded in `measure`), `communication` (its id), or `none`, which needs a second person."""
    row = _object(said, "how", "communication", "measure")
    how = _choice(row, "how", BESIDE)
    details: dict[str, Any] = {"how": how}
    if how == "communication":
        details["communication"] = _number(row, "communication")
    if how == "measure" and not fields.a_text(row.get("measure"), "measure"):
        raise Refused("measure", "says which measure was taken")
    words = {"measure": row["measure"]} if row.get("measure") else {}
    return Told(details, words, "second_person" if how == "none" else "one")


def _alignment(said: Mapping[str, Any]) -> Told:
    """`state`: how our report stands to the hospital's own."""
    row = _object(said, "state")
    return Told({"state": _choice(row, "state", ALIGNED)}, {}, "one")


def _arrival(said: Mapping[str, Any]) -> Told:
    """`on`: the day on which its arrival was confirmed."""
    row = _object(said, "on", "by")
    return Told({"on": _day(row, "on")}, {"by": row["by"]} if row.get("by") else {}, "one")


def _word_of_pmda(said: Mapping[str, Any]) -> Told:
    """`pmda` {at, unit, person, answer}: PMDA's word that the form takes the place of the first report."""
    row = _object(said, "pmda")
    return Told({}, {"pmda": _required(row, "pmda")}, "second_person")


def _not_fulfilled(said: Mapping[str, Any]) -> Told:
    """`told_on` and `told_whom` at PMDA, `corrective_action`: a duty that was fulfilled late or not at all."""
    row = _object(said, "told_on", "told_whom", "corrective_action")
    words = {name: _required(row, name) for name in ("told_whom", "corrective_action")}
    return Told({"told_on": _day(row, "told_on")}, words, "safety_and_general_manager")


def _give_up(said: Mapping[str, Any]) -> Told:
    """`attempts`: [{on, whom, how}], three at least, each with all three."""
    row = _object(said, "attempts")
    attempts = fields.a_list(row.get("attempts", []), "attempts")
    days = []
    for number, one in enumerate(attempts):
        attempt = fields.an_object(one, f"attempts.{number}", ("on", "whom", "how"))
        days.append(_day(attempt, "on"))
        for name in ("whom", "how"):
            _required(attempt, name)
    if len(attempts) < LEAST_ATTEMPTS:
        raise Refused("attempts", f"{len(attempts)} attempts; {LEAST_ATTEMPTS} dated ones are needed")
    return Told({"attempts": sorted(days)}, {"attempts": list(attempts)}, "second_person")


def _withdrawal(said: Mapping[str, Any]) -> Told:
    """`why`; `case` of the right 品目 for another product of ours, `communication` to the right holder for another's."""
    row = _object(said, "why", "case", "communication")
    details: dict[str, Any] = {"why": _choice(row, "why", WITHDRAWN)}
    if details["why"] == "another_product_of_ours":
        details["case"] = _number(row, "case")
    if details["why"] == "not_our_device":
        details["communication"] = _number(row, "communication")
    return Told(details, {}, "second_person")


def _hand_over(said: Mapping[str, Any]) -> Told:
    """`to`: `period`."""
    row = _object(said, "to")
    return Told({"to": _choice(row, "to", ("period",))}, {}, "one")


def _nothing_new(said: Mapping[str, Any]) -> Told:
    """The reason alone: what was joined tells nothing that the facts do not say already."""
    _object(said)
    return Told({}, {}, "one")


def _settle_gap(said: Mapping[str, Any]) -> Told:
    """The reason alone: what a report was sent with is put right elsewhere, or needs nothing more."""
    _object(said)
    return Told({}, {}, "one")


_READERS: Mapping[str, Any] = {
    "record_judgement": _judgement,
    "decide_beside": _beside,
    "align": _alignment,
    "confirm_arrival": _arrival,
    "record_word_of_pmda": _word_of_pmda,
    "record_not_fulfilled": _not_fulfilled,
    "give_up_asking": _give_up,
    "decide_withdrawal": _withdrawal,
    "hand_over": _hand_over,
    "nothing_new": _nothing_new,
    "settle_gap": _settle_gap,
}

ACTS = tuple(_READERS)


def acts_for(kind: str) -> tuple[str, ...]:
    """The acts by which a person may end an obligation of this kind."""
    return tuple(act for act in ACTS if act in kind_of(kind).ends)


def never_ends(act: str, kind: str, item: str, state: str) -> bool:
    """Whether an act that the table allows for the kind is refused for this row however it is told: an item of 第1号 or
    第2号 is not handed over, and what was not reported yet is not given up."""
    if act == "hand_over":
        return kind == "beside" or (kind == "item" and not item.startswith("3-"))
    return act == "give_up_asking" and kind == "item" and state != "carried"


def _object(said: Mapping[str, Any], *keys: str) -> Mapping[str, Any]:
    return fields.an_object(dict(said), "", keys)


def _choice(row: Mapping[str, Any], key: str, values: tuple[str, ...]) -> str:
    value = row.get(key)
    if value not in values:
        raise Refused(key, f"{value!r} is not one of: {', '.join(values)}")
    return str(value)


def _day(row: Mapping[str, Any], key: str) -> str:
    day = fields.a_date(row.get(key), key)
    if day is None:
        raise Refused(key, "names the day")
    return day.isoformat()


def _number(row: Mapping[str, Any], key: str) -> int:
    value = row.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Refused(key, "names the record by its number")
    return value


def _required(row: Mapping[str, Any], key: str) -> Any:
    if not row.get(key):
        raise Refused(key, "must not be empty")
    return row[key]
