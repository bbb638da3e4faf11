"""What a feed calls a package, as the key of a package URL."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from kizuki.core.beside import text_beside
from kizuki.core.sbom.purl import package_key, read_purl

_URL = re.compile(r"(?:[a-z+]+://)?(?:www\.|git@)?(?P<rest>[^\s?#]+)", re.IGNORECASE)
_REPOSITORY = re.compile(r"(github|gitlab|bitbucket)\.(?:com|org)[/:]([^/\s]+)/([^/\s?#]+)", re.IGNORECASE)


def package_of_ecosystem(ecosystem: str, name: str) -> tuple[str, str]:
    """(key of the package, release of the distribution) of an OSV package; no key for an ecosystem we do not know.

    What stands behind the colon may also be the address of a registry (`Maven:https://maven.google.com`): the ecosystem
    is the same.
    """
    base, _, release = ecosystem.partition(":")
    release = "" if "://" in release else release
    return _key(_tables()["osv"].get(base, ""), name), release


def package_of_collection(url: str, name: str) -> str:
    """The key of a package in the collection that a CVE record names; empty where we do not know the collection."""
    found = _URL.match(url.strip()) if url else None
    if not found:
        return ""
    rest = found["rest"].casefold()
    table = _tables()["collection"]
    known = next((table[start] for start in table if rest == start or rest.startswith(start + "/")), "")
    return _key(known, name)


def package_of_purl(text: str) -> str:
    """The key of a package URL; empty where it cannot be read."""
    purl = read_purl(text)
    return purl.key if purl else ""


def repository_of(url: str) -> str:
    """`github/owner/name` for the address of a repository on a host we know, else empty."""
    found = _REPOSITORY.search(url) if url else None
    return package_key(found[1].lower(), f"{found[2]}/{found[3].removesuffix('.git')}") if found else ""


def package_of_github(ecosystem: str, name: str) -> str:
    """The key of a package in an ecosystem as GitHub calls it; empty for one that we do not know."""
    return _key(_tables()["github"].get(ecosystem.casefold(), ""), name)


def publisher_of(record_id: str) -> str:
    """Who publishes a record of OSV, by the beginning of its number; that beginning itself where we do not know it."""
    start = record_id.partition("-")[0]
    return _tables()["publisher"].get(start, start)


def _key(start: str, name: str) -> str:
    if not start or not name:
        return ""
    purl_type, _, namespace = start.partition("/")
    return package_key(purl_type, f"{namespace}/{name}" if namespace else name)


@cache
def _tables() -> dict[str, dict[str, str]]:
    text = text_beside(__file__, "ecosystems.toml")
    return tomllib.loads(text)
