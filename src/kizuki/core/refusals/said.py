"""What a refusal says to a person, in Japanese or English.

A reason is worded where it arises, in English, with its values in it. `reasons_*.toml` has the Japanese sentence of
each by its English pattern (`{}` stands for a value, `{0}` and `{1}` for it in the Japanese one): codes, ids, days and
what was typed go over as they are. A reason that has none is told in English rather than not at all; for the commands
whose rooms are complete a test sees to it that there is none (`tests/shape/test_refusals_are_said.py`).

Where the pattern is too short for a reader of English, `in_english.toml` has what pages and the API say instead.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Literal

from kizuki.core.beside import names_beside, text_beside
from kizuki.core.glossary import all_words
from kizuki.core.refusal import Refused

_NAMED = re.compile(r"\{(\w+)\}")
_VALUE = re.compile(r"\{\}")
_LINE = re.compile(r"line (\d+)(?:, (.+))?")
_SHEET_CELL = re.compile(r"(.*), cell ([A-Z]+\d+)")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`|[^\x00-\x7f]+")
_IN_ENGLISH = "in_english.toml"
_NESTED = 2
"""A reason may quote another one, and that a third."""
_FEW = 16
"""Letters of a pattern's own; one with fewer fits sentences that it was not written for."""
_PHRASE = re.compile(r"\b[a-z]+ [a-z]+ [a-z]+\b")


def told_in(refused: Refused, lang: Literal["ja", "en"]) -> str:
    """File, place and reason of a refusal as one line."""
    if lang == "en":
        return str(refused)
    parts = (refused.file, _place(refused.place), reason_in(refused.reason, lang))
    return "：".join(part for part in parts if part)


def reason_in(reason: str, lang: Literal["ja", "en"]) -> str:
    """The reason alone; a line that begins with places (`line 3, key: …`) is told with them."""
    return _english(reason) if lang == "en" else _japanese(reason, _NESTED)


def coded(reason: str) -> tuple[str, tuple[str, ...]]:
    """The reason as a code for programs with the values that it names: the words of its pattern in small letters
    (`there_is_no_with_pk`, `device` and `7`). One that has no Japanese sentence is `other`, its words the one value."""
    for literal, pieces, _ in _patterns():
        if literal and (match := _match(pieces, reason)):
            return _slug(pieces), match.groups()
    return "other", (reason,)


def without_values(reason: str) -> str:
    """The reason with `…` for every value that it names: what may be kept in the clear of a list that may name anybody.
    Of one that is not known, whatever is quoted or not Latin goes."""
    for literal, pieces, _ in _patterns():
        if literal and _match(pieces, reason):
            return "…".join(pieces)
    return _QUOTED.sub("…", reason)


@cache
def _slug(pieces: tuple[str, ...]) -> str:
    return "_".join(re.findall(r"[a-z0-9]+", " ".join(pieces).lower()))


def known(template: str) -> bool:
    """Whether a reason of this pattern has a Japanese sentence."""
    return template in _sentences()


def _english(reason: str) -> str:
    """The sentence of `in_english.toml` for the pattern that says most of this reason; else the reason as it stands."""
    for literal, pieces, _ in _patterns():
        if literal and (match := _match(pieces, reason)):
            sentence = _for_readers_of_english().get("{}".join(pieces))
            return sentence.format(*match.groups()) if sentence else reason
    return reason


@cache
def _for_readers_of_english() -> Mapping[str, str]:
    return tomllib.loads(text_beside(__file__, _IN_ENGLISH))


def _japanese(reason: str, depth: int) -> str:
    found: tuple[int, str, tuple[str, ...]] | None = None
    for literal, pieces, sentence in _patterns():
        if found is not None and literal <= found[0]:
            break
        match = _match(pieces, reason)
        if match and not (literal < _FEW and any(_is_left_over(value, depth) for value in match.groups())):
            found = literal, sentence, match.groups()
    if found is None or found[0] == 0:
        return _placed(reason, depth)
    values = [_japanese(value, depth - 1) if depth else value for value in found[2]]
    return found[1].format(*values)


def _is_left_over(value: str, depth: int) -> bool:
    """Whether a value is the rest of another English sentence, of which a short pattern happens to fit the beginning."""
    return bool(_PHRASE.search(value)) and (not depth or _japanese(value, depth - 1) == value)


def _placed(reason: str, depth: int) -> str:
    """`line 3, key: must not be empty`: the place, and the reason behind it."""
    place, colon, rest = reason.partition(": ")
    told = _japanese(rest, depth - 1) if colon and depth else rest
    return f"{_place(place)}：{told}" if told != rest else reason


def _place(place: str) -> str:
    if line := _LINE.fullmatch(place):
        return f"{line[1]} 行目" + (f"、{line[2]}" if line[2] else "")
    if cell := _SHEET_CELL.fullmatch(place):
        return f"{cell[1]}、セル {cell[2]}"
    return place


@cache
def _sentences() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name in names_beside(__file__):
        if name.endswith(".toml") and name != _IN_ENGLISH:
            found |= tomllib.loads(text_beside(__file__, name))
    return found | _faults()


def _faults() -> dict[str, str]:
    """What a verification found may be quoted too: its words stand in the glossary, with names for their places."""
    found = {}
    for one in all_words().values():
        if one.id.startswith("record.audit."):
            names = _NAMED.findall(one.en)
            places = {name: f"{{{place}}}" for place, name in enumerate(names)}
            found[_NAMED.sub("{}", one.en)] = one.ja.format(**places) if names else one.ja
    return found


@cache
def _patterns() -> tuple[tuple[int, tuple[str, ...], str], ...]:
    """The words of each sentence around its values; those with the most words of their own first: what says more is what
    was meant."""
    rows = [
        (len(_VALUE.sub("", template)), tuple(_VALUE.split(template)), sentence)
        for template, sentence in _sentences().items()
    ]
    return tuple(sorted(rows, key=lambda row: -row[0]))


def _match(pieces: tuple[str, ...], reason: str) -> re.Match[str] | None:
    """The reason as one of this pattern. More than a thousand are tried: only one whose words it has is compiled."""
    return _compiled(pieces).fullmatch(reason) if all(piece in reason for piece in pieces) else None


@cache
def _compiled(pieces: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("(.*?)".join(map(re.escape, pieces)))
