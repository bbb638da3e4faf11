"""Distributions of Linux: one name for each, whatever tools call it, and the release that is meant.

Sources: purl types `deb`, `rpm`, `apk` (namespace is the vendor, `distro` the release), os-release `ID` and
`VERSION_ID`, the OSV schema's list of ecosystems.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache

from msgspec import Struct, field

from kizuki.core.beside import text_beside

TYPES = ("deb", "rpm", "apk")
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[a-z]+")
_SHORT = re.compile(r"(el|fc|mga|amzn|ph)(\d+)(?:[._](\d+))?")
_TAG = re.compile(r"\.(el|fc|mga|amzn|ph)(\d+)(?=[._]|$)")


class Distribution(Struct, frozen=True):
    """One distribution (`distributions.toml`): `names` begins with the one that stands in keys."""

    type: str
    names: tuple[str, ...]
    steps: int = 0
    tag: str = ""
    rolling: bool = False
    codenames: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The namespace under which its packages are held against records."""
        return self.names[0]


@cache
def distributions() -> tuple[Distribution, ...]:
    """Every distribution of the table."""
    text = text_beside(__file__, "distributions.toml")
    rows = tomllib.loads(text)["distribution"]
    return tuple(Distribution(**{**row, "names": tuple(row["names"])}) for row in rows)


@cache
def _by_name() -> dict[tuple[str, str], Distribution]:
    return {(row.type, name): row for row in distributions() for name in row.names}


@lru_cache(maxsize=1024)
def distribution(purl_type: str, name: str) -> Distribution | None:
    """The distribution of this namespace, or None where the table has none of that name."""
    return _by_name().get((purl_type, name.casefold()))


def namespace_of(purl_type: str, namespace: str) -> str:
    """The namespace as keys have it: `rocky` is `rocky-linux`, `sles` is `suse`; one that is not known stays."""
    found = distribution(purl_type, namespace) if purl_type in TYPES else None
    return found.name if found else namespace


def told_by(purl_type: str, distro: str) -> Distribution | None:
    """The distribution that a qualifier names (`rocky-8.8`, `sles-15.3`, `jammy`), or None where it names none."""
    text = distro.casefold().strip()
    if not text:
        return None
    words = [text.rstrip("0123456789.").rstrip("-_: "), *_WORD.findall(text)]
    named = next((row for word in words if (row := distribution(purl_type, word))), None)
    return named or next((row for row in distributions() if row.type == purl_type and text in row.codenames), None)


@lru_cache(maxsize=8192)
def release_of(purl_type: str, namespace: str, text: str) -> tuple[str, ...]:
    """A release as the numbers that tell it from others; () where the text names none.

    `debian-12.4` is (12), `bookworm` too; `sles-15.3` and `Linux Enterprise Server 15 SP3` are (15, 3);
    `rhel_eus:8.6::appstream` is (8), `openshift:4.12::el8` too.
    """
    lowered = text.casefold().strip()
    if not lowered:
        return ()
    known = distribution(purl_type, namespace) or told_by(purl_type, lowered)
    steps = known.steps if known and known.steps else 9
    for word in (lowered, *re.split(r"[-_: ]+", lowered)):
        if known and word in known.codenames:
            return _steps(known.codenames[word], steps)
    short = _SHORT.search(lowered)
    if short and known and known.tag == short[1]:
        return (short[2],)
    return _steps(lowered, steps)


def _steps(text: str, steps: int) -> tuple[str, ...]:
    numbers = tuple(str(int(number)) for number in _NUMBER.findall(text))
    return numbers[:steps] if numbers else ((text,) if text.isalpha() else ())


@lru_cache(maxsize=8192)
def release_in_version(version: str) -> tuple[str, str]:
    """(tag, release) that an RPM version carries: `1.0-2.el8_10` is of the family `el`, release 8; empty for none."""
    found = _TAG.search(version.casefold())
    return (found[1], found[2]) if found else ("", "")
