"""Package URLs, read from text (package-url specification); fast enough for every component of a large list."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from msgspec import Struct

from kizuki.core.sbom.distributions import TYPES, namespace_of

_PLAIN_PURL = re.compile(r"pkg:([a-z][a-z0-9.+-]*)/(?:([\w%.~+-]+)/)?([\w.~+-]+)(?:@([\w.~+:-]+))?", re.ASCII)
"""The form that nearly all package URLs have, nothing to decode but the namespace; any other is taken apart by steps."""
_SCHEME = re.compile(r"[a-z+]+://(?:[^@/]*@)?")
_TYPE = re.compile(r"[a-z][a-z0-9.+-]*", re.ASCII)


class Purl(Struct, frozen=True):
    """The parts of a package URL, percent-decoded; type in small letters; absent parts are empty."""

    type: str
    namespace: str
    name: str
    version: str
    qualifiers: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """What two package URLs of one package share: `type/namespace/name`, in small letters."""
        return package_key(self.type, f"{self.namespace}/{self.name}" if self.namespace else self.name)

    def qualifier(self, name: str) -> str:
        """The value of this qualifier, empty where it is absent."""
        return dict(self.qualifiers).get(name, "")


def package_key(purl_type: str, name: str) -> str:
    """`type/name` as packages are compared: without regard to case (a rare false pair is shown, a miss is not).

    A distribution has one name whatever tools call it (`distributions.toml`); a package of Swift is its repository's
    address without scheme and ending; one of Julia may be written with `.jl`.
    """
    plain = name.casefold()
    if purl_type in TYPES:
        namespace, slash, rest = plain.partition("/")
        plain = f"{namespace_of(purl_type, namespace)}/{rest}" if slash else plain
    elif purl_type == "swift":
        plain = _SCHEME.sub("", plain).removeprefix("www.").removesuffix(".git").strip("/")
    elif purl_type == "julia":
        plain = plain.removesuffix(".jl")
    if purl_type == "pypi":
        plain = re.sub(r"[-_.]+", "-", plain)
    if purl_type == "maven":
        plain = plain.replace(":", "/")
    return f"{purl_type}/{plain}"


def read_purl(text: str) -> Purl | None:
    """The package URL, or None where the text is none: another scheme, no type or no name."""
    plain = _PLAIN_PURL.fullmatch(text)
    if plain:
        purl_type, namespace, name, version = plain.groups("")
        return Purl(purl_type, _plain(namespace), name, version)
    rest, _, _ = text.strip().partition("#")
    rest, _, query = rest.partition("?")
    scheme, colon, rest = rest.partition(":")
    if scheme.lower() != "pkg" or not colon:
        return None
    path, version = _version(rest.strip("/"))
    purl_type, slash, path = path.partition("/")
    steps = [_plain(step) for step in path.split("/") if step]
    if not slash or not steps or not _TYPE.fullmatch(purl_type.lower()):
        return None
    if path.rpartition("/")[2].startswith("@"):
        # `pkg:maven/@1.3.4`: a version without a name.
        return None
    pairs = (pair.partition("=") for pair in query.split("&") if pair)
    qualifiers = tuple((key.lower(), _plain(value)) for key, _, value in pairs)
    return Purl(purl_type.lower(), "/".join(steps[:-1]), steps[-1], _plain(version), qualifiers)


def _version(rest: str) -> tuple[str, str]:
    """Split at the last `@` that begins a version: the `@` of an npm scope stands behind a slash."""
    path, at, version = rest.rpartition("@")
    return (path, version) if at and path and not path.endswith("/") else (rest, "")


def _plain(text: str) -> str:
    return _decoded(text) if "%" in text else text


@lru_cache(maxsize=4096)
def _decoded(text: str) -> str:
    return unquote(text)
