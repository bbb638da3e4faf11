"""Records that name their product only in words: whole-word search for the names of a component.

A name that is an everyday word (`everyday.toml`, each with its reason) or shorter than four letters is searched only
beside its maker or as a longer alias; what is left out so is told (`names_left_out`), never silent.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache

from msgspec import Struct

from kizuki.core.beside import text_beside
from kizuki.core.matching.identity import Identity, identity_of
from kizuki.core.sbom import Component
from kizuki.core.sbom.cpe import plain

_TOKEN = re.compile(r"[0-9a-z]+|[^\W_0-9a-z]+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=。)|\n+")
_SHORTEST = 4
_NEAR = 3
"""How many words may stand between a maker and a name that is searched only beside it."""
_LONGEST_SHOWN = 300


class Phrase(Struct, frozen=True):
    """Words that are searched in a row; `beside` is the maker's word that must stand near them, empty for none."""

    name: str
    tokens: tuple[str, ...]
    beside: str = ""

    @property
    def rarest(self) -> str:
        """The word by which records are looked up: the longest one, which few have."""
        alone = not self.beside and len(self.tokens) == 1
        return self.tokens[0] if alone else max((*self.tokens, self.beside), key=len)


class InWords(Struct, frozen=True):
    """Where a record speaks of a component: the name as searched, and the sentence it stands in."""

    name: str
    sentence: str


class Searched(Struct, frozen=True):
    """What is searched for a component, and which of its names are left out for being too common."""

    phrases: tuple[Phrase, ...]
    left_out: tuple[str, ...]

    @property
    def rarest(self) -> tuple[str, ...]:
        """The words by which records in words are looked up."""
        return tuple(dict.fromkeys([phrase.rarest for phrase in self.phrases]))


@lru_cache(maxsize=4096)
def searched(component: Component) -> Searched:
    """The phrases of a component: its own names, those of its source package, and longer names of equivalences."""
    return searched_of(component, identity_of(component))


def searched_of(component: Component, identity: Identity) -> Searched:
    """The same, for a component whose identity (`identity_of`) is at hand."""
    found: dict[tuple[tuple[str, ...], str], Phrase] = {}
    left_out: dict[tuple[str, ...], str] = {}
    for name in _own_names(component, identity):
        tokens = _tokens(name)
        if not _too_common(tokens):
            found.setdefault((tokens, ""), Phrase(name, tokens))
        elif tokens and tokens not in left_out:
            left_out[tokens] = name
            for maker in sorted(identity.makers):
                if not is_too_common(maker) and maker not in tokens:
                    found.setdefault((tokens, maker), Phrase(name, tokens, maker))
    for name in _other_names(identity):
        if not is_too_common(name):
            found.setdefault((_tokens(name), ""), Phrase(name, _tokens(name)))
    return Searched(tuple(found.values()), tuple(left_out.values()))


def names_left_out(component: Component) -> tuple[str, ...]:
    """The names of a component that are too common to be searched alone (`name_too_common`)."""
    return searched(component).left_out


def words_of(text: str) -> frozenset[str]:
    """Every word of a text, in small letters."""
    return frozenset(token for token, _ in _read(text))


def in_words(component: Component, text: str) -> InWords | None:
    """Where the text names the component, or None where it does not."""
    tokens = _read(text)
    present = _present(text)
    for phrase in searched(component).phrases:
        if phrase.rarest in present and (place := _place(phrase, tokens)) is not None:
            return InWords(phrase.name, _sentence(text, place))
    return None


def speaks_of(names: frozenset[tuple[str, ...]], text: str) -> bool:
    """Whether any of these names, as words in a row, stands in the text."""
    tokens, present = _read(text), _present(text)
    return any(name[0] in present and _place(Phrase("", name), tokens) is not None for name in names if name)


def tokens_of(name: str) -> tuple[str, ...]:
    """A name as the words that are searched in a row."""
    return _tokens(name)


@lru_cache(maxsize=16_384)
def is_too_common(name: str) -> bool:
    """Whether a name is shorter than four letters, an everyday word, or such a word with a number (`file 5`)."""
    return _too_common(_tokens(name))


def _too_common(tokens: tuple[str, ...]) -> bool:
    joined = " ".join([token for token in tokens if not token.isdigit()])
    if joined in everyday():
        return True
    # Long names have letters enough, whatever signs they have beside; names of letters alone have as many as signs.
    if len(joined) >= 2 * _SHORTEST:
        return False
    return len(joined) < _SHORTEST if joined.isalpha() else sum(map(str.isalpha, joined)) < _SHORTEST


@cache
def everyday() -> dict[str, str]:
    """The kept list of everyday names, each with the reason why it is not searched alone."""
    text = text_beside(__file__, "everyday.toml")
    groups = tomllib.loads(text)["names"]
    return {" ".join(_tokens(name)): row["because"] for row in groups for name in row["names"].split(",")}


def _own_names(component: Component, identity: Identity) -> list[str]:
    """The names that its list gives it, as people write them, once each."""
    found: dict[str, str] = {}
    products = [plain(row.cpe.product).replace("_", " ") for row in identity.by_cpe]
    for name in (component.name, identity.purl.name if identity.purl else "", identity.source, *products):
        if name:
            found.setdefault(name.casefold(), name)
    return list(found.values())


def _other_names(identity: Identity) -> list[str]:
    """The longer names, and those of makers, that the table of equivalences knows for it."""
    return [name for row in identity.same for name in (*row.words, *(product for _, product in row.names))]


def _tokens(name: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(name.casefold()))


@lru_cache(maxsize=256)
def _read(text: str) -> tuple[tuple[str, int], ...]:
    """The words of a text with their places."""
    return tuple((found[0], found.start()) for found in _TOKEN.finditer(text.casefold()))


@lru_cache(maxsize=256)
def _present(text: str) -> frozenset[str]:
    return frozenset(token for token, _ in _read(text))


def _place(phrase: Phrase, tokens: tuple[tuple[str, int], ...]) -> int | None:
    """Where the phrase begins in the text, or None."""
    length, first = len(phrase.tokens), phrase.tokens[0]
    for at, (token, place) in enumerate(tokens):
        if token != first or tuple(word for word, _ in tokens[at : at + length]) != phrase.tokens:
            continue
        around = tokens[max(0, at - _NEAR) : at + length + _NEAR]
        if not phrase.beside or any(word == phrase.beside for word, _ in around):
            return place
    return None


def _sentence(text: str, place: int) -> str:
    """The sentence around a place, cut to what a person reads at a glance."""
    start = 0
    for end in _SENTENCE.finditer(text):
        if end.start() > place:
            return _cut(text[start : end.start()], place - start)
        start = end.end()
    return _cut(text[start:], place - start)


def _cut(sentence: str, place: int) -> str:
    plain_text = " ".join(sentence.split())
    if len(plain_text) <= _LONGEST_SHOWN:
        return plain_text
    begin = max(0, min(place - _LONGEST_SHOWN // 2, len(plain_text) - _LONGEST_SHOWN))
    return f"{'… ' if begin else ''}{plain_text[begin : begin + _LONGEST_SHOWN]} …"
