"""A letter filled: every field with what it says, how it stands and where that came from, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from unicodedata import category

from kizuki.core.forms.letters.table import Field, Letter
from kizuki.core.forms.shown import western_day
from kizuki.core.glossary import Lang
from kizuki.core.refusal import Refused
from kizuki.core.tables.days import day_of, era_day

LANGS: tuple[Lang, ...] = ("ja", "en")
LONGEST = 10_000
"""Characters of one field."""

FILLED, MISSING, NOTHING, EACH_HOSPITAL = "filled", "missing", "nothing", "each_hospital"
"""How a field stands; `nothing` is optional and not told, `each_hospital` is written when it is sent."""

OF_THE_HOSPITAL = "hospital."

Said = str | Mapping[str, str]
"""What a person wrote: a day in ISO 8601, or words, for both languages or by language."""


@dataclass(frozen=True, slots=True)
class LetterField:
    """One field as it stands: `text` in its lines, `source` the key of the record, or `written` by a person."""

    field: Field
    text: str
    state: str
    source: str


@dataclass(frozen=True, slots=True)
class FilledLetter:
    """A letter in one language."""

    letter: Letter
    lang: Lang
    dated_on: date
    addressee: LetterField
    sender: tuple[LetterField, ...]
    fields: tuple[LetterField, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Labels of what must stand there and does not: the letter is a draft until then."""
        told = (self.addressee, *self.sender, *self.fields)
        return tuple(one.field.label(self.lang) for one in told if one.state == MISSING)


_ADDRESSEE = Field("addressee", "宛先", "To", "text", "OWN", "addressee.name")
_SENDER = (
    Field("sender_address", "住所", "Address", "text", "OWN", "company.address"),
    Field("sender_name", "名称", "Name", "text", "OWN", "company.name"),
    Field("sender_representative", "代表者", "Representative", "text", "OWN", "company.representative", "optional"),
)


def fill(
    letter: Letter, sources: Mapping[str, Any], written: Mapping[str, Said], dated_on: date, lang: Lang
) -> FilledLetter:
    """The letter in one language. What a person wrote stands before what the record says (`sources`, by key: a text, a
    number, a day, a list, or the same by language).

    A long text counts for its own language alone; a name, a number or a day for both. `Refused` names a field that the
    letter has not, a day that is none, and a text that is too long.
    """
    for name, said in written.items():
        _require(letter.field(name), said)
    return FilledLetter(
        letter,
        lang,
        dated_on,
        _addressee(letter, sources, lang),
        tuple(_one(field, sources, {}, letter, lang) for field in _SENDER),
        tuple(_one(field, sources, written, letter, lang) for field in letter.fields),
    )


def day_said(day: date, letter: Letter, lang: Lang) -> str:
    """A day as the letter writes it: in eras where the table says so, else in the Western calendar."""
    if lang == "en":
        return day.isoformat()
    return era_day(day) if letter.eras else western_day(day.isoformat())


def _addressee(letter: Letter, sources: Mapping[str, Any], lang: Lang) -> LetterField:
    if letter.goes == "hospital":
        return LetterField(_ADDRESSEE, "", EACH_HOSPITAL, "hospital.name")
    if letter.addressee:
        return LetterField(_ADDRESSEE, letter.addressee[lang], FILLED, f"letter:{letter.kind}")
    return _one(_ADDRESSEE, sources, {}, letter, lang)


def _one(
    field: Field, sources: Mapping[str, Any], written: Mapping[str, Said], letter: Letter, lang: Lang
) -> LetterField:
    said = _words(field, written.get(field.id), letter, lang)
    if said:
        return LetterField(field, said, FILLED, "written")
    if field.source.startswith(OF_THE_HOSPITAL):
        return LetterField(field, "", EACH_HOSPITAL, field.source)
    told = _words(field, sources.get(field.source), letter, lang) if field.source else ""
    if told:
        return LetterField(field, told, FILLED, field.source)
    state = MISSING if field.need == "required" else NOTHING
    return LetterField(field, "", state, field.source or "written")


def _words(field: Field, value: Any, letter: Letter, lang: Lang) -> str:
    """What a value says in one language; empty where it says nothing in it."""
    if isinstance(value, Mapping):
        value = value.get(lang)
    elif field.kind == "long" and lang != "ja":
        return ""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ("、" if lang == "ja" else ", ").join(str(one) for one in value)
    if isinstance(value, date):
        return day_said(value, letter, lang)
    text = str(value).strip()
    if field.kind == "day" and text:
        try:
            return day_said(day_of(text, field.id), letter, lang)
        except Refused:
            return text
    return text


def _require(field: Field, said: Said) -> None:
    place = f"written.{field.id}"
    texts = said.items() if isinstance(said, Mapping) else (("", said),)
    for lang, text in texts:
        if lang not in ("", *LANGS):
            raise Refused(f"{place}.{lang}", f"is not one of: {', '.join(LANGS)}")
        if not isinstance(text, str):
            raise Refused(place, "must be a text, or texts by language")
        if len(text) > LONGEST:
            raise Refused(place, f"has {len(text):,} characters; at most {LONGEST:,}")
        require_plain(text, place)
        if field.kind == "day" and text.strip() and text.strip() not in UNKNOWN_DAYS:
            day_of(text, place)


def require_plain(text: str, place: str) -> None:
    """`Refused` for a sign that is not seen and moves or hides others: control characters and those of direction."""
    unseen = next(
        (sign for sign in text if sign in _DIRECTION or (category(sign) == "Cc" and sign not in "\n\t\r")), ""
    )
    if unseen:
        raise Refused(place, f"holds U+{ord(unseen):04X}, a character that is not seen")


_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks, embeddings, overrides and isolates of the direction of writing."""
UNKNOWN_DAYS = ("未定", "不明", "該当なし", "to be decided", "not known", "not applicable")
"""What may stand for a day that is not known: in words, never a blank."""
