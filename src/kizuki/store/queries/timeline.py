"""What happened, for a person to read: the audit itself, in words. There is no second list that could differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from string import Formatter
from typing import Any

from kizuki.core.disclosure.table import PARTIES
from kizuki.core.forms import editions
from kizuki.core.glossary import Lang, all_words, day_said, say, word
from kizuki.core.lifecycle.recorded_days import is_day, meaning_of
from kizuki.store.access.seen import hidden_entries, seen
from kizuki.store.cases.facts import newest_facts
from kizuki.store.models import AuditEntry, AuditSubject, FirstReport, Narrative, User
from kizuki.store.queries.beside_case import MACHINE
from kizuki.store.queries.obligations import places_of
from kizuki.store.queries.timeline_moves import MOVING, facts_said, moves_said, whom_said
from kizuki.store.queries.viewer import Viewer
from kizuki.store.record.canonical import json_of
from kizuki.store.record.clock import JAPAN

WORDS: Mapping[tuple[str, str], str] = {
    ("record_party_turn", "status"): "disclosure.party_status",
    ("record_party_turn", "told"): "disclosure.told",
    ("hold_back", "state"): "disclosure.embargo",
    **{(verb, "outlet"): "disclosure.outlet" for verb in ("draft_statement", "publish_statement")},
    **{(verb, "audience"): "disclosure.audience" for verb in ("draft_statement", "publish_statement")},
    **{(verb, "letter"): "letter.kind" for verb in ("draft_letter", "write_letter", "sign_letter", "send_letter")},
    ("record_measure_reach", "state"): "measure.reach",
    ("answer_measure_as_hospital", "state"): "measure.reach",
    ("triage_findings", "state"): "record.value.state",
    ("acknowledge_finder", "channel"): "finder.channel",
}
"""Where the words of a code stand that means something else, or nothing, under other verbs."""

OF_PARTIES = ("register_disclosure_party", "record_party_turn")
"""Verbs whose kinds are those of the table of parties, which says its words itself."""


OF_SHEETS = ("write_sheet_box", "draft_first_sheet")
"""Verbs that name matters and persons by their ids, which the newest facts number."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of the audit. `actor` is a name; `text` is the note that was written, where the verb is `note`, and why
    facts were corrected, where they were; `places` number the matters and persons of its case, as its newest facts do.
    `sent_at` is when the first report left that it records: the entry itself is of the hour of recording."""

    seq: int
    at: datetime
    actor: str
    verb: str
    payload: dict[str, Any]
    text: str | None = None
    places: Mapping[str, str] = field(default_factory=dict)
    sent_at: datetime | None = None

    def said(self, lang: Lang) -> str:
        """The entry as one line, with what it moved."""
        sentence = f"record.verb.{self.verb}"
        if self.verb == "mark_case_duplicate" and "number" not in self.payload:
            # It was proposed: nothing has ended before a second person signs.
            sentence = "record.proposed.mark_case_duplicate"
        line = say(sentence, lang, **self._not_kept(sentence, lang), **self.shown(lang))
        if moves := moves_said(self.verb, self.payload, self.places, lang):
            line = say("record.with_moves", lang, line=line, moves=moves)
        if self.sent_at is not None:
            left = self.sent_at.astimezone(JAPAN)
            at = f"{day_said(left.date(), lang)} {left:%H:%M}"
            line = say("record.with_sending", lang, line=line, at=at)
        return "\n".join((line, *self._raised(lang)))

    def _raised(self, lang: Lang) -> list[str]:
        """The potentials that rose with a harm that was answered."""
        rows = self.payload.get("potential_raised") or ()
        words = [{when: say(f"value.{row[when]}", lang) for when in ("was", "now")} for row in rows]
        return [say("record.potential_raised", lang, **one) for one in words]

    def shown(self, lang: Lang) -> dict[str, str]:
        """The payload as words, for the places of the line."""
        said = {name: _shown(self.verb, name, value, lang) for name, value in self.payload.items()}
        if self.verb in OF_SHEETS and "named" in self.payload:
            said["named"] = whom_said(self.payload["named"], self.places, lang)
        if "box" in self.payload:
            said["box"] = _box_said(self.payload, lang)
        if self.verb == "answer_facts" and self.payload.get("changed"):
            facts = facts_said(self.payload["changed"], self.places, lang)
            said["changed"] = say("record.changed_facts", lang, facts=facts)
        return said

    def _not_kept(self, sentence: str, lang: Lang) -> dict[str, str]:
        """Places of the line that this entry, made by an earlier release, does not fill: a day is said to be missing."""
        places = {name for _, name, _, _ in Formatter().parse(word(sentence).en) if name} - set(self.payload)
        known = {name: meaning_of(self.verb, name) for name in places}
        return {name: _day_said(meaning, None, lang) if meaning else "" for name, meaning in known.items()}


def _box_said(payload: Mapping[str, Any], lang: Lang) -> str:
    """The label of a box; of one that no edition of ours has, a company's own, its id."""
    number = int(payload["form"]) if "form" in payload else "first"
    labels = [box.label(lang) for one in editions(number) for box in one.boxes if box.id == payload["box"]]
    return labels[-1] if labels else str(payload["box"])


def timeline_of(
    viewer: Viewer,
    subject: str,
    *,
    case_id: int | None = None,
    facts: Mapping[str, Any] | None = None,
    beside: Sequence[str] = (),
) -> tuple[Happening, ...]:
    """Every entry that speaks of the subject (`case:12`, `device:3`), the oldest first; those that speak of something
    hidden as well are left out. The subject itself must be seen by whoever asks. `facts` are the newest of the case,
    where they were read already. `beside` are subjects whose entries belong to the same story, each once; what the
    program runs over everything by itself is left out of them."""
    spoken = AuditEntry.objects.filter(subject_rows__subject=subject)
    if beside:
        theirs = AuditSubject.objects.filter(subject__in=[subject, *beside]).values("entry_id")
        spoken = AuditEntry.objects.filter(pk__in=theirs).exclude(verb__in=MACHINE)
    entries = spoken.exclude(pk__in=hidden_entries(viewer)).order_by("seq")
    rows = list(entries.values_list("seq", "at", "actor", "verb", "payload"))
    names = _names({actor for _, _, actor, _, _ in rows}, viewer.lang)
    written = any(verb in _WITH_TEXT for _, _, _, verb, _ in rows)
    texts = _texts(viewer, case_id) if written and case_id is not None else {}
    moved = case_id is not None and any(verb in (*MOVING, *OF_SHEETS, "answer_facts") for _, _, _, verb, _ in rows)
    places = {}
    if moved and case_id is not None:
        places = places_of(newest_facts(case_id).facts if facts is None else facts)
    sent = _sent_at(viewer, [seq for seq, _, _, verb, _ in rows if verb == "record_first_report"])
    found: list[Happening] = []
    for seq, at, actor, verb, payload in rows:
        told = json_of(payload)
        text = texts.get((verb, str(told.get(_WITH_TEXT[verb])))) if verb in _WITH_TEXT else None
        found.append(
            Happening(seq, datetime.fromisoformat(at), names[actor], verb, told, text, places, sent.get(seq))
        )
    return tuple(found)


def _sent_at(viewer: Viewer, entries: Sequence[int]) -> dict[int, datetime]:
    """When the first reports left of which these entries tell, by entry."""
    if not entries:
        return {}
    about = AuditSubject.objects.filter(entry__seq__in=entries, subject__startswith="first_report:")
    named = {seq: int(subject.partition(":")[2]) for seq, subject in about.values_list("entry__seq", "subject")}
    left = dict(seen(viewer, FirstReport).filter(pk__in=named.values()).values_list("pk", "sent_at"))
    return {seq: left[sheet] for seq, sheet in named.items() if sheet in left}


def _names(actors: set[str], lang: Lang) -> dict[str, str]:
    ids = [int(actor.removeprefix("user:")) for actor in actors if actor.startswith("user:")]
    people = dict(User.objects.filter(pk__in=ids).values_list("pk", "display_name")) if ids else {}
    words = all_words()
    names: dict[str, str] = {}
    for actor in actors:
        kind, _, name = actor.partition(":")
        if kind == "user":
            names[actor] = people.get(int(name), actor)
        else:
            known = words.get(f"record.program.{name}")
            names[actor] = say(known.id, lang) if known else name
    return names


_WITH_TEXT = {"note": "note", "answer_facts": "facts"}
"""Verbs whose entries have a text beside them, and what of the payload names it: the number of a note, the revision of
the facts that were corrected."""


def _texts(viewer: Viewer, case_id: int) -> dict[tuple[str, str], str]:
    """The notes of a case by number, and why facts were corrected by their revision."""
    rows = seen(viewer, Narrative).filter(case_id=case_id, kind__in=("note", "correction_reason"))
    found = {}
    for kind, number, place, body, erased_at in rows.values_list("kind", "revision", "place", "body", "erased_at"):
        key = ("note", str(number)) if kind == "note" else ("answer_facts", place)
        found[key] = say("record.erased", viewer.lang) if erased_at else body
    return found


def _day_said(meaning: str, day: str | None, lang: Lang) -> str:
    """A day with what it is the day of, always together; None: the entry does not tell it, empty: there is none."""
    return say(f"record.day.{meaning}", lang, on=_day_words(day, lang))


def _day_words(day: str | None, lang: Lang) -> str:
    if day is None:
        return say("record.day_not_recorded", lang)
    return day_said(date.fromisoformat(day), lang) if is_day(day) else day or "―"


def _shown(verb: str, name: str, value: Any, lang: Lang) -> str:
    if isinstance(value, list):
        return ("、" if lang == "ja" else ", ").join(_shown(verb, name, part, lang) for part in value)
    meaning = meaning_of(verb, name)
    if meaning and (value in (None, "") or is_day(value)):
        return _day_said(meaning, value or "", lang)
    if value is None:
        return ""
    if name == "kind" and verb in OF_PARTIES and value in PARTIES:
        return PARTIES[value].said(lang)
    words = all_words()
    own = WORDS.get((verb, name))
    places = (
        *([f"{own}.{value}"] if own else []),
        f"record.value.{name}.{value}",
        f"record.{name}.{value}",
        f"measure.{name}.{value}",
    )
    known = next((word for word in places if word in words), None)
    return say(known, lang) if known else str(value)
