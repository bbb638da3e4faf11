"""A letter as the paper that is kept: JSON in both languages, from which PDF and HTML are drawn alike."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from kizuki.core.disclosure.gate import Passage
from kizuki.core.forms.letters.filled import (
    EACH_HOSPITAL,
    LANGS,
    MISSING,
    NOTHING,
    OF_THE_HOSPITAL,
    FilledLetter,
    LetterField,
    Said,
    day_said,
    fill,
)
from kizuki.core.forms.letters.table import Letter
from kizuki.core.glossary import Lang, say

MEDIA_TYPE = "application/json"


def paper_of(made: Letter, sources: Mapping[str, Any], written: Mapping[str, Said], dated_on: date) -> dict[str, Any]:
    """The letter as a draft. `written` goes with it: whoever goes on writing begins from there."""
    pages: dict[str, Any] = {lang: page_of(fill(made, sources, written, dated_on, lang)) for lang in LANGS}
    return {
        "letter": made.kind,
        "dated_on": dated_on.isoformat(),
        "draft": True,
        "written": {
            name: dict(said) if isinstance(said, Mapping) else said for name, said in sorted(written.items())
        },
        **pages,
    }


def paper_bytes(paper: Mapping[str, Any]) -> bytes:
    """The paper as bytes: the same paper gives the same."""
    return json.dumps(paper, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def released(content: bytes, passage: Passage) -> bytes:
    """The outlet of letters: the paper without the word draft. `Refused` where the gate was passed by another one."""
    passage.require(hashlib.sha256(content).hexdigest())
    return paper_bytes(json.loads(content) | {"draft": False})


def missing_in(paper: Mapping[str, Any], lang: Lang) -> tuple[str, ...]:
    """Labels of what is missing in one language; empty where it can be signed in it."""
    return tuple(paper[lang]["missing"])


def page_of(filled: FilledLetter) -> dict[str, Any]:
    """One language of the paper: texts alone, ready to be set."""
    made, lang = filled.letter, filled.lang
    fixed = {place: words[lang] for place, words in made.fixed.items()}
    return {
        "lang": lang,
        "style": made.style,
        "name": made.name(lang),
        "basis": made.basis if lang == "ja" else made.basis_en,
        "day": day_said(filled.dated_on, made, lang),
        "addressee": _told(filled.addressee, lang),
        "sender": [_told(one, lang) for one in filled.sender],
        "opening": fixed.get("opening", ""),
        "fields": [_told(one, lang) for one in filled.fields],
        "statement": fixed.get("statement", ""),
        "closing": fixed.get("closing", ""),
        "missing": list(filled.missing),
    }


def addressed(paper: Mapping[str, Any], hospital: Mapping[str, Any]) -> dict[str, Any]:
    """The paper as it goes to one hospital: `hospital` has `name` and what else the letter asks of it (`contact`,
    `serials`), each a text or a list of them, or the same by language. What is not known of it says so in words."""
    sent = dict(paper)
    for lang in LANGS:
        page = paper[lang]
        sent[lang] = page | {
            "addressee": _for(page["addressee"], hospital, lang),
            "fields": [_for(one, hospital, lang) for one in page["fields"]],
        }
    return sent


def _for(told: dict[str, Any], hospital: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    if told["state"] != EACH_HOSPITAL:
        return told
    value = hospital.get(told["source"].removeprefix(OF_THE_HOSPITAL))
    value = value.get(lang) if isinstance(value, Mapping) else value
    text = "\n".join(value) if isinstance(value, Sequence) and not isinstance(value, str) else str(value or "")
    return told | {"text": text or say("letter.not_on_record", lang), "state": "filled"}


def _told(one: LetterField, lang: Lang) -> dict[str, Any]:
    return {
        "id": one.field.id,
        "label": one.field.label(lang),
        "kind": one.field.kind,
        "text": one.text
        or {MISSING: say("letter.missing", lang), EACH_HOSPITAL: say("letter.each", lang)}.get(one.state, ""),
        "state": one.state,
        "source": one.source,
        "by": one.field.by,
        "printed": one.field.printed and one.state != NOTHING,
    }
