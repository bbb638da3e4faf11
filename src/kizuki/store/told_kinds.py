"""What the values of a JSON column may be: each column declares its shape, and a value of another one is never written.

A shape is a type that msgspec reads: objects with their keys (`Told`), lists, numbers, closed lists of codes
(`Literal`, an enumeration) and the strings below. Only `Label` and `Words` let a sentence in, and only a column that is
declared plain may have them (`tests/shape/test_json_shapes.py`).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

Code = Annotated[str, msgspec.Meta(pattern=r"\A(?:[a-z0-9][A-Za-z0-9_.:=|/+()-]{0,119}[ァ-ヶ]?)?\Z")]
"""A code of ours, or '' for none: small letters and digits with dots between; the letter of a provision may close it."""

Name = Annotated[str, msgspec.Meta(pattern=r"\A[!-~]{0,300}[ァ-ヶ]?\Z")]
"""An identifier of others (a CVE number, a package, a vector), or '': printable, without a space."""

Day = Annotated[str, msgspec.Meta(pattern=r"\A\d{4}-\d{2}-\d{2}\Z")]
"""A day, ISO 8601."""

DayOrNone = Annotated[str, msgspec.Meta(pattern=r"\A(?:\d{4}-\d{2}-\d{2}|-)?\Z")]
"""A day; '' or '-' where there is none."""

Digest = Annotated[str, msgspec.Meta(pattern=r"\A(?:[0-9a-f]{64})?\Z")]
"""SHA-256 in hexadecimal digits."""

Number = Annotated[str, msgspec.Meta(pattern=r"\A[0-9A-Za-z-]{1,40}\Z")]
"""A number that we give: `2026-0001`."""

Subject = Annotated[str, msgspec.Meta(pattern=r"\A[a-z_]+:[0-9A-Za-z-]{1,64}\Z")]
"""A row as the audit calls it: `case:12`."""

Id = Annotated[int, msgspec.Meta(ge=0)]


Label = Annotated[str, msgspec.Meta(max_length=300)]
"""A name in the clear: of a person or office to be reached, of a part, of a holder. Only in a column declared plain."""

Words = Annotated[str, msgspec.Meta(max_length=10_000)]
"""Words in the clear, of others or of the company's own instructions. Only in a column declared plain."""


class Told(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """An object: it has these keys and no other."""


def closed(*codes: str) -> Any:
    """One of these codes."""
    return Literal[codes]


def unlike(shape: Any, told: str) -> str:
    """Where and how a JSON text is not of this shape; '' where it is."""
    try:
        _decoder(shape).decode(told)
    except msgspec.ValidationError as fault:
        return str(fault)
    return ""


_DECODERS: dict[int, tuple[Any, msgspec.json.Decoder[Any]]] = {}


def _decoder(shape: Any) -> msgspec.json.Decoder[Any]:
    """Kept by identity: shapes are declared once, and not all of them can be hashed."""
    if id(shape) not in _DECODERS:
        _DECODERS[id(shape)] = shape, msgspec.json.Decoder(shape)
    return _DECODERS[id(shape)][1]
