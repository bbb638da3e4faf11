"""Terms with 発生/おそれ, 既知/未知 and 因果関係; 既知 only with sentence and edition; the outcome agrees with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kizuki.core.forms.checking.finding import Finding, found
from kizuki.core.forms.checking.product import plain
from kizuki.core.forms.checking.situation import Listed, Said, ToCheck, text_of
from kizuki.core.forms.terms import NO_HARM

DEATH_CODES = frozenset({"F02", "F0201", "F03"})
"""Terms of IMDRF annex F that say that somebody died."""

DEATH_WORDS = ("死亡", "death")
ALIVE = frozenset({"回復", "軽快", "未回復", "後遺症あり"})
NOT_SAID = frozenset({"", "不明", "調査中", "該当なし", "記載なし"})

_OF_EVERY_TERM = ("risk", "known", "causality")
_ASKED = {"device_terms": _OF_EVERY_TERM, "sign_terms": ("risk",), "impact_terms": _OF_EVERY_TERM}
"""What the form asks of each term: 発生/おそれ of all, 既知 and 因果関係 of device problems and health impacts."""


def rows(it: ToCheck, part: str) -> Iterator[tuple[Said, Mapping[str, Any]]]:
    """The terms of the boxes that play a part, with their box."""
    for box in it.playing(part):
        if isinstance(box.value, list | tuple):
            yield from ((box, row) for row in box.value if isinstance(row, Mapping))


def each_term(it: ToCheck) -> Iterator[Finding]:
    """Nothing that is asked of a term is left unsaid, and a cause is claimed only where a source says so."""
    if it.purpose == "withdrawal":
        return
    box_of_risk = it.box("risk_of_terms")
    told = box_of_risk is not None and box_of_risk.state == "missing"
    for part, asked in _ASKED.items():
        for box, row in rows(it, part):
            name = _name(row)
            for cell in asked:
                if cell != "risk" and row.get("code") in NO_HARM:
                    continue  # that nobody was harmed is neither 既知 nor caused
                if cell == "risk" and told:
                    continue  # that the box of it is missing is found already
                said = str(row.get(cell) or "")
                if said in NOT_SAID - {"不明"} or (cell == "risk" and said == "不明"):
                    yield found(f"term_without_{cell}", box.id, box.source, term=name)
            if row.get("causality") == "関連あり" and not it.related_has_source:
                yield found("related_without_source", box.id, box.source, term=name)


def known_with_its_sentence(it: ToCheck) -> Iterator[Finding]:
    """A wrong 既知 delays a report: it stands only on a sentence that was in force on the day of the event."""
    if it.purpose == "withdrawal":
        return
    unknown = False
    for part in ("device_terms", "impact_terms"):
        for box, row in rows(it, part):
            unknown = unknown or row.get("known") == "未知"
            if row.get("known") == "既知" and not any(_speaks(one, row) for one in it.listed):
                yield found("known_without_sentence", box.id, "room:precautions", term=_name(row))
    whole = it.box("known")
    if whole is None or text_of(whole.value) != "既知":
        return
    if unknown:
        yield found("known_against_terms", whole.id, whole.source)
    for one in it.listed:
        if not one.known:
            yield found("known_against_confirmed", whole.id, "room:precautions", term=one.term or one.code)
    if not any(one.known and _stands(one) for one in it.listed):
        yield found("known_without_sentence", whole.id, "room:precautions", term=text_of(whole.value))


def _speaks(listed: Listed, row: Mapping[str, Any]) -> bool:
    same = plain(listed.code) == plain(str(row.get("code") or "")) if listed.code else False
    same = same or (bool(listed.term) and plain(listed.term) == plain(str(row.get("term") or "")))
    return listed.known and same and _stands(listed)


def _stands(listed: Listed) -> bool:
    """The sentence and its edition are named, and it was in force on the day of the event."""
    if not (listed.sentence and listed.edition and listed.in_force_on and listed.event_on):
        return False
    return listed.in_force_on <= listed.event_on


def outcome_agrees(it: ToCheck) -> Iterator[Finding]:
    """A death is told in the outcome and in a term that occurred, in both or in neither."""
    box = it.box("outcome")
    if box is None or it.purpose == "withdrawal":
        return
    outcome = text_of(box.value)
    died = outcome in DEATH_WORDS
    told = [(row, row.get("risk") != "おそれ") for _, row in rows(it, "impact_terms")]
    deaths = [row for row, occurred in told if occurred and _is_death(row)]
    if died and not deaths:
        yield found("outcome_without_term", box.id, box.source, outcome=outcome)
    if deaths and not died and outcome not in NOT_SAID:
        yield found("term_against_outcome", box.id, box.source, outcome=outcome, term=_name(deaths[0]))
    if outcome in ALIVE and told and not any(occurred for _, occurred in told):
        yield found("harm_only_feared", box.id, box.source, outcome=outcome)
    day = it.box("died")
    if day is not None and text_of(day.value)[:4].isdigit() and not died:
        yield found("died_without_outcome", box.id, box.source, outcome=outcome or "—")


def _is_death(row: Mapping[str, Any]) -> bool:
    return row.get("code") in DEATH_CODES or any(word in str(row.get("term") or "") for word in DEATH_WORDS)


def _name(row: Mapping[str, Any]) -> str:
    return " ".join(filter(None, (str(row.get("code") or ""), str(row.get("term") or "")))) or "—"
