"""What an entry of the timeline moved: which obligations, which facts, of which matter and person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kizuki.core.glossary import Lang, all_words, say
from kizuki.core.reporting.shown import fact_label, item_label

MOVING = frozenset(
    {"record_first_report", "record_receipt", "end_obligation", "sign_end", "sign_change", "confirm_class"}
)
"""Verbs whose own words name neither a matter nor a person: what they moved in the ledger stands behind them."""

_TOLD = ("ended", "sent", "lapse", "later", "restore", "handed_over", "regrade", "open")
_MOST = 4


def moves_said(verb: str, payload: Mapping[str, Any], places: Mapping[str, str], lang: Lang) -> str:
    """The moves of an entry by name, with matter and person where the case has several (`places`, as the newest facts
    number them); '' for a verb whose sentence says them."""
    ledger = payload.get("ledger")
    if verb not in MOVING or not isinstance(ledger, Mapping):
        return ""
    found = []
    for move in _TOLD:
        names = list(dict.fromkeys(_named(code, places, lang) for code in ledger.get(move) or ()))
        if names:
            found.append(
                say("record.moved", lang, move=say(f"obligation.move.{move}", lang), what=_joined(names, lang))
            )
    return say("screens.comma", lang).join(found)


def _joined(names: list[str], lang: Lang) -> str:
    shown = say("screens.comma", lang).join(names[:_MOST])
    more = len(names) - _MOST
    return say("record.and_more", lang, names=shown, more=more) if more > 0 else shown


def _named(code: str, places: Mapping[str, str], lang: Lang) -> str:
    """`item/m12-1/p3/2-ロ`: what, of whom."""
    kind, *rest = code.split("/")
    name = say(f"obligation.kind.{kind}", lang)
    last = rest[-1] if rest else ""
    if kind in ("item", "late") and last[:1].isdigit():
        label = item_label(last, lang)
        name = label if kind == "item" else f"{label} {name}"
    return " ".join((name, *_who((part for part in rest if part in places), places, lang)))


def facts_said(paths: Iterable[str], places: Mapping[str, str], lang: Lang) -> str:
    """The facts at these paths in words, each with its matter and person where the case has several."""
    words = all_words()
    names = []
    for path in paths:
        parts = [part for part in path.split(".") if part not in places]
        label = fact_label(".".join(parts), lang) if f"fact.{parts[-1]}" in words else say("record.other_fact", lang)
        who = _who((part for part in path.split(".") if part in places), places, lang)
        names.append(" ".join((label, *who)))
    return _joined(list(dict.fromkeys(names)), lang)


def whom_said(ids: Iterable[str], places: Mapping[str, str], lang: Lang) -> str:
    """患者等1, 事項2 患者等1: of whom a sheet is; one who is not among the newest facts is said to be none of them."""
    several = sum("." not in place for place in places.values()) > 1
    said = []
    for place in (places.get(one, "") for one in ids):
        matter, _, person = place.partition(".")
        parts = [say("obligation.matter", lang, number=matter)] if matter and (several or not person) else []
        parts += [say("obligation.person", lang, number=person)] if person else []
        said.append(" ".join(parts) or say("record.none_of_the_facts", lang))
    return say("screens.comma", lang).join(dict.fromkeys(said))


def _who(ids: Iterable[str], places: Mapping[str, str], lang: Lang) -> list[str]:
    """事項2 患者等1; nothing where the case has one matter with one person at most."""
    if len(places) < 3:
        return []
    found = []
    for place in (places[one] for one in ids):
        kind, number = ("person", place.split(".")[1]) if "." in place else ("matter", place)
        found.append(say(f"obligation.{kind}", lang, number=number))
    return found
