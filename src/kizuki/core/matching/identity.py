"""What a component is, as far as its entry in the list tells."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kizuki.core.matching.aliases import NO_ALIASES, Alias, AliasTable, renamed
from kizuki.core.matching.naming import full_name, maker_words, model_numbers, product_names, words
from kizuki.core.sbom import Component
from kizuki.core.sbom.cpe import Cpe, plain, read_cpe
from kizuki.core.sbom.purl import Purl, package_key, read_purl
from kizuki.core.versions import scheme_of

_OPEN_TYPES = frozenset(("generic", "github", "gitlab", "bitbucket", "git", "swid", ""))


@dataclass(frozen=True, slots=True)
class Identity:
    """Every way in which a component can be recognised, and every version that it is said to have."""

    purl: Purl | None
    cpe: Cpe | None
    packages: tuple[str, ...]
    names: frozenset[str]
    full_names: frozenset[str]
    makers: frozenset[str]
    versions: tuple[str, ...]
    release: str

    @property
    def has_an_ecosystem(self) -> bool:
        """Whether its package URL is of an ecosystem where a name is one thing, unlike `generic` or a repository."""
        return self.purl is not None and self.purl.type not in _OPEN_TYPES

    @property
    def scheme(self) -> str | None:
        """The order of versions of its package URL's type."""
        return scheme_of(self.purl.type) if self.purl else None


def identities_of(
    component: Component, aliases: AliasTable = NO_ALIASES
) -> tuple[tuple[Identity, Alias | None], ...]:
    """Every identity of a component: its own, and those that a person confirmed for its name.

    Where the list gives no identifier at all the confirmed ones take the place of its own: the name has been settled.
    """
    confirmed = tuple((identity_of(renamed(component, alias)), alias) for alias in aliases.of(component))
    own = identity_of(component)
    return confirmed if confirmed and not own.purl and not own.cpe else ((own, None), *confirmed)


@lru_cache(maxsize=4096)
def identity_of(component: Component) -> Identity:
    """The identity of a component."""
    purl, cpe = read_purl(component.purl), read_cpe(component.cpe)
    usable = cpe if cpe and cpe.names_a_product else None
    makers = maker_words(component.supplier, purl.namespace if purl else "", plain(usable.vendor) if usable else "")
    called = [component.name, purl.name if purl else "", plain(usable.product) if usable else ""]
    names = frozenset(name for text in called for name in product_names(text, makers))
    of_package = (_with_epoch(component.version, purl), _with_epoch(purl.version, purl) if purl else "")
    said = (*of_package, usable.plain_version if usable else "")
    return Identity(
        purl=purl,
        cpe=usable,
        packages=_packages(purl),
        names=names | model_numbers(component.name),
        full_names=frozenset(full_name(text) for text in called if text and not _is_a_mere_part(text, purl)),
        makers=makers,
        versions=tuple(dict.fromkeys(version for version in said if version)),
        release=_release(purl),
    )


def _is_a_mere_part(name: str, purl: Purl | None) -> bool:
    """Whether a name is but the last step of a package's path (`core` of `@nlpjs/core`): its whole name is the path.

    A project that is called as its path (`mysql/mysql`), and a name of several words, stand for themselves.
    """
    if purl is None or purl.type in _OPEN_TYPES or not purl.namespace:
        return False
    parts = words(name)
    return len(parts) == 1 and full_name(name) == full_name(purl.name) and parts[0] not in words(purl.namespace)


def _packages(purl: Purl | None) -> tuple[str, ...]:
    """The key of the package, and of the source package it is built from, which distributions' advisories name."""
    if purl is None:
        return ()
    upstream = purl.qualifier("upstream").partition("@")[0] if purl.type in ("deb", "apk") else ""
    source = package_key(purl.type, f"{purl.namespace}/{upstream}") if upstream else purl.key
    return tuple(dict.fromkeys((purl.key, source)))


def _with_epoch(version: str, purl: Purl | None) -> str:
    """`1:2.0-3` for a package URL that keeps the epoch apart (`pkg:rpm/fedora/x@2.0-3?epoch=1`)."""
    epoch = purl.qualifier("epoch") if purl and purl.type == "rpm" else ""
    return f"{epoch}:{version}" if epoch and version and ":" not in version else version


def _release(purl: Purl | None) -> str:
    """`12` of `distro=debian-12`; empty where the package URL does not say."""
    distro = purl.qualifier("distro") if purl else ""
    return distro.rpartition("-")[2] if any(sign.isdigit() for sign in distro) else ""
