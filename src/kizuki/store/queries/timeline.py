"""What happened, for a person to read: the audit itself, in words. There is no second list that could differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kizuki.core.glossary import Lang, all_words, say
from kizuki.store.canonical import json_of
from kizuki.store.models import AuditEntry, Narrative, User
from kizuki.store.queries.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of the audit. `actor` is a name; `text` is the note that was written, where the verb is `note`."""

    seq: int
    at: datetime
    actor: str
    verb: str
    payload: dict[str, Any]
    text: str | None = None

    def said(self, lang: Lang) -> str:
        """The entry as one line."""
        return say(f"record.verb.{self.verb}", lang, **self.shown(lang))

    def shown(self, lang: Lang) -> dict[str, str]:
        """The payload as words, for the places of the line."""
        return {name: _shown(name, value, lang) for name, value in self.payload.items()}


def timeline_of(viewer: Viewer, subject: str, *, case_id: int | None = None) -> tuple[Happening, ...]:
    """Every entry that speaks of the subject (`case:12`, `device:3`), the oldest first."""
    entries = AuditEntry.objects.filter(subject_rows__subject=subject).order_by("seq")
    rows = list(entries.values_list("seq", "at", "actor", "verb", "payload"))
    names = _names({actor for _, _, actor, _, _ in rows}, viewer.lang)
    notes = _notes(case_id, viewer.lang) if any(verb == "note" for _, _, _, verb, _ in rows) else {}
    found: list[Happening] = []
    for seq, at, actor, verb, payload in rows:
        told = json_of(payload)
        text = notes.get(told["note"]) if verb == "note" else None
        found.append(Happening(seq, datetime.fromisoformat(at), names[actor], verb, told, text))
    return tuple(found)


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


def _notes(case_id: int | None, lang: Lang) -> dict[int, str]:
    rows = Narrative.objects.filter(case_id=case_id, kind="note").values_list("revision", "body", "erased_at")
    return {number: say("record.erased", lang) if erased_at else body for number, body, erased_at in rows}


def _shown(name: str, value: Any, lang: Lang) -> str:
    if isinstance(value, list):
        return ("、" if lang == "ja" else ", ").join(_shown(name, part, lang) for part in value)
    if value is None:
        return ""
    words = all_words()
    known = next((word for word in (f"record.value.{name}.{value}", f"record.{name}.{value}") if word in words), None)
    return say(known, lang) if known else str(value)
