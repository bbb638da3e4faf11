"""CPE names: the formatted string of 2.3 and the URI of 2.2, read into eleven attributes (NISTIR 7695)."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from msgspec import Struct

ANY, NA = "*", "-"
_FIELD = re.compile(r"((?:[^:\\]|\\.)*)(?::|\Z)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_V = re.compile(r"v(?=\d)")
_BEFORE_STAGE = re.compile(r"(\d)[-_. ~+]*(?=[a-z]{2,}|p\d)")
_WILD = re.compile(r"(?<!\\)[*?]")


class Cpe(Struct, frozen=True):
    """The attributes as bound in the formatted string, in small letters: escapes kept, `*` is ANY, `-` is NA."""

    part: str
    vendor: str
    product: str
    version: str = ANY
    update: str = ANY
    edition: str = ANY
    language: str = ANY
    sw_edition: str = ANY
    target_sw: str = ANY
    target_hw: str = ANY
    other: str = ANY

    @property
    def names_a_product(self) -> bool:
        """Whether vendor and product are both literal, so that two names can be compared by them."""
        return is_literal(self.vendor) and is_literal(self.product)

    @property
    def plain_version(self) -> str:
        """The version with its update as a person writes it (`1.0:rc1` is `1.0-rc1`); empty where it is ANY or NA."""
        if self.version == ANY or not is_literal(self.version):
            return ""
        if self.update == ANY or not is_literal(self.update):
            return plain(self.version)
        return f"{plain(self.version)}-{plain(self.update)}"


ATTRIBUTES = Cpe.__struct_fields__


def is_literal(value: str) -> bool:
    """Whether the attribute is a value: not ANY, not NA, without wildcards."""
    if "*" in value or "?" in value:
        return value != ANY and not _WILD.search(value)
    return value != NA


def plain(value: str) -> str:
    r"""The attribute without its escapes: `10.5\(1\)` is `10.5(1)`."""
    return _ESCAPED.sub(r"\1", value) if "\\" in value else value


@lru_cache(maxsize=4096)
def pattern_of(value: str) -> re.Pattern[str]:
    """An attribute with its wildcards as a pattern over plain text: `*` any signs, `?` one or none (NISTIR 7696).

    Every piece between two `*` takes the first place it finds and keeps it, so that no text makes it slow.
    """
    pieces = [""]
    for sign in re.findall(r"\\.|[*?]|[^\\*?]+", value, re.DOTALL):
        if sign == "*":
            pieces += [""] if pieces[-1] or len(pieces) == 1 else []
        else:
            pieces[-1] += ".??" if sign == "?" else re.escape(plain(sign))
    first, *more = pieces
    inner = "".join(f"(?>.*?{piece})" for piece in more[:-1])
    return re.compile(first + inner + (f".*{more[-1]}" if more else ""), re.DOTALL)


def written_like(value: str, version: str) -> bool:
    """Whether a version is written as the attribute has it, a leading `v` and the sign before a stage apart.

    `1.0-*` is written like `1.0-rc1`, `v1.0rc1` and `1.0_RC1`.
    """
    text = _V.sub("", version.strip().casefold())
    wanted = pattern_of(value)
    return bool(wanted.fullmatch(text) or wanted.fullmatch(_BEFORE_STAGE.sub(r"\1-", text)))


@lru_cache(maxsize=16_384)
def read_cpe(text: str) -> Cpe | None:
    """The CPE name, or None where the text is none or names neither vendor nor product."""
    lowered = text.strip().casefold()
    if lowered.startswith("cpe:2.3:"):
        # The pattern finds one empty field behind the last one.
        fields_found = (
            _FIELD.findall(lowered[8:])[:-1] if "\\" in lowered else lowered[8:].removesuffix(":").split(":")
        )
        values = [value or ANY for value in fields_found]
    elif lowered.startswith("cpe:/"):
        values = _of_uri(lowered[5:])
    else:
        return None
    if not 3 <= len(values) <= len(ATTRIBUTES) or values[0] not in ("a", "o", "h", ANY):
        return None
    return Cpe(*values)


def _of_uri(rest: str) -> list[str]:
    values = rest.split(":")
    packed = values[5].split("~") if len(values) > 5 and values[5].startswith("~") else []
    if packed:
        # `~edition~sw_edition~target_sw~target_hw~other` (NISTIR 7695, 6.1.2.4)
        language = values[6] if len(values) > 6 else ""
        values = [*values[:5], packed[1], language, *packed[2:]]
    return [_bound(value) for value in values]


def _bound(value: str) -> str:
    if value in ("", NA):
        return value or ANY
    wild = value.replace("%01", "\x01").replace("%02", "\x02")
    escaped = re.sub(r"([^\w\x01\x02])", r"\\\1", unquote(wild))
    return escaped.replace("\x01", "?").replace("\x02", "*")
