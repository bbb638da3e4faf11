"""Which scheme orders the versions of which kind of package, and the one door to all of them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache, lru_cache

from kizuki.core.beside import text_beside
from kizuki.core.versions.apk import apk_key
from kizuki.core.versions.bitnami import bitnami_key
from kizuki.core.versions.composer import composer_key
from kizuki.core.versions.deb import deb_key
from kizuki.core.versions.dotted import conan_key, cran_key, hackage_key, intdot_key
from kizuki.core.versions.gem import gem_key
from kizuki.core.versions.generic import family, generic_key
from kizuki.core.versions.go import go_key
from kizuki.core.versions.maven import maven_key
from kizuki.core.versions.nuget import nuget_key
from kizuki.core.versions.plain import datetime_key, lexicographic_key, openssl_key
from kizuki.core.versions.pypi import pypi_key
from kizuki.core.versions.rpm import rpm_key
from kizuki.core.versions.semver import pub_key, semver_key

KEY_VERSION = 3
"""Raised whenever any key changes for any version: stored keys of another number must be built again."""

MAX_LENGTH = 200
"""Characters of a version that is still read; keys hold the length of a number in one byte."""

SCHEMES: dict[str, Callable[[str], bytes | None]] = {
    "semver": semver_key,
    "pub": pub_key,
    "go": go_key,
    "deb": deb_key,
    "rpm": rpm_key,
    "apk": apk_key,
    "pypi": pypi_key,
    "maven": maven_key,
    "gem": gem_key,
    "nuget": nuget_key,
    "composer": composer_key,
    "bitnami": bitnami_key,
    "cran": cran_key,
    "hackage": hackage_key,
    "conan": conan_key,
    "openssl": openssl_key,
    "intdot": intdot_key,
    "datetime": datetime_key,
    "lexicographic": lexicographic_key,
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
    return _table("types").get(purl_type)


def scheme_of_vers(versioning: str) -> str | None:
    """The scheme of a versioning scheme of the vers specification; None where we hold no order for it."""
    return _table("vers").get(versioning)


@cache
def _table(name: str) -> dict[str, str]:
    text = text_beside(__file__, "schemes.toml")
    return {named: scheme for scheme, names in tomllib.loads(text)[name].items() for named in names}
