"""Names of products and makers as they are compared: only ever good for a suggestion."""

from __future__ import annotations

import re
from functools import lru_cache

LEAST_LIKE = 0.5
"""The limit of likeness (0 to 1) under which a name is neither held against a record nor proposed to a person."""

SAME_MAKER, MAKER_NOT_KNOWN, OTHER_MAKER = 1.0, 0.85, 0.6
"""How much of the likeness of two names counts, by what is known of their makers."""

WITHOUT_MAKER = 0.8
"""How alike two names are that agree only once the words of a maker are left out."""

_WORDS = re.compile(r"[^\W_]+")
_MAJOR = re.compile(r"v\d+")
_MODEL = re.compile(r"[a-z]{1,6}\d{3,}[a-z0-9]*")
_SAYS_LITTLE = frozenset(
    re.findall(
        r"\w+",
        """
        the of and for by inc incorporated corp corporation co company ltd limited llc gmbh ag sa bv kk plc pty se spa
        project foundation software team group technologies technology systems system solutions labs open source
        community contributors developers authors org com net io www http https github redacted unknown
        """,
    )
)
MODEL = "model "
"""How a model number begins among names, so that it never equals a product's name."""

_SHORTEST = 2
_SHORTEST_MODEL = 4
_SHORTEST_INSIDE = 5


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[str, ...]:
    """The words of a name in small letters, without signs."""
    return tuple(_WORDS.findall(text.casefold()))


@lru_cache(maxsize=8192)
def maker_words(*makers: str) -> frozenset[str]:
    """The words of makers' names that tell one maker from another."""
    return frozenset(word for maker in makers if maker for word in words(maker)) - _SAYS_LITTLE


def full_name(product: str) -> str:
    """A product's name in one word, without `firmware` at the end."""
    return _in_one(words(product))


def _in_one(parts: tuple[str, ...]) -> str:
    return "".join(parts[:-1] if len(parts) > 1 and parts[-1] == "firmware" else parts)


@lru_cache(maxsize=8192)
def product_names(product: str, makers: frozenset[str]) -> frozenset[str]:
    """The full name of a product, and the name without its maker's words."""
    parts = words(product)
    names = [_in_one(parts)]
    if not makers.isdisjoint(parts):
        names.append(_in_one(tuple(word for word in parts if word not in makers)))
    return frozenset(
        [name for name in names if len(name) >= _SHORTEST and not (name[0] == "v" and _MAJOR.fullmatch(name))]
    )


def name_with_maker(maker: str, product: str) -> frozenset[str]:
    """Maker and product in one word, as lists write them that have no field for the maker (`Acme Pump`)."""
    telling = [word for word in words(maker) if word not in _SAYS_LITTLE]
    already = set(telling) <= set(words(product))
    return (
        frozenset((full_name(" ".join((*telling, product))),)) if telling and product and not already else frozenset()
    )


def model_numbers(text: str) -> frozenset[str]:
    """Words that look like a model (`model qca9563`); of use only beside the maker."""
    return frozenset(
        [MODEL + word for word in words(text) if len(word) >= _SHORTEST_MODEL and _MODEL.fullmatch(word)]
    )


@lru_cache(maxsize=16_384)
def pair_key(maker: str, product: str) -> str:
    """Maker and product as the table of equivalences holds them: in one word each, without case and signs."""
    return f"{full_name(maker)}|{full_name(product)}"


def begins_with_maker(names: frozenset[str], makers: frozenset[str]) -> bool:
    """Whether a whole name begins with a maker's word (`Acme Pump`), as lists write that have no field for the maker.

    A maker inside or at the end of a name says nothing: `util-linux` is not of the maker Linux.
    """
    return any(name.startswith(maker) for name in names for maker in makers if len(maker) >= _SHORTEST_INSIDE - 1)


def same_maker(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether two makers share a telling word, be it written together (`bouncycastle`) or apart."""
    if left & right:
        return True
    return any(_holds(one, other) or _holds(other, one) for one in left for other in right)


def _holds(one: str, other: str) -> bool:
    return len(other) >= _SHORTEST_INSIDE and other in one
