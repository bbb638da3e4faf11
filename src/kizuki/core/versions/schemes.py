"""Which scheme orders the versions of which kind of package, and the one door to all of them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache, lru_cache
from importlib import resources

from kizuki.core.versions.deb import deb_key
from kizuki.core.versions.generic import family, generic_key
from kizuki.core.versions.nuget import nuget_key
from kizuki.core.versions.pypi import pypi_key
from kizuki.core.versions.rpm import rpm_key
from kizuki.core.versions.semver import semver_key

KEY_VERSION = 1
"""Raised whenever any key changes for any version: stored keys of another number must be built again."""

MAX_LENGTH = 200
"""Characters of a version that is still read; keys hold the length of a number in one byte."""

SCHEMES: dict[str, Callable[[str], bytes | None]] = {
    "semver": semver_key,
    "deb": deb_key,
    "rpm": rpm_key,
    "pypi": pypi_key,
    "nuget": nuget_key,
    "generic": generic_key,
}


@lru_cache(maxsize=65_536)
def version_key(scheme: str, version: str) -> bytes | None:
    """Bytes whose plain order is the order of versions in this scheme, or None where the version cannot be parsed.

    Versions that mean the same (`1.0` and `1.0.0`) have the same key. Raises ValueError for a scheme not held.
    In the scheme `generic` only keys for which `comparable` holds have an order.
    """
    if scheme not in SCHEMES:
        raise ValueError(f"no such scheme of versions: {scheme}")
    text = version.strip()
    return SCHEMES[scheme](text) if 0 < len(text) <= MAX_LENGTH else None


def comparable(scheme: str, left: bytes, right: bytes) -> bool:
    """Whether the order of these two keys means anything: always, but for versions of unlike make in `generic`.

    `build 9` and `build 55` have an order, `build 9` and `2.0` have none.
    """
    return scheme != "generic" or family(left) == family(right)


def scheme_of(purl_type: str) -> str | None:
    """The scheme of a package URL type; None where we hold no order for it (`schemes.toml`)."""
    return _table().get(purl_type)


@cache
def _table() -> dict[str, str]:
    text = (resources.files(__package__) / "schemes.toml").read_text(encoding="utf-8")
    return {purl_type: scheme for scheme, types in tomllib.loads(text)["types"].items() for purl_type in types}
